/** Days and months as reports count them. */
import type { Period } from './numbers.ts';

const day = 86_400_000;
/** Every ISO day of a period, in order. */
export function daysOf({ from, through }: Period): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(through); at += day) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
export function dayPeriod(iso: string): Period {
  return { from: iso, through: iso };
}
/** The whole month in which the day lies. */
export function monthPeriod(iso: string): Period {
  const first = `${iso.slice(0, 7)}-01`;
  return { from: first, through: new Date(Date.parse(step(first, 'month', 1)) - day).toISOString().slice(0, 10) };
}
/** `count` days or months on (or back); of a month, its first day. */
export function step(iso: string, unit: 'day' | 'month', count: number): string {
  if (unit === 'day') return new Date(Date.parse(iso) + count * day).toISOString().slice(0, 10);
  const [year = 0, month = 1] = iso.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10);
}
