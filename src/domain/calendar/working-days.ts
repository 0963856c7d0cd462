/**
 * Working days (工作日) and natural days (rules 2.9; 行政许可法 §82). Day 0 is the day of the act, counting starts on the
 * next day. The holiday table is data in the catalogue; a year that is absent is weekends only, marked as an estimate.
 */
import type { CalendarYear } from '../catalogue/format.ts';
import { fromDayCount, toDayCount, weekday } from './iso-date.ts';

export type Calendar = Record<string, CalendarYear>;
export type DayLimit = { value: number; unit: 'workingDay' | 'naturalDay' };
/** `estimated`: some year on the way has no published table (节假日表未发布，预估). */
export type DueDay = { date: string; estimated: boolean };

type DayKinds = { off: Set<string>; work: Set<string> };
const known = new WeakMap<CalendarYear, DayKinds>();

function kinds(year: CalendarYear): DayKinds {
  let found = known.get(year);
  if (!found) {
    found = { off: new Set(year.off), work: new Set(year.work) };
    known.set(year, found);
  }
  return found;
}

export function isWorkingDay(iso: string, calendar: Calendar): boolean {
  const year = calendar[iso.slice(0, 4)];
  if (year) {
    const { off, work } = kinds(year);
    if (off.has(iso)) return false;
    if (work.has(iso)) return true;
  }
  const day = weekday(iso);
  return day !== 0 && day !== 6;
}

/** The last day of a limit that starts to run after `start`. */
export function addDays(start: string, limit: DayLimit, calendar: Calendar): DueDay {
  let day = toDayCount(start);
  if (limit.unit === 'naturalDay') return { date: fromDayCount(day + limit.value), estimated: false };
  let estimated = calendar[start.slice(0, 4)] === undefined;
  let date = start;
  for (let left = limit.value; left > 0;) {
    date = fromDayCount(++day);
    if (calendar[date.slice(0, 4)] === undefined) estimated = true;
    if (isWorkingDay(date, calendar)) left--;
  }
  return { date, estimated };
}

/** Working days after `from` up to and with `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(from: string, to: string, calendar: Calendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let count = 0;
  const end = toDayCount(to);
  for (let day = toDayCount(from) + 1; day <= end; day++) if (isWorkingDay(fromDayCount(day), calendar)) count++;
  return count;
}

/** Days within which the county accepts or tells everything that is missing, once (行政许可法 §32). */
export const noticeDays = 5;

/** 收件第 N 天/5: N on `today`; 0 on the day of intake. */
export function dayNumber(receivedOn: string, today: string, calendar: Calendar): number {
  return Math.max(0, workingDaysBetween(receivedOn, today, calendar));
}

/** Last day for acceptance or the one-time notice; after it the case counts as accepted since intake. */
export function noticeDue(receivedOn: string, calendar: Calendar): DueDay {
  return addDays(receivedOn, { value: noticeDays, unit: 'workingDay' }, calendar);
}
