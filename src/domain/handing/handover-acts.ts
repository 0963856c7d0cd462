/** The acts on a hand-over sheet. The county has none: it reads the sheet and decides on the cases. */
import type { Problem } from '../case/problem.ts';
import { beginning, changing, type RecordAct } from '../record/record.ts';
import {
  handoverCancelledSchema,
  handoverPreparedSchema,
  handoverSignedSchema,
  handoverToldSchema,
  lastWords,
  listHashOf,
  toldLabels,
  totalsOf,
  type HandoverState
} from './handover.ts';
import { wrongPaper } from './signed-paper.ts';

const wrong = (code: Problem['code'], path: string, message: string): Problem => ({ code, path, message });

export const handoverActs: Readonly<Record<string, RecordAct>> = {
  'handover.prepared': beginning<HandoverState, typeof handoverPreparedSchema>('handover', {
    by: 'station',
    schema: handoverPreparedSchema,
    judge: ({ lines, totals, listHash }) => {
      if (new Set(lines.map(({ caseId }) => caseId)).size < lines.length) return wrong('invalid_body', 'body.lines', '同一个办件列了两次。请重新选办件。');
      const counted = totalsOf(lines);
      const isSame = (['cases', 'originals', 'copies', 'photos'] as const).every((key) => counted[key] === totals[key]);
      if (!isSame) return wrong('invalid_body', 'body.totals', '合计和清单对不上。请重新生成交接单。');
      return listHashOf(lines) === listHash ? null : wrong('invalid_body', 'body.listHash', '清单和它的校验值对不上。请重新生成交接单。');
    },
    begin: (prepared, op) => ({ status: 'prepared', prepared, preparedBy: op.author.name, signed: null, cancelled: null, told: [] }),
    text: ({ no, department, totals }) => `交接单 ${no}，交${department}：${totals.cases} 件，原件 ${totals.originals} 份`
  }),
  'handover.signed': changing<HandoverState, typeof handoverSignedSchema>('handover', {
    by: 'station',
    schema: handoverSignedSchema,
    from: ['prepared'],
    judge: (state, { signatures, onPaper, paper, receiver }) => {
      if (paper.no !== state.prepared.no) return wrong('invalid_body', 'body.paper.no', '这份文书不是这张交接单。请重新打开交接单再签。');
      const signed = (role: 'handler' | 'receiver') => signatures.some((each) => each.role === role);
      if (onPaper !== true && !(signed('handler') && signed('receiver') && signatures.some(({ name }) => name === receiver.name)))
        return wrong('invalid_body', 'body.signatures', '请移交人和接收人都签名。在打印件上签的，请选“已在纸上签”。');
      return wrongPaper(paper, signatures);
    },
    change: (_state, body, op) => ({ status: 'signed', signed: { ...body, opId: op.opId, at: op.at, by: op.author.name } }),
    text: ({ receiver, differences }) => `${receiver.unit}${receiver.name}签收${differences ? `，差异：${differences}` : '，数目相符'}`
  }),
  'handover.cancelled': changing<HandoverState, typeof handoverCancelledSchema>('handover', {
    by: 'station',
    schema: handoverCancelledSchema,
    from: ['prepared'],
    change: (_state, body) => ({ status: 'cancelled', cancelled: body }),
    text: ({ reason }) => `交接单作废：${reason}`
  }),
  'handover.told': changing<HandoverState, typeof handoverToldSchema>('handover', {
    by: 'station',
    schema: handoverToldSchema,
    from: ['signed', 'answered'],
    crosses: true,
    judge: (state, { caseId, on }) => {
      if (!state.prepared.lines.some((line) => line.caseId === caseId)) return wrong('invalid_body', 'body.caseId', '这张交接单里没有这个办件。');
      return state.signed !== null && on < state.signed.on ? wrong('invalid_body', 'body.on', '答复的日期不会早于交接那天。请改日期。') : null;
    },
    change: (state, body, op) => {
      const told = [...state.told, { ...body, opId: op.opId, at: op.at, recorder: op.author.name }];
      const isEnded = ({ caseId }: { caseId: string }) => {
        const last = told.findLast((each) => each.caseId === caseId);
        return last !== undefined && lastWords.has(last.word);
      };
      return { told, status: state.prepared.lines.every(isEnded) ? 'answered' : 'signed' };
    },
    text: ({ word, by, departmentNo, note }) =>
      [`部门答复：${toldLabels[word]}`, by, ...[departmentNo, note].filter((text) => text !== undefined && text !== '')].join('，')
  })
};
