/** 收件凭证, the receipt that the resident holds (rules 2.10 no. 1), as data: a screen or a print page only lays it out. */
import type { Received } from '../case/operations.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { ServiceItem } from '../catalogue/format.ts';
import { longDate, shortDate } from '../calendar/words.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { noticeDays, noticeDue } from '../calendar/working-days.ts';
import { agentActs, agentIdNoKey, agentNameKey, agentRelationKey, applicantIdNoKey, applicantNameKey, textAnswer } from '../form/known-fields.ts';
import type { Answers } from '../form/values.ts';
import { maskIdNumber } from '../identity/mask.ts';
import { methodWords, whereaboutsWords } from './material-words.ts';

export type ReceiptInput = {
  received: Received;
  /** The item, or the bundle's chosen items. */
  items: Pick<ServiceItem, 'name' | 'handlingItemCode' | 'department' | 'promisedDays' | 'caseType' | 'fee'>[];
  station: { name: string; phone: string; supervisionPhone: string; hours?: string | undefined };
  handler: string;
  /** `HH:mm` on the station's wall clock: the domain knows no time zone. */
  time: string;
  calendar: Calendar;
};
export type ReceiptMaterial = { no: number; name: string; originals: number; copies: number; method: string; whereabouts: string };
/** `strong` stands in bold before `text`. */
export type ReceiptSentence = { strong: string | null; text: string };
export type ReceiptDocument = {
  title: '收件凭证';
  org: string;
  localNo: string;
  jointNo: string | null;
  receivedAt: string;
  items: { name: string; code: string }[];
  bundleName: string | null;
  applicant: { name: string; idNumber: string };
  agent: { name: string; idNumber: string; relation: string } | null;
  departments: string;
  promise: string;
  materials: ReceiptMaterial[];
  tell: ReceiptSentence[];
  deferred: { name: string; due: string }[];
  handler: string;
  stationPhone: string;
  supervisionPhone: string;
  /** For the QR; says nothing about the person (M28). */
  queryToken: string;
};

export function receiptDocument(input: ReceiptInput): ReceiptDocument {
  const { received, items, station } = input;
  const answers = received.answers as Answers;
  const deferred = received.materials.flatMap((entry) => (entry.state === 'deferred' && entry.due !== undefined ? [{ name: entry.name, due: entry.due }] : []));
  return {
    title: '收件凭证',
    org: station.name,
    localNo: received.localNo,
    jointNo: received.bundle?.jointNo ?? null,
    receivedAt: `${longDate(received.receivedOn)} ${input.time}`,
    items: items.map((item) => ({ name: item.name, code: item.handlingItemCode })),
    bundleName: received.bundle?.name ?? null,
    applicant: { name: textAnswer(answers, applicantNameKey), idNumber: maskIdNumber(textAnswer(answers, applicantIdNoKey)) },
    agent: agentActs(answers)
      ? { name: textAnswer(answers, agentNameKey), idNumber: maskIdNumber(textAnswer(answers, agentIdNoKey)), relation: textAnswer(answers, agentRelationKey) }
      : null,
    departments: [...new Set(items.map((item) => item.department))].join('、'),
    promise: [...new Set(items.map(promiseWords))].join('；'),
    materials: received.materials.map((entry, index) => materialLine(entry, index + 1)),
    tell: sentences(input, deferred),
    deferred,
    handler: input.handler,
    stationPhone: station.phone,
    supervisionPhone: station.supervisionPhone,
    queryToken: received.queryToken
  };
}

function materialLine(entry: MaterialEntry, no: number): ReceiptMaterial {
  // What is promised or fetched later has not been handed over yet.
  const handed = entry.state === 'photographed' || entry.state === 'paper' || entry.state === 'generated';
  return {
    no,
    name: entry.name,
    originals: handed ? entry.originals : 0,
    copies: handed ? entry.copies : 0,
    method: methodWords(entry),
    whereabouts: whereaboutsWords(entry)
  };
}

function promiseWords(item: ReceiptInput['items'][number]): string {
  const { value, unit } = item.promisedDays;
  const unitWord = unit === 'workingDay' ? '个工作日' : '日';
  const time = item.caseType === 'instant' || value === 0 ? '受理后当场办结' : value === null ? '受理后按规定时限办结' : `受理后 ${value} ${unitWord}`;
  return `${time}，${item.fee.charged ? item.fee.standard : '不收费'}`;
}

function sentences(input: ReceiptInput, deferred: { name: string; due: string }[]): ReceiptSentence[] {
  const { received, station } = input;
  const told = noticeDue(received.receivedOn, input.calendar);
  const estimate = told.estimated ? '，节假日表未发布，预估' : '';
  const byDay = new Map<string, number>();
  for (const { due } of deferred) byDay.set(due, (byDay.get(due) ?? 0) + 1);
  return [
    {
      strong: '本凭证不代表受理。',
      text: received.offline ? '材料在离线状态下收取，联网后送到县级平台，由有权机关决定是否受理。' : '材料送到县级平台，由有权机关决定是否受理。'
    },
    {
      strong: null,
      text: `最迟${shortDate(told.date)}（收件后 ${noticeDays} 个工作日${estimate}）告诉您是否受理，或者一次告知还缺什么。没有告知的，自收件之日起即为受理。`
    },
    ...[...byDay]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([due, count]) => ({
        strong: null,
        text: `容缺的 ${count} 件材料请在${longDate(due)}前交到本站，走不开可以打电话请我们上门取（${station.phone}）。`
      })),
    { strong: null, text: '扫二维码查进度，也可以凭编号到任何一个便民服务站查。' }
  ];
}
