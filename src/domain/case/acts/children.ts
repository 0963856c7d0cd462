/** Acts on the children of a joint case (M7–M9): each department decides on its own; the joint case's status is their sum. */
import * as z from 'zod/mini';
import { shortDate } from '../../calendar/words.ts';
import { childrenOf, isJoint, later, withChild, type Child, type Standing } from '../../bundle/children.ts';
import { childNoSchema } from '../../bundle/schemas.ts';
import type { Problem } from '../problem.ts';
import { isoDateSchema, shortSchema } from '../schemas.ts';
import { steps } from '../machine.ts';
import type { CaseState } from '../state.ts';
import { caseAct, type CaseAct } from './act.ts';

/** `name`: the child's, for 经过. `on`: the day on the calendar of whoever acts. */
const child = { no: childNoSchema, name: shortSchema, on: isoDateSchema };

/** `caseNo`: the joint case's official number, the same for all its children. `jointDue`: of the whole, at the first acceptance. */
export const childAcceptedSchema = z.object({
  ...child,
  caseNo: z.string().check(z.maxLength(50)),
  due: z.nullable(isoDateSchema),
  jointDue: z.nullable(isoDateSchema),
  note: z.optional(shortSchema)
});
export const childNotAcceptedSchema = z.object({ ...child, reason: shortSchema, basis: shortSchema, whereTo: z.optional(shortSchema) });
export const childCompletedSchema = z.object({ ...child, outcome: z.enum(['approved', 'refused']), result: shortSchema, explain: z.optional(shortSchema) });
export const childWithdrawnSchema = z.object({ ...child, reason: shortSchema });
/** `evidence`: what the resident showed, e.g. 户口簿上有孩子那一页. */
export const elsewhereDoneSchema = z.object({ ...child, evidence: shortSchema });

/** The first thing that is wrong with acting on this child now. */
function standsAt(state: CaseState, no: string, allowed: readonly Standing[], hint: string): Problem | null {
  const found = childrenOf(state).find((each) => each.no === no);
  if (!isJoint(state) || found === undefined) {
    return { code: 'wrong_state', path: 'body.no', message: '这个办件里没有这个子事项。请刷新后从列出的子事项里选。' };
  }
  return allowed.includes(found.now) ? null : { code: 'wrong_state', path: 'body.no', message: `“${found.name}”${why(found)}${hint}` };
}
function why(found: Child): string {
  switch (found.now) {
    case 'awaiting':
      return `还在等前序“${found.waitsFor.join('”“')}”，`;
    case 'blocked':
      return `的前序“${found.waitsFor.join('”“')}”没办成，`;
    case 'elsewhere':
    case 'done':
      return '不在这里办，';
    case 'ready':
      return '还没受理，';
    case 'accepted':
      return '已经受理，';
    default:
      return '已经有结果，';
  }
}

export const childActs: Readonly<Record<string, CaseAct>> = {
  'case.childAccepted': caseAct({
    by: 'county',
    schema: childAcceptedSchema,
    from: steps['case.childAccepted'].from,
    judge: (state, body) => standsAt(state, body.no, ['ready'], '现在不能受理。请刷新后按现在的状态办。'),
    change: (state, body, { opId }) => ({
      ...withChild(state, body.no, { status: 'accepted', on: body.on, due: body.due, acceptedBy: opId }),
      caseNo: state.caseNo ?? body.caseNo,
      due: later(later(state.due, body.jointDue), body.due)
    }),
    text: (body) => `受理“${body.name}”，编号 ${body.caseNo}-${body.no}${body.due === null ? '' : `，${shortDate(body.due)}前办结`}`
  }),
  'case.childNotAccepted': caseAct({
    by: 'county',
    schema: childNotAcceptedSchema,
    from: steps['case.childNotAccepted'].from,
    judge: (state, body) => standsAt(state, body.no, ['ready', 'awaiting', 'blocked'], '不能再不予受理。请刷新后按现在的状态办。'),
    change: (state, { no, on, reason, basis, whereTo }, { opId }) =>
      withChild(state, no, { status: 'notAccepted', on, due: null, decision: { reason, basis, ...(whereTo !== undefined && { whereTo }) }, decidedBy: opId }),
    text: (body) => `不予受理“${body.name}”：${body.reason}`
  }),
  'case.childCompleted': caseAct({
    by: 'county',
    schema: childCompletedSchema,
    from: steps['case.childCompleted'].from,
    judge: (state, body) => standsAt(state, body.no, ['accepted'], '现在不能办结。请先受理，再办结。'),
    change: (state, { no, on, outcome, result, explain }, { opId }) => {
      const { due = null, acceptedBy } = state.children?.[no] ?? {};
      const decision = { outcome, result, ...(explain !== undefined && { explain }) };
      return withChild(state, no, { status: 'completed', on, due, decision, decidedBy: opId, ...(acceptedBy !== undefined && { acceptedBy }) });
    },
    text: (body) => `办结“${body.name}”，${body.outcome === 'approved' ? '准予' : '不予'}：${body.result}`
  }),
  'case.childWithdrawn': caseAct({
    by: 'station',
    schema: childWithdrawnSchema,
    from: steps['case.childWithdrawn'].from,
    crosses: true,
    judge: (state, body) => standsAt(state, body.no, ['ready', 'awaiting', 'blocked', 'accepted'], '不能撤回。请看它现在的状态。'),
    change: (state, { no, on, reason }) => withChild(state, no, { status: 'withdrawn', on, due: null, note: reason }),
    text: (body) => `撤回“${body.name}”：${body.reason}`
  }),
  'case.elsewhereDone': caseAct({
    by: 'station',
    schema: elsewhereDoneSchema,
    from: steps['case.elsewhereDone'].from,
    crosses: true,
    // Two workers may hear of it, each on their own.
    judge: (state, body) => standsAt(state, body.no, ['elsewhere', 'done'], '不用登记已办好。'),
    change: (state, { no, on, evidence }) =>
      state.children?.[no] === undefined ? withChild(state, no, { status: 'completed', on, due: null, note: evidence }) : {},
    text: (body) => `“${body.name}”已在别处办好：${body.evidence}`
  })
};

/** A joint case is decided child by child; refusing or withdrawing it whole stays possible until one is accepted. */
export function judgeWhole(state: CaseState, type: string): Problem | null {
  if (!isJoint(state)) return null;
  const hasBegun = Object.values(state.children ?? {}).some(({ acceptedBy }) => acceptedBy !== undefined);
  if (type !== 'case.accepted' && type !== 'case.completed' && !(type === 'case.notAccepted' && hasBegun)) return null;
  return { code: 'wrong_state', path: 'type', message: '这是联办件，请在“联办事项”里逐项受理、不予受理和办结。' };
}

/** One department has accepted; another, whose child became free only now, may still tell what is missing. */
export function mayStillCorrect(state: CaseState, type: string): boolean {
  return type === 'case.correctionRequested' && state.status === 'accepted' && childrenOf(state).some(({ now }) => now === 'ready');
}
