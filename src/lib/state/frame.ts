import { zh } from '#lib/messages/zh.ts';
import type { DeviceStatus } from './types.ts';

const dayMs = 86_400_000;
/** Midnight at the start of the local day. */
const dayOf = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** 今天, 昨天, N 天前: whole local days between two instants. */
export function ageInWords(iso: string, now = new Date()): string {
  const days = Math.round((dayOf(now) - dayOf(new Date(iso))) / dayMs);
  return days <= 0 ? zh.status.today : days === 1 ? zh.status.yesterday : zh.status.daysAgo(days);
}

/** 11月19日 */
export const monthDay = (iso: string): string => new Date(iso).toLocaleDateString('zh-CN', { month: 'long', day: 'numeric' });
/** 09:06 */
export const clock = (iso: string): string => new Date(iso).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
/** 11月19日 星期四, of an ISO date. */
export const dateWithWeekday = (date: string): string => {
  const at = new Date(`${date}T00:00`);
  return `${at.toLocaleDateString('zh-CN', { month: 'long', day: 'numeric' })} ${at.toLocaleDateString('zh-CN', { weekday: 'long' })}`;
};
/** 今天 08:21, 昨天 16:40, 11月3日 09:00 */
export function momentInWords(iso: string, now = new Date()): string {
  const days = Math.round((dayOf(now) - dayOf(new Date(iso))) / dayMs);
  return `${days <= 0 ? zh.status.today : days === 1 ? zh.status.yesterday : monthDay(iso)} ${clock(iso)}`;
}

/** The status line's words on the catalogue. */
export const catalogueWords = (catalogue: DeviceStatus['catalogue']): { version: string; age: string } | null =>
  catalogue && { version: monthDay(catalogue.publishedAt), age: ageInWords(catalogue.fetchedAt) };
