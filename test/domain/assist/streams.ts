/** Orders, mandates and visits as people write them. */
import { apply, judge } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { Problem } from '#domain/case/problem.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { act } from '../case/acts.ts';

export const chen = { id: 's001', name: '陈敏' };
export const zhou = { id: 's002', name: '周玲' };
export const luo = { id: 's010', name: '罗镇' };
export const wang = { id: 's008', name: '王慎' };
const countys = new Set(['order.takenAbove', 'order.passedOn', 'order.advised']);
export type Step = { type: string; body: unknown; author: Operation['author']; base?: number; dependsOn?: string[] };

/** What becomes of the acts in turn; the first that is refused ends it. */
export function lives(steps: readonly Step[], catalogue: Catalogue | null = null): { state: StreamState | null; problem: Problem | null; ops: Operation[] } {
  let state: StreamState | null = null;
  const ops: Operation[] = [];
  for (const { type, body, author, base, dependsOn } of steps) {
    const op = act(type, body, base ?? state?.revision ?? 0, { author, ...(dependsOn && { dependsOn }) });
    const problem = judge(state, op, countys.has(type) ? 'county' : 'station', { catalogue, today: '2026-11-19' });
    if (problem !== null) return { state, problem, ops };
    state = apply(state, op);
    ops.push(op);
  }
  return { state, problem: null, ops };
}

export const opened = { level: 'village', mode: 'guide', name: '李秀英', itemIds: ['elderly-allowance'], need: '走不动，要上门', fee: 0 };
export const opens = (body: object = {}): Step => ({ type: 'order.opened', body: { ...opened, ...body }, author: chen });
export const hands = (to: string, author: Operation['author'] = chen, reason = '卡在派出所'): Step => ({
  type: 'order.handedOver',
  body: { to, reason },
  author
});
