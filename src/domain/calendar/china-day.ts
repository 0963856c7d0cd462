import { fromDayCount } from './iso-date.ts';

const day = 86_400_000;
/** China has one time, eight hours ahead of UTC, and no summer time. */
const ahead = 8 * 3_600_000;

/** The calendar day in China of an instant (ISO). */
export function chinaDay(at: string): string {
  return fromDayCount(Math.floor((Date.parse(at) + ahead) / day));
}
