/** The children of a joint case, each with its own status, number and due date, and the joint case's status as their sum (M7–M9; rules 2.8). */
import type { CaseState, CaseStatus } from '../case/state.ts';
import type { ChildFacts, ChildPlan } from './schemas.ts';

/**
 * `awaiting`: 待前序. `blocked`: a predecessor came to nothing, so that this one can't be accepted any more. `ended`: the whole case was
 * returned or voided. `elsewhere`: another body's, not done yet.
 * `done`: another body's, done.
 */
export type Standing = 'awaiting' | 'ready' | 'blocked' | 'accepted' | 'approved' | 'refused' | 'notAccepted' | 'withdrawn' | 'ended' | 'elsewhere' | 'done';
const underWay: ReadonlySet<Standing> = new Set(['awaiting', 'ready', 'blocked', 'accepted']);
export type Child = ChildPlan & {
  here: boolean;
  now: Standing;
  /** 子办件编号: the joint case's official number and its own; the local joint number's until the first acceptance. */
  ownNo: string;
  due: string | null;
  /** The day since which nothing keeps it from acceptance; null while something does. The county's five days run from there. */
  readyOn: string | null;
  /** Names of the predecessors that it still waits for, or that came to nothing. */
  waitsFor: string[];
  facts: ChildFacts | null;
};

const settledStatus: ReadonlySet<ChildFacts['status']> = new Set(['completed', 'notAccepted', 'withdrawn']);

/** A joint case whose children go their own ways; a joint case of an earlier protocol goes as one. */
export function isJoint(state: Pick<CaseState, 'received'>): boolean {
  return state.received.bundle?.children?.some(({ standing }) => standing === 'here') === true;
}

export function childrenOf(state: Pick<CaseState, 'received' | 'children' | 'status' | 'caseNo'>): Child[] {
  const { bundle, receivedOn } = state.received;
  const plans = new Map((bundle?.children ?? []).map((plan) => [plan.no, plan]));
  const made = new Map<string, Child>();
  const childOf = (plan: ChildPlan): Child => {
    const known = made.get(plan.no);
    if (known !== undefined) return known;
    const facts = state.children?.[plan.no] ?? null;
    const here = plan.standing === 'here';
    const before = plan.after.flatMap((no) => {
      const other = plans.get(no);
      return other === undefined ? [] : [childOf(other)];
    });
    const failed = before.filter(({ now }) => now === 'refused' || now === 'notAccepted' || now === 'withdrawn' || now === 'ended' || now === 'blocked');
    const open = before.filter(({ now }) => now !== 'approved' && now !== 'done');
    const readyOn = open.length > 0 ? null : before.reduce((last, { facts: theirs }) => later(last, theirs?.on ?? null) ?? last, receivedOn);
    const child: Child = {
      ...plan,
      here,
      now: here ? standingHere(state.status, facts, failed.length > 0, open.length > 0) : plan.standing === 'done' || facts !== null ? 'done' : 'elsewhere',
      ownNo: `${state.caseNo ?? bundle?.jointNo ?? ''}-${plan.no}`,
      due: facts?.due ?? null,
      readyOn,
      waitsFor: (failed.length > 0 ? failed : open).map(({ name }) => name),
      facts
    };
    made.set(plan.no, child);
    return child;
  };
  return [...plans.values()].map(childOf);
}

function standingHere(joint: CaseStatus, facts: ChildFacts | null, failed: boolean, open: boolean): Standing {
  if (facts?.status === 'completed')
    return facts.decision !== undefined && 'outcome' in facts.decision && facts.decision.outcome === 'refused' ? 'refused' : 'approved';
  if (facts !== null && facts.status !== 'accepted') return facts.status;
  // What ended the joint case as a whole ended each child that was still open.
  if (joint === 'withdrawn' || joint === 'notAccepted') return joint;
  if (joint === 'returned' || joint === 'voided') return 'ended';
  if (facts !== null) return 'accepted';
  return failed ? 'blocked' : open ? 'awaiting' : 'ready';
}

/** A department has still to decide on it, or to begin. */
export function isUnderWay({ now }: Pick<Child, 'now'>): boolean {
  return underWay.has(now);
}

/** The case with new facts of one child: its status, number and day follow from all of them. */
export function withChild(state: CaseState, no: string, facts: ChildFacts): Pick<CaseState, 'children' | 'status'> {
  const children = { ...state.children, [no]: facts };
  return { children, status: jointStatus({ ...state, children }) };
}

/** Over when each child is; accepted from the first acceptance on; before that as it was. One decided in the resident's favour makes it 办结. */
export function jointStatus(state: Pick<CaseState, 'received' | 'children' | 'status' | 'correction'>): CaseStatus {
  const here = (state.received.bundle?.children ?? []).filter(({ standing }) => standing === 'here').map(({ no }) => state.children?.[no]?.status ?? null);
  const has = (status: ChildFacts['status']) => here.includes(status);
  if (here.every((status) => status !== null && settledStatus.has(status)))
    return has('completed') ? 'completed' : has('notAccepted') ? 'notAccepted' : 'withdrawn';
  if (state.correction !== null) return 'correction';
  // Its own to end: a pre-check by its answer, a special procedure by the county.
  if (state.status === 'preReturned' || state.status === 'suspended') return state.status;
  return has('accepted') || has('completed') ? 'accepted' : 'received';
}

export function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Whose result may be given to the resident now: each as it comes, or all when the last is there (统一送达, M9). */
export function deliverable(state: Pick<CaseState, 'received' | 'children' | 'status' | 'caseNo'>): Child[] {
  const here = childrenOf(state).filter((child) => child.here);
  const decided = here.filter(({ now }) => now === 'approved' || now === 'refused' || now === 'notAccepted');
  return state.received.bundle?.delivery === 'separately' || !here.some(isUnderWay) ? decided : [];
}
