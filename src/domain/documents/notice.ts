/** 一次性告知书 (rules 2.10 no. 4, M17): every missing or wrong thing at once, with what to do, until when, and what else happens. */
import type { CaseState } from '../case/state.ts';
import { longDate } from '../calendar/words.ts';
import type { Missing } from '../form/assess.ts';
import { paperNo, type Paper, type PaperBlock } from './paper.ts';
import {
  caseSubject,
  contacts,
  dayOf,
  lastAct,
  partyFacts,
  queryQr,
  residentSlot,
  subjectFacts,
  whereTo,
  type PaperContext,
  type PaperSubject
} from './parts.ts';

type Line = { label: string; problem: string; remedy: string };

/** The county's correction (补正) on paper for the resident; null when nothing is to be corrected. */
export function correctionPaper(state: CaseState, context: PaperContext): Paper | null {
  const { correction } = state;
  if (!correction) return null;
  const { items, due, note } = correction;
  const asked = lastAct(state, 'case.correctionRequested');
  const nth = state.timeline.filter(({ type }) => type === 'case.correctionRequested').length;
  return {
    kind: 'oneTimeNotice',
    title: '一次性告知书（补正通知书）',
    no: paperNo('oneTimeNotice', state.received.localNo, nth),
    date: dayOf(asked, context),
    org: context.station.name,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(caseSubject(state, context.items)), ...partyFacts(state.answers)] },
      lines('要补的', items),
      tell([
        `请在${longDate(due)}前补齐以上 ${items.length} 项，${whereTo(context)}。`,
        '补正期间办理时限停止计算，补齐后继续。',
        '逾期不补正又不说明情况的，视为放弃本次申请，以后可以重新申请。',
        ...(note === undefined || note === '' ? [] : [note])
      ]),
      contacts(context.station, { label: '告知人', value: asked?.by ?? '' })
    ],
    slots: [residentSlot(state.answers, '签收'), { role: 'handler', label: '告知人签名', name: '' }],
    seal: '受理机关专用印章',
    qr: queryQr(state)
  };
}

export type GapInput = {
  missing: readonly Missing[];
  subject: PaperSubject;
  answers: CaseState['answers'];
  station: PaperContext['station'];
  handler: string;
  /** The draft, which becomes the case. */
  id: string;
  /** ISO day of the notice. */
  date: string;
};

/** What still lacks before 收件, from the form's own list; null when nothing does. */
export function gapPaper({ missing, subject, answers, station, handler, id, date }: GapInput): Paper | null {
  // A signature or the privacy notice is done on the spot, not fetched from home.
  const things = missing.filter((each) => each.section !== 'promise' && each.section !== 'situation');
  if (things.length === 0) return null;
  return {
    kind: 'oneTimeNotice',
    title: '一次性告知书',
    no: paperNo('oneTimeNotice', id),
    date: longDate(date),
    org: station.name,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(subject), ...partyFacts(answers)] },
      lines(
        '要补的',
        things.map((each) => ({ label: each.label, problem: each.section === 'materials' ? '材料未交或不合要求' : '内容未填或不合要求', remedy: each.hint }))
      ),
      tell([
        `以上 ${things.length} 项是这次办理还缺的全部内容，备齐后${whereTo({ station })}。`,
        '除以上内容外，不再要求您提供别的材料。',
        '您现在就要交的，我们照收，并给收件凭证；没有备齐不影响您随时再来。'
      ]),
      contacts(station, { label: '告知人', value: handler })
    ],
    slots: [residentSlot(answers, '签收'), { role: 'handler', label: '告知人签名', name: handler }],
    seal: '站点印章',
    qr: ''
  };
}

function lines(heading: string, items: readonly Line[]): PaperBlock {
  return {
    type: 'table',
    heading,
    columns: ['序号', '补什么', '问题', '怎么办'],
    rows: items.map(({ label, problem, remedy }, at) => [String(at + 1), label, problem, remedy])
  };
}
function tell(texts: readonly string[]): PaperBlock {
  return { type: 'list', heading: '请您知道', items: texts.map((text) => ({ strong: '', text })) };
}
