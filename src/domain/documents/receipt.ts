/** 收件凭证, the receipt that the resident holds (rules 2.10 no. 1). */
import type { Received } from '../case/operations.ts';
import type { ServiceItem } from '../catalogue/format.ts';
import { longDate, shortDate } from '../calendar/words.ts';
import { noticeDays, noticeDue } from '../calendar/working-days.ts';
import type { Answers } from '../form/values.ts';
import { paperNo, type Paper, type Sentence } from './paper.ts';
import { contacts, materialTable, partyFacts, residentSlot, readTheQr, subjectFacts, type PaperContext } from './parts.ts';

export type ReceiptInput = Pick<PaperContext, 'station' | 'calendar'> & {
  received: Received;
  /** The item, or the bundle's chosen items. */
  items: readonly Pick<ServiceItem, 'name' | 'handlingItemCode' | 'department' | 'promisedDays' | 'caseType' | 'fee'>[];
  handler: string;
  /** `HH:mm` on the station's wall clock: the domain knows no time zone. */
  time: string;
};

export function receiptPaper(input: ReceiptInput): Paper {
  const { received, items, station, handler } = input;
  // Validated by the schema of 收件.
  const answers = received.answers as Answers;
  const { bundle, localNo, queryToken } = received;
  return {
    kind: 'receipt',
    title: '收件凭证',
    no: paperNo('receipt', localNo),
    date: `${longDate(received.receivedOn)} ${input.time} 收件`,
    org: station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          ...subjectFacts({ items: items.length > 0 ? items : [received.item], bundle, localNo }),
          ...partyFacts(answers),
          [
            { label: '主管部门', value: [...new Set(items.map((item) => item.department))].join('、') || received.item.department },
            { label: '承诺时限', value: [...new Set(items.map(promiseWords))].join('；') }
          ],
          [{ label: '收件地点', value: received.place === 'home' ? '上门收件' : '站里收件' }]
        ]
      },
      materialTable('收到的材料', received.materials),
      { type: 'list', heading: '请您知道', items: sentences(input) },
      contacts(station, { label: '收件人', value: handler })
    ],
    slots: [residentSlot(answers, '签收'), { role: 'handler', label: '收件人签名', name: handler }],
    seal: '站点印章',
    qr: `/q/${queryToken}`
  };
}

export function promiseWords(item: Pick<ServiceItem, 'promisedDays' | 'caseType' | 'fee'>): string {
  const { value } = item.promisedDays;
  const time =
    item.caseType === 'instant' || value === 0 ? '受理后当场办结' : value === null ? '受理后按规定时限办结' : `受理后 ${daysWords(item.promisedDays)}`;
  return `${time}，${item.fee.charged ? item.fee.standard : '不收费'}`;
}
/** 15 个工作日; empty where there is no number. */
export function daysWords({ value, unit }: Pick<ServiceItem['promisedDays'], 'value' | 'unit'>): string {
  return value === null ? '' : `${value} ${unit === 'workingDay' ? '个工作日' : '日'}`;
}

function sentences({ received, station, calendar }: ReceiptInput): Sentence[] {
  const told = noticeDue(received.receivedOn, calendar);
  const estimate = told.estimated ? '，节假日表未发布，预估' : '';
  const byDay = new Map<string, number>();
  for (const entry of received.materials) if (entry.state === 'deferred' && entry.due !== undefined) byDay.set(entry.due, (byDay.get(entry.due) ?? 0) + 1);
  return [
    {
      strong: '本凭证不代表受理。',
      text: received.offline ? '材料在离线状态下收取，联网后送到县级平台，由有权机关决定是否受理。' : '材料送到县级平台，由有权机关决定是否受理。'
    },
    {
      strong: '',
      text: `最迟${shortDate(told.date)}（收件后 ${noticeDays} 个工作日${estimate}）告诉您是否受理，或者一次告知还缺什么。没有告知的，自收件之日起即为受理。`
    },
    ...[...byDay]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([due, count]) => ({
        strong: '',
        text: `容缺的 ${count} 件材料请在${longDate(due)}前交到本站，走不开可以打电话请我们上门取（${station.phone}）。`
      })),
    { strong: '', text: readTheQr }
  ];
}
