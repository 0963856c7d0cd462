/** 一次性告知 is once (M17; 行政许可法 §32): a second notice takes somebody who answers for it, with a reason, and counts as a defect. */
import { mayStillCorrect } from './acts/children.ts';
import type { Correction } from './operations.ts';
import type { Problem } from './problem.ts';
import type { CaseState } from './state.ts';

/** Of a joint case each department has its own first notice. */
export function isSecondNotice(state: CaseState): boolean {
  return noticesOf(state) > 0 && !mayStillCorrect(state, 'case.correctionRequested');
}
/** How many notices beyond the one the person got. */
export function extraNotices(state: CaseState): number {
  return Math.max(0, noticesOf(state) - 1);
}
function noticesOf(state: CaseState): number {
  return state.timeline.filter(({ type }) => type === 'case.correctionRequested').length;
}

export function judgeNotice(state: CaseState, { again }: Correction): Problem | null {
  if (!isSecondNotice(state) || (again !== undefined && again.reason.trim() !== '')) return null;
  return {
    code: 'not_allowed',
    path: 'body.again',
    message: '这件已经一次性告知过。再发一次要由县级负责人写明原因，并记一次质量缺陷。'
  };
}
