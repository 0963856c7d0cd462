/** 材料交接单 (rules 2.10 no. 10, M36) and the receipt for originals that go back to the resident (M9). */
import { longDate } from '../calendar/words.ts';
import type { CaseState } from '../case/state.ts';
import type { HandoverPrepared } from '../handing/handover.ts';
import type { OriginalsMoved } from '../handing/originals.ts';
import { paperNo, type Paper } from './paper.ts';
import { caseSubject, contacts, subjectFacts, type PaperContext, type PaperStation } from './parts.ts';

/** Of a SHA-256, as much as a person compares by eye; the whole of the list's stands on the sheet. */
const eyeful = 16;
const short = (hash: string) => hash.slice(0, eyeful);

export function handoverPaper(
  prepared: HandoverPrepared,
  people: { handler: string; receiver: { name: string; unit: string } | null; differences?: string },
  station: PaperStation
): Paper {
  const { no, department, on, lines, totals, listHash, note } = prepared;
  return {
    kind: 'handover',
    title: '材料交接单',
    no,
    date: longDate(on),
    org: station.name,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          [
            { label: '移交单位', value: station.name },
            { label: '接收部门', value: people.receiver === null ? department : people.receiver.unit }
          ],
          [
            { label: '办件', value: `${totals.cases} 件` },
            { label: '原件', value: `${totals.originals} 份` }
          ],
          [
            { label: '复印件', value: `${totals.copies} 份` },
            { label: '电子照片', value: `${totals.photos} 张` }
          ],
          [{ label: '清单校验值', value: `SHA-256\n${listHash}` }],
          ...(note === undefined || note === '' ? [] : [[{ label: '备注', value: note }]]),
          [{ label: '清点差异', value: people.differences ?? (people.receiver === null ? '' : '无，数目相符') }]
        ]
      },
      ...lines.map((line, at) => ({
        type: 'table' as const,
        heading: `${String(at + 1)}. ${line.applicantName} ${line.itemName}，${line.caseNo ?? line.localNo}，表单 ${short(line.formHash)}`,
        columns: ['材料', '原件', '复印件', '照片', '照片校验值（SHA-256 前 16 位）'],
        rows: line.materials.map((each) => [
          each.name,
          String(each.originals),
          String(each.copies),
          String(each.photos.length),
          each.photos.map(short).join(' ')
        ])
      })),
      {
        type: 'list',
        heading: '交接约定',
        items: [
          { strong: '', text: '接收人当面清点件数、份数，不符的写在“清点差异”里再签名。' },
          { strong: '', text: '部门系统没有对接，受理和办理结果请告知移交单位，由移交单位登记、县级平台办理。' },
          { strong: '', text: '本单一式两份，移交单位和接收部门各存一份。' }
        ]
      },
      contacts(station, { label: '移交人', value: people.handler })
    ],
    slots: [
      { role: 'handler', label: '移交人签名', name: people.handler },
      { role: 'receiver', label: '接收人签名', name: people.receiver?.name ?? '' }
    ],
    seal: '接收部门印章',
    qr: ''
  };
}

/** For originals that leave the station one by one: back to the resident, or to a department. */
export function originalsPaper(
  state: CaseState,
  move: Pick<OriginalsMoved, 'moves' | 'who' | 'on' | 'to'>,
  handler: string,
  context: Pick<PaperContext, 'station' | 'items'>
): Paper {
  const nth = (state.originalsMoves ?? []).filter(({ paperNo: no }) => no !== null).length + 1;
  const isBack = move.to === 'resident';
  return {
    kind: 'handover',
    title: isBack ? '材料原件退还单' : '材料原件交接单',
    no: paperNo('handover', state.received.localNo, nth),
    date: longDate(move.on),
    org: context.station.name,
    blocks: [
      { type: 'facts', heading: '', rows: [...subjectFacts(caseSubject(state, context.items)), [{ label: isBack ? '领取人' : '接收人', value: move.who }]] },
      {
        type: 'table',
        heading: '原件',
        columns: ['序号', '材料', '份数'],
        rows: move.moves.map(({ name, count }, at) => [String(at + 1), name, String(count)])
      },
      { type: 'text', heading: '', lines: [isBack ? '以上原件已当面点清，交还本人或者代领人。' : '以上原件已当面点清，移交接收人。'] },
      contacts(context.station, { label: '经手人', value: handler })
    ],
    slots: [
      { role: isBack ? 'recipient' : 'receiver', label: isBack ? '领取人签名' : '接收人签名', name: move.who },
      { role: 'handler', label: '经手人签名', name: handler }
    ],
    seal: '',
    qr: ''
  };
}
