/** When visits are (M21): overlaps are shown and both kept; what lies outside the station's hours is 延时 or 周末服务. */
import { isWorkingDay, type Calendar } from '../calendar/working-days.ts';
import { byValue } from '../case/given.ts';
import type { Given, VisitState } from '../case/state.ts';
import { minuteOf, usualMinutes, type Slot } from './visit.ts';

type Timed = Pick<VisitState, 'id' | 'plan' | 'status'>;
const lasts = ({ plan }: Timed) => [minuteOf(plan.time), minuteOf(plan.time) + (plan.minutes ?? usualMinutes)] as const;

/**
 * Visit → those it overlaps with, for planned ones of one day. Two named people may go to two homes at once; a visit that nobody is named
 * for may be anybody's. The county never drops one of two that were booked offline: people say which is moved.
 */
export function overlaps<V extends Timed>(visits: readonly V[]): Map<string, V[]> {
  const planned = visits.filter(({ status }) => status === 'planned');
  const found = new Map<string, V[]>();
  for (const [at, a] of planned.entries()) {
    for (const b of planned.slice(at + 1)) {
      const apart = a.plan.staff !== undefined && b.plan.staff !== undefined && a.plan.staff.id !== b.plan.staff.id;
      const [[aFrom, aTo], [bFrom, bTo]] = [lasts(a), lasts(b)];
      if (apart || a.plan.date !== b.plan.date || aTo <= bFrom || bTo <= aFrom) continue;
      found.set(a.id, [...(found.get(a.id) ?? []), b]);
      found.set(b.id, [...(found.get(b.id) ?? []), a]);
    }
  }
  return found;
}

/** Two workers moved one visit to different times without knowing of each other; empty when they agree. */
export function slotsInConflict({ slots = [] }: Pick<VisitState, 'slots'>): Given<Slot>[] {
  return slots.length > 1 && byValue(slots).length > 1 ? slots : [];
}

export type Span = { from: number; to: number };
const usualHours: readonly Span[] = [{ from: 9 * 60, to: 17 * 60 }];
/** `周一至周五 8:30—12:00，13:30—17:30` → minutes after midnight; 9 to 17 where no times can be read. */
export function openingHours(words: string): readonly Span[] {
  const times = [...words.matchAll(/(\d{1,2})[:：](\d{2})/g)].map(([, hours, minutes]) => Number(hours) * 60 + Number(minutes));
  const spans = times.flatMap((from, at) => (at % 2 === 0 && times[at + 1] !== undefined ? [{ from, to: times[at + 1] ?? 0 }] : []));
  return spans.length > 0 && spans.every(({ from, to }) => from < to && to <= 1440) ? spans : usualHours;
}

/** `usual`: in hours. `midday`: in the break. `extended`: before or after hours (延时服务). `weekend`: on a day off (周末、节假日服务). */
export type SlotKind = 'usual' | 'midday' | 'extended' | 'weekend';
export const slotKindLabels: Readonly<Record<Exclude<SlotKind, 'usual'>, string>> = { midday: '午间服务', extended: '延时服务', weekend: '周末服务' };
export function slotKind({ date, time, minutes = usualMinutes }: Slot, hours: readonly Span[], calendar: Calendar): SlotKind {
  if (!isWorkingDay(date, calendar)) return 'weekend';
  const [from, to] = [minuteOf(time), minuteOf(time) + minutes];
  if (hours.some((span) => from >= span.from && to <= span.to)) return 'usual';
  const [opens, closes] = [Math.min(...hours.map((span) => span.from)), Math.max(...hours.map((span) => span.to))];
  return from < opens || to > closes ? 'extended' : 'midday';
}
