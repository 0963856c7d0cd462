/** Calendar days as ISO text (`2026-11-22`), computed without a clock or a time zone. */

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const monthShape = /^(\d{4})-(0[1-9]|1[0-2])$/;

function parts(iso: string): [year: number, month: number, day: number] | null {
  const match = shape.exec(iso);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? [year, month, day] : null;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isoOf(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day that exists. */
export function isIsoDate(text: string): boolean {
  return parts(text) !== null;
}

/** `2026-11`. */
export function isIsoMonth(text: string): boolean {
  return monthShape.test(text);
}

/** Days since 1970-01-01 (proleptic Gregorian; H. Hinnant's civil-day algorithm). Throws on what is no day. */
export function toDayCount(iso: string): number {
  const found = parts(iso);
  if (!found) throw new RangeError(`not a day: ${iso}`);
  const [year, month, day] = found;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

export function fromDayCount(count: number): string {
  const z = count + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return isoOf(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(iso: string): number {
  return (((toDayCount(iso) + 4) % 7) + 7) % 7;
}

/** The same day of the month so many months on, or that month's last day. */
export function addMonths(iso: string, months: number): string {
  const found = parts(iso);
  if (!found) throw new RangeError(`not a day: ${iso}`);
  const [year, month, day] = found;
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return isoOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** Completed years (周岁) on a day; null when either is no day or the birth lies ahead. A 29 February birthday completes on 1 March. */
export function completedYears(birth: string, on: string): number | null {
  const born = parts(birth);
  const day = parts(on);
  if (!born || !day || birth > on) return null;
  const before = day[1] < born[1] || (day[1] === born[1] && day[2] < born[2]);
  return day[0] - born[0] - (before ? 1 : 0);
}
