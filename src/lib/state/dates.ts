/** The device's clock in words. The day is China's, as the device judges it, whatever zone the tablet is set to. */
import { shortDate } from '#domain/calendar/words.ts';

const two = (n: number) => String(n).padStart(2, '0');
const chinaOffset = 8 * 3_600_000;

export function localDay(at: Date = new Date()): string {
  return new Date(at.getTime() + chinaOffset).toISOString().slice(0, 10);
}
/** 09:41:07 */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
/** 09:41 */
export function shortTime(iso: string): string {
  return clockTime(iso).slice(0, 5);
}
/** 11月26日 15:20 */
export function dayAndTime(iso: string): string {
  const at = new Date(iso);
  return `${shortDate(localDay(at))} ${shortTime(iso)}`;
}
/** 11-19, for watermarks. */
export function monthDay(at: Date = new Date()): string {
  return localDay(at).slice(5);
}
