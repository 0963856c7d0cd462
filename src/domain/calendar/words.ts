/** Days in the words of a form letter. */
import { isIsoDate, weekday } from './iso-date.ts';

/** 11月26日 */
export function shortDate(iso: string): string {
  return isIsoDate(iso) ? `${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日` : iso;
}

/** 2026年11月26日 */
export function longDate(iso: string): string {
  return isIsoDate(iso) ? `${iso.slice(0, 4)}年${shortDate(iso)}` : iso;
}

/** 星期四 */
export function weekdayWord(iso: string): string {
  return `星期${'日一二三四五六'.charAt(weekday(iso))}`;
}
