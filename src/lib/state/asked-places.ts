/** What the county asks to be mended, by place on the intake page: its correction notice, its pre-check, or why it refused the record. */
import type { CaseView } from '#device/api.ts';
import { cases } from '#lib/messages/zh-intake.ts';

export type Ask = { problem: string; remedy: string };

/** `body.answers.applicantPhone` and `answers.applicantPhone` name the same place. */
export function placeOf(path: string): string {
  const parts = path.split('.');
  const start = parts.findIndex((part) => part === 'answers' || part === 'materials' || part === 'situation' || part === 'signatures');
  return start < 0 ? path : parts.slice(start, start + 2).join('.');
}

export function countyAsks(view: CaseView | null): Map<string, Ask> {
  const asks = new Map<string, Ask>();
  for (const item of (view?.state.correction ?? view?.state.preReview)?.items ?? []) {
    if (item.target === 'other') continue;
    asks.set(`${item.target === 'field' ? 'answers' : 'materials'}.${item.key}`, { problem: item.problem, remedy: item.remedy });
  }
  const rejection = view?.row.rejection;
  if (rejection) asks.set(placeOf(rejection.path), { problem: rejection.message, remedy: cases.step.rejectedHelp });
  return asks;
}
