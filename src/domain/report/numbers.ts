/**
 * The station's day and month in numbers (M34). Rates are of those that can have the property, and null where there are none: nothing
 * is 100 % of nothing. A withdrawn or voided case was received all the same.
 */
import type { CaseFacts, VisitFacts } from './facts.ts';

/** ISO days, both included. */
export type Period = { from: string; through: string };
/** `part` of `whole`; null when there is no whole. */
export type Rate = { part: number; whole: number; rate: number | null };
export type RatingCounts = { bad: number; rectified: number };
export type StationNumbers = {
  /** 收件量, and how it came in. */ received: number;
  home: number;
  offline: number;
  accepted: number;
  completed: number;
  delivered: number;
  /** 按时率: of the cases decided in the period that have a due day, those decided by then. */ onTime: Rate;
  /** 一次办结率: of the cases decided in the period, those for which nobody was asked to mend anything. */ oneGo: Rate;
  /** 补正率: of the cases received in the period, those that were sent back once or more. */ correction: Rate;
  /** 容缺率: of the cases received in the period, those taken in with a material put off. */ deferral: Rate;
  /** 上门数: visits of the period that took place. */ visits: number;
  /** Of the period's planned visits, where nobody was there. */ absent: number;
  /** 差评整改; null where this device doesn't know the ratings: they are the county's. */ ratings: RatingCounts | null;
};
export type ItemNumbers = { itemId: string; name: string; received: number; completed: number };

export function within(day: string | null, { from, through }: Period): boolean {
  return day !== null && day >= from && day <= through;
}
export function rateOf(part: number, whole: number): Rate {
  return { part, whole, rate: whole === 0 ? null : part / whole };
}

export function numbersOf(cases: readonly CaseFacts[], visits: readonly VisitFacts[], period: Period, ratings: RatingCounts | null): StationNumbers {
  const received = cases.filter(({ receivedOn }) => within(receivedOn, period));
  const completed = cases.filter(({ completedOn }) => within(completedOn, period));
  const withDue = completed.filter(({ due }) => due !== null);
  const planned = visits.filter(({ date }) => within(date, period));
  const count = <T>(of: readonly T[], has: (each: T) => boolean) => of.filter(has).length;
  return {
    received: received.length,
    home: count(received, ({ place }) => place === 'home'),
    offline: count(received, ({ offline }) => offline),
    accepted: count(cases, ({ acceptedOn }) => within(acceptedOn, period)),
    completed: completed.length,
    delivered: count(cases, ({ deliveredOn }) => within(deliveredOn, period)),
    onTime: rateOf(
      count(withDue, ({ completedOn, due }) => (completedOn ?? '') <= (due ?? '')),
      withDue.length
    ),
    oneGo: rateOf(
      count(completed, ({ corrections }) => corrections === 0),
      completed.length
    ),
    correction: rateOf(
      count(received, ({ corrections }) => corrections > 0),
      received.length
    ),
    deferral: rateOf(
      count(received, ({ deferred }) => deferred),
      received.length
    ),
    visits: count(planned, ({ status }) => status === 'done'),
    absent: count(planned, ({ status }) => status === 'absent'),
    ratings
  };
}

/** Cases received a day, every day of the period. `days`: ISO days in order. */
export function receivedByDay(cases: readonly CaseFacts[], days: readonly string[]): { day: string; received: number; completed: number }[] {
  return days.map((day) => ({
    day,
    received: cases.filter(({ receivedOn }) => receivedOn === day).length,
    completed: cases.filter(({ completedOn }) => completedOn === day).length
  }));
}

/** Most received first; items of which nothing happened in the period are left out. */
export function byItem(cases: readonly CaseFacts[], period: Period): ItemNumbers[] {
  const found = new Map<string, ItemNumbers>();
  for (const each of cases) {
    const [received, completed] = [within(each.receivedOn, period) ? 1 : 0, within(each.completedOn, period) ? 1 : 0];
    if (received + completed === 0) continue;
    const row = found.get(each.itemId) ?? { itemId: each.itemId, name: each.itemName, received: 0, completed: 0 };
    found.set(each.itemId, { ...row, received: row.received + received, completed: row.completed + completed });
  }
  return [...found.values()].sort((a, b) => b.received - a.received || b.completed - a.completed || (a.name < b.name ? -1 : 1));
}

/** An item that a village saw once or twice leads to a person: what leaves the station tells of such items together. */
export const fewest = 3;
export function withoutFew(items: readonly ItemNumbers[], together: string): ItemNumbers[] {
  const few = items.filter(({ received, completed }) => Math.max(received, completed) < fewest);
  if (few.length === 0) return [...items];
  const sum = few.reduce((all, { received, completed }) => ({ received: all.received + received, completed: all.completed + completed }), {
    received: 0,
    completed: 0
  });
  return [...items.filter((item) => !few.includes(item)), { itemId: '', name: together, ...sum }];
}
