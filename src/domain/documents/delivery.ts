/** 送达回证 (rules 2.10 no. 8, M24): which documents, to whom, how, where and when, and who took them or saw them left. */
import { longDate } from '../calendar/words.ts';
import type { CaseState } from '../case/state.ts';
import { methodLabels, outcomeLabels, type Delivered } from '../handing/delivery.ts';
import { paperNo, type Paper, type PaperSlot } from './paper.ts';
import { caseSubject, contacts, subjectFacts, type PaperContext } from './parts.ts';

export type DeliveryFacts = Omit<Delivered, 'id' | 'paper' | 'signatures'>;

export function deliveryPaper(state: CaseState, facts: DeliveryFacts, handler: string, context: Pick<PaperContext, 'station' | 'items'>): Paper {
  const { method, outcome, recipient, witnesses = [], documents } = facts;
  const nth = (state.deliveries ?? []).filter(({ paperNo: no }) => no !== null).length + 1;
  const taker = recipient === undefined ? '' : recipient.relation === undefined ? recipient.name : `${recipient.name}（${recipient.relation}）`;
  const detail = [
    ['寄往', method === 'post' ? facts.address : undefined],
    ['发往', method === 'electronic' ? facts.address : undefined],
    ['承运', facts.carrier],
    ['运单号', facts.trackingNo],
    ['备注', facts.note]
  ].flatMap(([label = '', value = '']) => (value === '' ? [] : [[{ label, value }]]));
  const slots: PaperSlot[] =
    outcome === 'left'
      ? witnesses.map(({ name }) => ({ role: 'witness', label: '见证人签名', name }))
      : recipient === undefined
        ? []
        : [{ role: 'recipient', label: outcome === 'substitute' ? '代收人签名' : '受送达人签名', name: recipient.name }];
  return {
    kind: 'deliveryReceipt',
    title: '送达回证',
    no: paperNo('deliveryReceipt', state.received.localNo, nth),
    date: longDate(facts.on),
    org: context.station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          ...subjectFacts(caseSubject(state, context.items)),
          [{ label: '受送达人', value: state.applicantName }, ...(taker === '' ? [] : [{ label: '收件人', value: taker }])],
          [
            { label: '送达方式', value: methodLabels[method] },
            { label: '结果', value: outcomeLabels[outcome] }
          ],
          [{ label: '送达地点', value: facts.place }],
          [{ label: '送达时间', value: `${longDate(facts.on)} ${facts.time}` }],
          ...detail
        ]
      },
      { type: 'table', heading: '送达的文书', columns: ['序号', '名称', '编号'], rows: documents.map(({ title, no }, at) => [String(at + 1), title, no]) },
      ...(witnesses.length === 0
        ? []
        : [{ type: 'table' as const, heading: '见证人', columns: ['姓名', '单位'], rows: witnesses.map(({ name, unit }) => [name, unit]) }]),
      {
        type: 'list',
        heading: '说明',
        items: [
          { strong: '', text: '本人不在的，可以由同住的成年家属、代理人代收，并写明关系。' },
          { strong: '', text: '拒收的，请村（居）委会或者单位的人到场见证，写明理由和日期，由送达人、见证人签名后留在住处，视为送达。' }
        ]
      },
      contacts(context.station, { label: '送达人', value: handler })
    ],
    slots: [...slots, { role: 'handler', label: '送达人签名', name: handler }],
    seal: '站点印章',
    qr: ''
  };
}
