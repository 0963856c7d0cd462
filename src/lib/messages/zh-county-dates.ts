/** Days, moments and sizes in the words of the county console. Moments are shown in the clerk's own time zone. */
import { say } from './zh-county.ts';

/** `2026-11-26` → 11月26日; another year than today's is named. */
export function dayWords(day: string, today: string): string {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return day;
  const short = `${month}月${date}日`;
  return String(year) === today.slice(0, 4) ? short : `${year}年${short}`;
}

/** `1939-03-08` → 1939年3月8日. */
export function fullDayWords(day: string): string {
  return dayWords(day, '');
}

/** The calendar day of a moment, as this computer counts days. */
export function localDay(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

export function timeWords(moment: Date): string {
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** 11月19日 09:52. */
export function momentWords(iso: string, today: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return `${dayWords(localDay(moment), today)} ${timeWords(moment)}`;
}

/** 今天 17:42 / 昨天 09:10 / 3 天前 / 从没. */
export function agoWords(iso: string | null, now: Date): string {
  if (iso === null) return say.stations.never;
  const moment = new Date(iso);
  const days = Math.round((midnight(now) - midnight(moment)) / 86_400_000);
  if (days <= 0) return say.stations.today(timeWords(moment));
  return days === 1 ? say.stations.yesterday(timeWords(moment)) : say.stations.daysAgo(days);
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

function midnight(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
