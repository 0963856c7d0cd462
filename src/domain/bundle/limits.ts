/** Due dates of a joint case (M19): each child by its own promised limit from its own acceptance, the whole by the longest (以最长子事项为准). */
import type { Calendar } from '../calendar/working-days.ts';
import { addDays } from '../calendar/working-days.ts';
import type { Received } from '../case/operations.ts';
import { later } from './children.ts';
import type { ChildPlan } from './schemas.ts';

/** `on`: the day of the child's acceptance. */
export function childDue(child: Pick<ChildPlan, 'limit'>, on: string, calendar: Calendar): string | null {
  return child.limit === null ? null : addDays(on, child.limit, calendar).date;
}

/**
 * From the first acceptance on: the bundle's own limit, or a child's that is longer. Working and natural days are compared by the day
 * that they end on. A child that waited for its predecessor runs on its own limit, and may end later than this.
 */
export function jointDue(bundle: NonNullable<Received['bundle']>, on: string, calendar: Calendar): string | null {
  const limits = [bundle.limit ?? null, ...(bundle.children ?? []).filter(({ standing }) => standing === 'here').map(({ limit }) => limit)];
  return limits.reduce<string | null>((last, limit) => later(last, limit === null ? null : addDays(on, limit, calendar).date), null);
}
