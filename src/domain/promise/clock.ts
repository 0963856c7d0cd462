/**
 * The clock of a case (限时办结, M19; rules 2.8, 2.9): five working days until the county answers, then the promised days until it decides,
 * with what stood still in between. Every due day was computed by the county; this only reads it.
 */
import { addDays, noticeDays, noticeDue, workingDaysBetween, type Calendar, type DayLimit } from '../calendar/working-days.ts';
import { toDayCount } from '../calendar/iso-date.ts';
import type { Light } from '../calendar/light.ts';
import { light } from '../calendar/light.ts';
import type { CaseState, Stop } from '../case/state.ts';

export type ClockFacts = Pick<CaseState, 'status' | 'received' | 'due' | 'completeOn' | 'acceptedOn' | 'stops' | 'extension'>;
/** Days in `unit`. `held`: those that a special procedure took; `total` = `used` + `left`, without them. */
export type Clock = {
  kind: 'notice' | 'promised';
  unit: DayLimit['unit'];
  start: string;
  due: string;
  total: number;
  used: number;
  held: number;
  left: number;
  stopped: Stop | null;
  /** Some year on the way has no published table of days off (rules 2.9). */
  estimated: boolean;
};

/** Days of a unit after `from` up to and with `to`; negative when `to` lies before. */
export function daysBetween(from: string, to: string, unit: DayLimit['unit'], calendar: Calendar): number {
  return unit === 'naturalDay' ? toDayCount(to) - toDayCount(from) : workingDaysBetween(from, to, calendar);
}

/** Day from which the county's five days run: 收件, or the day on which all that it asked for was there. */
export function noticeStart({ received, completeOn }: Pick<ClockFacts, 'received' | 'completeOn'>): string {
  return completeOn ?? received.receivedOn;
}

/**
 * 视为受理 (行政许可法 §32): the county said nothing for five working days, so the case counts as accepted since the day that is answered;
 * null while it still may speak, and once it has.
 */
export function deemedSince(state: Pick<ClockFacts, 'status' | 'received' | 'completeOn'>, today: string, calendar: Calendar): string | null {
  const start = noticeStart(state);
  return isUnanswered(state.status) && today > noticeDue(start, calendar).date ? start : null;
}
const isUnanswered = (status: string) => status === 'received' || status === 'preReturned';

/** Null where no clock runs. `unit`: of the item's promised limit. */
export function clockOf(state: ClockFacts, unit: DayLimit['unit'], today: string, calendar: Calendar): Clock | null {
  if (isUnanswered(state.status)) {
    const start = noticeStart(state);
    const { date, estimated } = noticeDue(start, calendar);
    const used = within(workingDaysBetween(start, today, calendar), noticeDays);
    return { kind: 'notice', unit: 'workingDay', start, due: date, total: noticeDays, used, held: 0, left: noticeDays - used, stopped: null, estimated };
  }
  const { due, acceptedOn: start } = state;
  if ((state.status !== 'accepted' && state.status !== 'suspended') || due === null || start === undefined) return null;
  const stopped = state.stops?.find((stop) => stop.ended === null) ?? null;
  const heldOf = (stop: Stop) => Math.max(0, daysBetween(stop.since, stop.ended ?? today, unit, calendar));
  const over = (state.stops ?? []).filter((stop) => stop.ended !== null).reduce((sum, stop) => sum + heldOf(stop), 0);
  const total = Math.max(0, daysBetween(start, due, unit, calendar) - over);
  const used = within(daysBetween(start, stopped?.since ?? today, unit, calendar) - over, total);
  const { estimated } = addDays(start, { value: total, unit }, calendar);
  return { kind: 'promised', unit, start, due, total, used, held: over + (stopped === null ? 0 : heldOf(stopped)), left: total - used, stopped, estimated };
}
const within = (days: number, total: number) => Math.max(0, Math.min(total, days));

/** 亮灯 (M20) of the clock, in the words of its unit. */
export function clockLight(state: ClockFacts, unit: DayLimit['unit'], today: string, calendar: Calendar): Light {
  if (deemedSince(state, today, calendar) !== null) return { light: 'red', words: '满 5 日未答复，视为受理', daysLeft: 0 };
  const clock = clockOf(state, unit, today, calendar);
  // A joint case has no one day on which it was accepted, but a day all the same.
  const shown = light(state.status, clock?.due ?? state.due, today, calendar);
  if (clock?.unit !== 'naturalDay' || shown.daysLeft === null || clock.due === today) return shown;
  const daysLeft = daysBetween(today, clock.due, 'naturalDay', calendar);
  return { ...shown, daysLeft, words: daysLeft < 0 ? `超期 ${-daysLeft} 天` : `剩 ${daysLeft} 天` };
}

/** What is left of a limit that stood still from `since` until `on`, counted on from there: on its last day, the day itself. A limit that was over stays where it was. */
export function dueAfterStop(due: string, since: string, on: string, unit: DayLimit['unit'], calendar: Calendar): string {
  return since > due ? due : addDays(on, { value: daysBetween(since, due, unit, calendar), unit }, calendar).date;
}
