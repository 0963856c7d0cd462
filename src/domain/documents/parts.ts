/** What most papers have: which item and case they are about, who answers at which number, and what one may do against a decision. */
import { longDate } from '../calendar/words.ts';
import type { Calendar } from '../calendar/working-days.ts';
import type { CaseState, TimelineEntry } from '../case/state.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { ServiceItem } from '../catalogue/format.ts';
import { agentActs, agentIdNoKey, agentNameKey, agentRelationKey, applicantIdNoKey, applicantNameKey, textAnswer } from '../form/known-fields.ts';
import type { Answers } from '../form/values.ts';
import { maskIdNumber } from '../identity/mask.ts';
import { methodWords, whereaboutsWords } from './material-words.ts';
import type { Fact, PaperBlock, PaperSlot } from './paper.ts';

/** The station as papers name it. */
export type PaperStation = { name: string; phone: string; supervisionPhone: string; address?: string | undefined; hours?: string | undefined };
/** Where and with what a case's papers are made. */
export type PaperContext = {
  station: PaperStation;
  /** The county's name; the remedies name its government and its court. */
  county: string;
  /** The item, or the bundle's chosen ones, as the catalogue has them; empty when it no longer does. */
  items: readonly ServiceItem[];
  calendar: Calendar;
  /** An instant (ISO) on the station's clock: the ISO day and `HH:mm`. */
  day: (at: string) => string;
  time: (at: string) => string;
};
/** What a paper is about. `items`: the item, or the bundle's chosen ones. */
export type PaperSubject = {
  items: readonly { name: string; handlingItemCode: string }[];
  bundle?: { name: string; jointNo: string } | undefined;
  localNo?: string | null | undefined;
  caseNo?: string | null | undefined;
};

/** 事项名称、编码、办件号: each paper names them (rules 2.10). */
export function subjectFacts({ items, bundle, localNo, caseNo }: PaperSubject): Fact[][] {
  const numbers: Fact[] = [...(localNo ? [{ label: '收件编号', value: localNo }] : []), ...(caseNo ? [{ label: '办件编号', value: caseNo }] : [])];
  return [
    ...(bundle ? [[{ label: '一件事', value: `${bundle.name}\n${bundle.jointNo}` }]] : []),
    ...items.map((item) => [{ label: '事项', value: `${item.name}\n${item.handlingItemCode}` }]),
    // Each on a line of its own: both are long.
    ...numbers.map((number) => [number])
  ];
}
/** A case as its papers name it; the codes are the case's own where the catalogue no longer has the item. */
export function caseSubject(state: Pick<CaseState, 'received' | 'caseNo'>, items: PaperContext['items']): PaperSubject {
  const { item, bundle, localNo } = state.received;
  return { items: items.length > 0 ? items : [item], ...(bundle && { bundle: { name: bundle.name, jointNo: bundle.jointNo } }), localNo, caseNo: state.caseNo };
}

/** 申请人 and 代办人 with masked numbers. */
export function partyFacts(answers: Answers): Fact[][] {
  const person = (label: string, name: string, idNo: string): Fact[] => [
    { label, value: name },
    { label: '证件号码', value: maskIdNumber(idNo) }
  ];
  const relation = textAnswer(answers, agentRelationKey);
  const agent = `${textAnswer(answers, agentNameKey)}${relation === '' ? '' : `（${relation}）`}`;
  return [
    person('申请人', textAnswer(answers, applicantNameKey), textAnswer(answers, applicantIdNoKey)),
    ...(agentActs(answers) ? [person('代办人', agent, textAnswer(answers, agentIdNoKey))] : [])
  ];
}
/** Who is to sign for the resident: the agent where one acts. */
export function residentSlot(answers: Answers, verb: string): PaperSlot {
  return agentActs(answers)
    ? { role: 'agent', label: `代办人${verb}`, name: textAnswer(answers, agentNameKey) }
    : { role: 'applicant', label: `申请人${verb}`, name: textAnswer(answers, applicantNameKey) };
}

/** What was handed over so far; what is promised or fetched later counts as none. */
export function materialTable(heading: string, materials: readonly MaterialEntry[]): PaperBlock {
  const handed = (entry: MaterialEntry, count: number) =>
    String(entry.state === 'photographed' || entry.state === 'paper' || entry.state === 'generated' ? count : 0);
  return {
    type: 'table',
    heading,
    columns: ['序号', '材料', '原件', '复印件', '收取方式', '原件去向'],
    rows: materials.map((entry, at) => [
      String(at + 1),
      entry.name,
      handed(entry, entry.originals),
      handed(entry, entry.copies),
      methodWords(entry),
      whereaboutsWords(entry)
    ])
  };
}

/** The paper's last line: `who` with the words for the part that they have (收件人, 告知人). */
export function contacts(station: PaperStation, who: Fact): PaperBlock {
  return {
    type: 'contacts',
    heading: '',
    facts: [who, { label: '站点', value: station.name }, { label: '本站电话', value: station.phone }, { label: '监督投诉', value: station.supervisionPhone }]
  };
}

export function whereTo({ station }: Pick<PaperContext, 'station'>): string {
  const details = [station.address, station.hours].filter((text) => text !== undefined && text !== '').join('，');
  return `交到${station.name}${details === '' ? '' : `（${details}）`}，走不开可以打电话请我们上门取（${station.phone}）`;
}

export type Remedy = { review: string; court: string };
/** 行政复议法 §20, §24 (2023) and 行政诉讼法 §46, §18: what the law gives where the decision names no other body. */
export function remedyOf(county: string): Remedy {
  return { review: `${county}人民政府`, court: `${county}人民法院` };
}
export function remedyBlock({ review, court }: Remedy): PaperBlock {
  return {
    type: 'text',
    heading: '不服怎么办',
    lines: [`可以自收到本文书之日起 60 日内向${review}申请行政复议，也可以自收到本文书之日起 6 个月内向${court}提起行政诉讼。`]
  };
}

/** The latest act of a type: what a notice of it is dated by. */
export function lastAct(state: Pick<CaseState, 'timeline'>, type: string): TimelineEntry | undefined {
  return state.timeline.findLast((entry) => entry.type === type);
}
export function dayOf(entry: TimelineEntry | undefined, context: Pick<PaperContext, 'day'>): string {
  return entry === undefined ? '' : longDate(context.day(entry.at));
}
export function queryQr(state: Pick<CaseState, 'received'>): string {
  return `/q/${state.received.queryToken}`;
}
export const readTheQr = '扫二维码查进度，也可以凭收件编号到任何一个便民服务站查。';
