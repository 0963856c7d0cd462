/** 受理通知书 (rules 2.10 no. 2; 行政许可法 §32): the body's word that the clock runs. The department seals it; the station only hands it over. */
import type { CaseState } from '../case/state.ts';
import type { ServiceItem } from '../catalogue/format.ts';
import { longDate } from '../calendar/words.ts';
import { paperNo, type Paper } from './paper.ts';
import {
  caseSubject,
  contacts,
  dayOf,
  lastAct,
  materialTable,
  partyFacts,
  queryQr,
  readTheQr,
  residentSlot,
  subjectFacts,
  type PaperContext
} from './parts.ts';
import { daysWords } from './receipt.ts';

/** Null before the county has accepted. */
export function acceptancePaper(state: CaseState, context: PaperContext): Paper | null {
  const accepted = lastAct(state, 'case.accepted');
  if (accepted === undefined || state.caseNo === null) return null;
  const { items } = context;
  const body = [...new Set(items.map((item) => item.department))].join('、') || state.received.item.department;
  return {
    kind: 'acceptance',
    title: '受理通知书',
    no: paperNo('acceptance', state.received.localNo),
    date: dayOf(accepted, context),
    org: body,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          ...subjectFacts(caseSubject(state, items)),
          ...partyFacts(state.answers),
          [
            { label: '受理机关', value: body },
            { label: '受理日期', value: dayOf(accepted, context) }
          ],
          [
            { label: '法定时限', value: each(items, statutoryWords) },
            { label: '承诺时限', value: each(items, (item) => daysWords(item.promisedDays) || '按规定时限') }
          ],
          [
            { label: '办结期限', value: state.due === null ? '按规定时限' : `${longDate(state.due)}前` },
            { label: '收费', value: each(items, feeWords) }
          ]
        ]
      },
      materialTable('受理的材料', state.materials),
      { type: 'list', heading: '不计入时限的特别程序', items: procedures(items).map((text) => ({ strong: '', text })) },
      {
        type: 'list',
        heading: '请您知道',
        items: [
          { strong: '', text: '从受理日的下一个工作日起算，到期限最后一天下班为止。' },
          { strong: '', text: `办理中要问的，打 ${each(items, (item) => item.consult) || context.station.phone}。` },
          { strong: '', text: readTheQr }
        ]
      },
      contacts(context.station, { label: '经办人', value: accepted.by })
    ],
    slots: [residentSlot(state.answers, '签收'), { role: 'handler', label: '送交人签名', name: '' }],
    seal: `${body}专用印章`,
    qr: queryQr(state)
  };
}

function each(items: readonly ServiceItem[], words: (item: ServiceItem) => string): string {
  return [...new Set(items.map(words))].filter((text) => text !== '').join('；');
}
function statutoryWords({ statutoryDays }: ServiceItem): string {
  return daysWords(statutoryDays) || (statutoryDays.note ?? '没有统一的法定时限');
}
function feeWords({ fee }: ServiceItem): string {
  return fee.charged ? `${fee.standard}${fee.basis === null ? '' : `（${fee.basis}）`}` : '不收费';
}
function procedures(items: readonly ServiceItem[]): string[] {
  const named = items.flatMap((item) => [
    ...item.specialProcedures
      .filter((procedure) => !procedure.countsTowardLimit)
      .map(({ name, workdays }) => `${name}，${workdays === null ? '所需时间另行书面告知' : `${workdays} 个工作日`}。`),
    ...(item.publicNotice ? [`公示 ${daysWords({ value: item.publicNotice.days, unit: item.publicNotice.unit })}，在${item.publicNotice.place}。`] : [])
  ]);
  return named.length > 0 ? [...new Set(named)] : ['没有。需要听证、检验、检测、鉴定或者专家评审的，另行书面告知所需时间。'];
}
