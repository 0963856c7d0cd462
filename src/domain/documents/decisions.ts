/** 不予受理通知书, 办结通知书, 不予决定书 (rules 2.10 no. 3 and 9) and 退件通知书: what was decided, why, on what basis, and what one may do against it. */
import { causes } from '../case/acts/clock.ts';
import type { CaseState } from '../case/state.ts';
import { paperNo, type Paper, type PaperBlock } from './paper.ts';
import { caseSubject, contacts, dayOf, lastAct, partyFacts, queryQr, remedyBlock, remedyOf, residentSlot, subjectFacts, type PaperContext } from './parts.ts';

/** Null while nothing is decided. */
export function decisionPaper(state: CaseState, context: PaperContext): Paper | null {
  const { decision } = state;
  if (decision === null) return null;
  if (!('outcome' in decision)) {
    const { reason, basis, whereTo } = decision;
    return sheet(state, context, 'case.notAccepted', {
      kind: 'nonAcceptance',
      title: '不予受理通知书',
      opening: '您的申请，经审查不予受理。',
      facts: [
        { label: '事实和理由', value: reason },
        { label: '法律依据', value: basis },
        { label: '应向哪里申请', value: whereTo ?? '不属于其他机关受理' }
      ],
      after: ['材料原件随本通知书退还。情况有变化的，可以重新申请。', `要问清楚的，打本站电话（${context.station.phone}），我们帮您问。`]
    });
  }
  const { outcome, result, explain } = decision;
  const basis = [...new Set(context.items.flatMap((item) => item.legalBasis.map(({ name, docNo }) => `${name}${docNo === null ? '' : ` ${docNo}`}`)))].join(
    '；'
  );
  const isRefused = outcome === 'refused';
  return sheet(state, context, 'case.completed', {
    kind: isRefused ? 'refusal' : 'completion',
    title: isRefused ? '不予决定书' : '办结通知书',
    opening: isRefused ? '您的申请，经审查决定不予办理。' : '您的申请已经办结。',
    facts: [
      { label: '办理结果', value: result },
      { label: isRefused ? '事实和理由' : '说明', value: explain ?? (isRefused ? '' : '符合办理条件') },
      { label: '法律依据', value: basis }
    ],
    after: isRefused
      ? ['补齐条件以后，可以重新申请。']
      : [`结果可以${[...new Set(context.items.flatMap((item) => item.result.deliveryModes))].join('、') || '到站里领取'}，作出决定后 10 日内送达。`]
  });
}

/** 退件 (archive code B15): what came in goes back, and why. Null for any other case. */
export function returnPaper(state: CaseState, context: PaperContext): Paper | null {
  if (state.ending?.kind !== 'returned') return null;
  const { cause, reason } = state.ending;
  return sheet(state, context, 'case.returned', {
    kind: 'returned',
    title: '退件通知书',
    opening: '您的申请，现在退回。',
    facts: [
      { label: '退件原因', value: causes[cause] },
      { label: '事实和理由', value: reason }
    ],
    after: ['留站的材料原件随本通知书退还。', '备齐以后，可以随时重新申请。']
  });
}

type Words = { kind: Paper['kind']; title: string; opening: string; facts: { label: string; value: string }[]; after: string[] };

function sheet(state: CaseState, context: PaperContext, act: string, words: Words): Paper {
  const decided = lastAct(state, act);
  const body = [...new Set(context.items.map((item) => item.department))].join('、') || state.received.item.department;
  const after: PaperBlock = { type: 'list', heading: '请您知道', items: words.after.map((text) => ({ strong: '', text })) };
  return {
    kind: words.kind,
    title: words.title,
    no: paperNo(words.kind, state.received.localNo),
    date: dayOf(decided, context),
    org: body,
    blocks: [
      { type: 'text', heading: '', lines: [`${state.applicantName}：${words.opening}`] },
      {
        type: 'facts',
        heading: '',
        rows: [...subjectFacts(caseSubject(state, context.items)), ...partyFacts(state.answers), ...words.facts.map((fact) => [fact])]
      },
      remedyBlock(state.decision?.remedy ?? remedyOf(context.county)),
      after,
      contacts(context.station, { label: '经办人', value: decided?.by ?? '' })
    ],
    slots: [residentSlot(state.answers, '签收'), { role: 'handler', label: '送交人签名', name: '' }],
    seal: `${body}专用印章`,
    qr: queryQr(state)
  };
}
