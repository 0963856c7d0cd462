/** 原件去向: an original never changes hands without an act that says to whom (M9). */
import { holdingsOf, originalPlaceLabels, originalsMovedSchema, type OriginalsMoved } from '../../handing/originals.ts';
import { wrongPaper } from '../../handing/signed-paper.ts';
import type { Problem } from '../problem.ts';
import type { CaseState } from '../state.ts';
import { everyStatus } from '../status.ts';
import { caseAct, type CaseAct } from './act.ts';
import { refusal } from './refusal.ts';

export const originalActs: Readonly<Record<string, CaseAct>> = {
  'case.originalsMoved': caseAct({
    by: 'station',
    schema: originalsMovedSchema,
    from: everyStatus,
    crosses: true,
    judge: (state, body) => wrongMove(state, body),
    change: (state, { paper, signatures, ...body }, op) => ({
      originalsMoves: [...(state.originalsMoves ?? []), { ...body, opId: op.opId, at: op.at, by: op.author.name, paperNo: paper?.no ?? null }],
      ...(paper !== undefined && { papers: [...(state.papers ?? []), { paper, signatures, opId: op.opId, at: op.at, by: op.author.name }] })
    }),
    text: ({ from, to, moves, who, place }) => {
      const verb = to === 'resident' ? '退还原件给' : to === 'station' && from === 'department' ? '取回原件，经手' : `原件${verbs[to]}，经手`;
      return `${verb}${who}${place === undefined || place === '' ? '' : `（${place}）`}：${moves.map(({ name, count }) => `${name} ${count} 份`).join('、')}`;
    }
  })
};
const verbs = { station: '改放', department: '移交部门', resident: '退还', archive: '归档' } as const;

function wrongMove(state: CaseState, body: OriginalsMoved): Problem | null {
  const { from, to, moves, handoverId, signatures } = body;
  if (from === to && (from === 'department' || (body.place ?? '').trim() === ''))
    return refusal('invalid_body', 'body.place', '放在站里换地方的，请写放到哪里。');
  if (handoverId !== undefined && state.originalsMoves?.some((move) => move.handoverId === handoverId) === true)
    return refusal('wrong_state', 'body.handoverId', '这份交接单的原件已经记过。');
  const holdings = holdingsOf(state.materials, state.originalsMoves ?? []);
  const wanted = new Map<string, number>();
  for (const [at, { materialId, name, count }] of moves.entries()) {
    const sum = (wanted.get(materialId) ?? 0) + count;
    wanted.set(materialId, sum);
    const there = holdings.find((holding) => holding.materialId === materialId)?.[from] ?? 0;
    if (sum > there)
      return refusal('wrong_state', `body.moves.${String(at)}.count`, `“${name}”的原件${originalPlaceLabels[from]}只有 ${there} 份。请刷新后按现在的数登记。`);
  }
  if (to === 'resident' && !signatures.some(({ role }) => role === 'recipient') && (body.note ?? '').trim() === '')
    return refusal('invalid_body', 'body.signatures', '退还原件，请领取人签名。不能签的，请写明原因。');
  return wrongPaper(body.paper, signatures);
}
