/**
 * 个人信息处理告知书和单独同意书 (rules 2.10 no. 11): the notice of this case, and each question that was asked beside it with its answer (PIPL §17,
 * §29, §31). Null for a case that was taken in under another version of the text: what was read out then is not what stands here.
 */
import { longDate } from '../calendar/words.ts';
import type { CaseState } from '../case/state.ts';
import { agentActs, agentNameKey, applicantNameKey, textAnswer } from '../form/known-fields.ts';
import { maskIdNumber } from '../identity/mask.ts';
import { consentWords } from '../privacy/consent.ts';
import { minorsIn } from '../privacy/minors.ts';
import { noticeVersion, privacyNotice } from '../privacy/notice.ts';
import { paperNo, type Paper, type PaperBlock, type PaperSlot } from './paper.ts';
import { caseSubject, contacts, partyFacts, subjectFacts, type PaperContext } from './parts.ts';

export function privacyPaper(state: CaseState, context: PaperContext): Paper | null {
  const { received, answers } = state;
  if (received.privacyNotice !== noticeVersion) return null;
  const fields = new Map(context.items.flatMap((item) => item.fields.map((field) => [field.key, field] as const)));
  const notice = privacyNotice({
    county: context.county,
    station: context.station.name,
    phone: context.station.phone,
    supervisionPhone: context.station.supervisionPhone,
    itemName: received.bundle?.name ?? received.item.name,
    departments: context.items.length > 0 ? context.items.map(({ department }) => department) : [received.item.department],
    fields: Object.keys(received.answers).map((key) => fields.get(key) ?? { label: key, section: 'form' as const }),
    materials: received.materials.map(({ name }) => name),
    children: minorsIn(answers, received.receivedOn).map(({ name }) => name)
  });
  return {
    kind: 'privacy',
    title: '个人信息处理告知书和单独同意书',
    no: paperNo('privacy', received.localNo),
    date: longDate(received.receivedOn),
    org: context.station.name,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(caseSubject(state, context.items)), ...partyFacts(answers)] },
      {
        type: 'list',
        heading: '告知',
        items: [
          ...notice.map(({ heading, text }) => ({ strong: `${heading}：`, text })),
          { strong: '', text: `以上内容（版本 ${noticeVersion}）已读给本人听，本人知道了。` }
        ]
      },
      ...consentBlocks(received),
      ...guardianBlocks(received),
      contacts(context.station, { label: '收件人', value: state.timeline.find(({ type }) => type === 'case.received')?.by ?? '' })
    ],
    slots: slotsOf(state),
    seal: '',
    qr: ''
  };
}

/** Each question stands with its answer; one that was not asked is not on the paper. */
function consentBlocks({ consents = [] }: CaseState['received']): PaperBlock[] {
  return consents.map(({ purpose, agreed }): PaperBlock => ({
    type: 'choices',
    heading: `单独同意：${consentWords[purpose].title}`,
    options: [
      { text: `同意。${consentWords[purpose].text}`, chosen: agreed },
      { text: '不同意。', chosen: !agreed }
    ]
  }));
}

function guardianBlocks({ guardian }: CaseState['received']): PaperBlock[] {
  if (guardian === undefined) return [];
  const facts = [
    { label: '监护人', value: `${guardian.name}（${guardian.relation}）` },
    { label: '证件号码', value: maskIdNumber(guardian.idNo) }
  ];
  return [{ type: 'facts', heading: '监护人', rows: [facts] }];
}

function slotsOf({ received, answers }: CaseState): PaperSlot[] {
  const { guardian } = received;
  const agent = textAnswer(answers, agentNameKey);
  const child = minorsIn(answers, received.receivedOn).some(({ isApplicant }) => isApplicant);
  const own: PaperSlot[] = agentActs(answers)
    ? [{ role: 'agent', label: '代办人签名', name: agent }]
    : child
      ? []
      : [{ role: 'applicant', label: '本人签名', name: textAnswer(answers, applicantNameKey) }];
  return guardian === undefined ? own : [...own, { role: 'guardian', label: '监护人签名', name: guardian.name }];
}
