/** The device's clock in words. Local days, since a case belongs to the day at the station. */
const two = (n: number) => String(n).padStart(2, '0');

export function localDay(at: Date = new Date()): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
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
  return `${at.getMonth() + 1}月${at.getDate()}日 ${shortTime(iso)}`;
}
/** 11-19, for watermarks. */
export function monthDay(at: Date = new Date()): string {
  return localDay(at).slice(5);
}
