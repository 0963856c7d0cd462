/** 上门服务单 (rules 2.10 no. 12; M22): who comes when and for what, what to have ready, and what came of it. Costs nothing. */
import { endOf, needLabels } from '../assist/visit.ts';
import { longDate, weekdayWord } from '../calendar/words.ts';
import type { VisitState } from '../case/state.ts';
import { paperNo, type Paper } from './paper.ts';
import { contacts, type PaperStation } from './parts.ts';

export type VisitSheetInput = {
  visit: VisitState;
  /** What it is about: an item or a bundle, with what to have ready; null where nobody has said yet. */
  subject: { name: string; code: string; materials: readonly { name: string; note: string }[] } | null;
  station: PaperStation;
  /** Who goes, where the plan does not say. */
  handler: string;
  /** Number of the case that came of it. */
  localNo: string | null;
};

export function visitPaper({ visit, subject, station, handler, localNo }: VisitSheetInput): Paper {
  const { plan } = visit;
  const staff = plan.staff?.name ?? handler;
  const needs = (plan.needs ?? []).map((need) => needLabels[need]).join('、');
  return {
    kind: 'visit',
    title: '上门服务单',
    no: paperNo('visit', visit.id),
    date: longDate(plan.date),
    org: station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          [
            { label: '居民', value: plan.name },
            { label: '电话', value: plan.phone ?? '' }
          ],
          [{ label: '地址', value: plan.address }],
          [
            { label: '时间', value: `${longDate(plan.date)} ${weekdayWord(plan.date)}\n${plan.time} 到 ${endOf(plan)}` },
            { label: '上门人员', value: [staff, ...(plan.companion === undefined || plan.companion === '' ? [] : [plan.companion])].join('、') }
          ],
          [
            { label: '需要留意', value: needs === '' ? '没有特别需要' : needs },
            { label: '收费', value: '不收费' }
          ],
          ...(subject === null ? [] : [[{ label: '事项', value: subject.code === '' ? subject.name : `${subject.name}\n${subject.code}` }]]),
          ...(plan.note === undefined || plan.note === '' ? [] : [[{ label: '备注', value: plan.note }]]),
          ...(localNo === null ? [] : [[{ label: '收件编号', value: localNo }]])
        ]
      },
      ...(subject === null || subject.materials.length === 0
        ? []
        : [
            {
              type: 'table' as const,
              heading: '请先准备好',
              columns: ['序号', '材料', '说明'],
              rows: subject.materials.map((material, at) => [String(at + 1), material.name, material.note])
            }
          ]),
      {
        type: 'choices',
        heading: '这次上门',
        options: [
          { text: '已办好', chosen: visit.status === 'done' },
          { text: '没遇到人，另约', chosen: visit.status === 'absent' },
          { text: '不用办了', chosen: visit.status === 'cancelled' }
        ]
      },
      {
        type: 'list',
        heading: '请您知道',
        items: [
          { strong: '上门不收费。', text: '工作人员会出示工作证，只为上面写的事来，不推销、不借钱、不要银行卡密码。' },
          { strong: '', text: '材料原件当面看完、拍完就还给您；要留下的，会开收件凭证。' },
          { strong: '', text: `要改时间或不放心，打站点电话 ${station.phone}。` }
        ]
      },
      contacts(station, { label: '上门人员', value: staff })
    ],
    slots: [
      { role: 'applicant', label: '居民签名', name: plan.name },
      { role: 'handler', label: '上门人员签名', name: staff }
    ],
    seal: '',
    qr: ''
  };
}
