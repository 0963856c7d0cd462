/**
 * The case's way (rules 2.8), in one table: each act, who may do it, from which statuses, and to which it leads. `judge` asks it, the county
 * asks it who may decide, and no other place knows it.
 *
 * 已收件 → [预审退回] → 受理 | 不予受理 | 补正 → (补齐) 已收件 | (逾期) 退件; 受理 → (特别程序 ⇄ 恢复) → 办结. 撤回 before the decision; 作废 by a lead.
 */
import { openStatuses } from './open.ts';
import type { CaseStatus } from './state.ts';

/** `preReviewer`: a township's or the county's reviewer. `lead`: answers for the reviewers (县级负责人). */
export type Who = 'station' | 'preReviewer' | 'reviewer' | 'lead';
/** `to` null: the status stays, or (supply) is what the act answers. */
export type Step = { who: Who; from: readonly CaseStatus[]; to: CaseStatus | null };

/** The county has not yet said whether it accepts. */
const before = ['received', 'preReturned', 'correction'] as const satisfies readonly CaseStatus[];

export const steps = {
  'case.supplied': { who: 'station', from: openStatuses, to: null },
  'case.conflictResolved': { who: 'station', from: openStatuses, to: null },
  'case.withdrawn': { who: 'station', from: openStatuses, to: 'withdrawn' },
  'case.voidAsked': { who: 'station', from: openStatuses, to: null },
  'case.preReturned': { who: 'preReviewer', from: ['received'], to: 'preReturned' },
  'case.accepted': { who: 'reviewer', from: before, to: 'accepted' },
  'case.correctionRequested': { who: 'reviewer', from: ['received', 'preReturned'], to: 'correction' },
  'case.notAccepted': { who: 'reviewer', from: before, to: 'notAccepted' },
  'case.suspended': { who: 'reviewer', from: ['accepted'], to: 'suspended' },
  'case.resumed': { who: 'reviewer', from: ['suspended'], to: 'accepted' },
  'case.extended': { who: 'reviewer', from: ['accepted'], to: null },
  'case.completed': { who: 'reviewer', from: ['accepted'], to: 'completed' },
  'case.returned': { who: 'reviewer', from: openStatuses, to: 'returned' },
  'case.voided': { who: 'lead', from: openStatuses, to: 'voided' },
  // Of a joint case: each child's own way is in `bundle/children.ts`, the case's status their sum.
  'case.childAccepted': { who: 'reviewer', from: [...before, 'accepted'], to: null },
  'case.childNotAccepted': { who: 'reviewer', from: [...before, 'accepted'], to: null },
  'case.childCompleted': { who: 'reviewer', from: [...before, 'accepted'], to: null },
  'case.childWithdrawn': { who: 'station', from: openStatuses, to: null },
  'case.elsewhereDone': { who: 'station', from: openStatuses, to: null },
  'case.deferralExtended': { who: 'reviewer', from: openStatuses, to: null },
  'case.shareVerified': { who: 'reviewer', from: openStatuses, to: null },
  // 事后核查: the decision does not end the duty to check.
  'case.commitmentChecked': { who: 'reviewer', from: [...openStatuses, 'completed'], to: null }
} as const satisfies Record<string, Step>;
export type StepName = keyof typeof steps;

const byName: ReadonlyMap<string, Step> = new Map(Object.entries(steps));
export function stepOf(type: string): Step | undefined {
  return byName.get(type);
}
