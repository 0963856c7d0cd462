/** How long a draft lies on a tablet (PIPL §19: no longer than needed). It names a person, and no county has it. */
import { fromDayCount, toDayCount } from '../calendar/iso-date.ts';
import { chinaDay } from '../calendar/china-day.ts';

/** Days since somebody last wrote in it, unless the county says otherwise; and for how many it is said beforehand. */
export const draftDays = 30;
export const warnDays = 7;

/** The last day of a draft that was last saved at `savedAt` (ISO). */
export function draftEnd(savedAt: string, days: number): string {
  return fromDayCount(toDayCount(chinaDay(savedAt)) + days);
}

export function isEnding(end: string, today: string): boolean {
  return toDayCount(end) - toDayCount(today) <= warnDays;
}

/**
 * Whether it goes at this contact: its time is over, and it has stood under warning for the whole time, by the county's clock. So a tablet whose
 * clock was wrong when the draft was saved clears nothing that nobody was told of. `warnedAt`: null before the first contact that found it ending.
 */
export function isOver(savedAt: string, warnedAt: string | null, now: string, days: number): boolean {
  if (warnedAt === null) return false;
  const today = chinaDay(now);
  return draftEnd(savedAt, days) < today && toDayCount(today) - toDayCount(chinaDay(warnedAt)) >= warnDays;
}
