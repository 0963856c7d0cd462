/** 特殊程序告知书 (archive code B5; 行政许可法 §45): time that does not count must be told in writing. */
import type { CaseState } from '../case/state.ts';
import { longDate } from '../calendar/words.ts';
import { paperNo, type Paper } from './paper.ts';
import { caseSubject, contacts, lastAct, partyFacts, queryQr, residentSlot, subjectFacts, type PaperContext } from './parts.ts';

/** One for each time that the clock stood still, oldest first. */
export function specialProcedurePapers(state: CaseState, context: PaperContext): Paper[] {
  const body = [...new Set(context.items.map((item) => item.department))].join('、') || state.received.item.department;
  const by = lastAct(state, 'case.suspended')?.by ?? '';
  return (state.stops ?? []).map(({ procedure, reason, since, until }, at) => ({
    kind: 'specialProcedure',
    title: '特殊程序告知书',
    no: paperNo('specialProcedure', state.received.localNo, at + 1),
    date: longDate(since),
    org: body,
    blocks: [
      {
        type: 'facts',
        heading: '',
        rows: [
          ...subjectFacts(caseSubject(state, context.items)),
          ...partyFacts(state.answers),
          [{ label: '特别程序', value: procedure }],
          [{ label: '原因', value: reason }],
          [
            { label: '停止计时', value: `${longDate(since)}起` },
            { label: '预计结束', value: until === null ? '结束后另行告知' : longDate(until) }
          ]
        ]
      },
      {
        type: 'list',
        heading: '请您知道',
        items: [
          { strong: '', text: '特别程序所需的时间不计入办理时限；结束的当天恢复计算，剩下的时限接着算。' },
          { strong: '', text: '这段时间不用您再交材料，有结果我们告诉您。' }
        ]
      },
      contacts(context.station, { label: '经办人', value: by })
    ],
    slots: [residentSlot(state.answers, '签收'), { role: 'handler', label: '送交人签名', name: '' }],
    seal: `${body}专用印章`,
    qr: queryQr(state)
  }));
}
