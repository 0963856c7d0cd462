/**
 * What several people gave for one place without knowing of each other (SPEC P90-P93). No clock and no author wins: every value stays
 * until somebody who knows of it gives another or chooses.
 */
import type { Operation } from './operations.ts';
import type { CaseState, Conflict, Given, TimelineEntry, VisitState } from './state.ts';

type Act = Pick<Operation, 'opId' | 'base' | 'dependsOn' | 'author' | 'at'>;

/**
 * Whether the author of `act` knew of an earlier act of its stream, by `opId`. `base` counts what had come from the county and the
 * device's own acts before it; the latter are named in `dependsOn` until they come from the county, wherever they stand there.
 */
export function knownTo(act: Act, timeline: readonly TimelineEntry[]): (opId: string) => boolean {
  const own = new Set(act.dependsOn);
  const through = act.base - timeline.filter(({ opId }) => own.has(opId)).length;
  const seen = new Set(timeline.slice(0, Math.max(0, through)).map(({ opId }) => opId));
  return (opId) => own.has(opId) || seen.has(opId);
}

export function givenBy<V>(act: Act, value: V, chosen?: string): Given<V> {
  return { opId: act.opId, by: act.author.name, authorId: act.author.id, at: act.at, value, ...(chosen !== undefined && { chosen }) };
}

/** `mine` stands in the place of the first that its author knew of or gave; it stands beside the others. */
export function give<V>(before: readonly Given<V>[], mine: Given<V>, knows: (opId: string) => boolean): Given<V>[] {
  const replaced = (given: Given<V>) => given.authorId === mine.authorId || knows(given.opId);
  const first = before.findIndex(replaced);
  if (first < 0) return [...before, mine];
  return before.flatMap((given, at) => (at === first ? [mine] : replaced(given) ? [] : [given]));
}

/** Those who gave the same stand together: alone they are no conflict. */
export function byValue<V>(values: readonly Given<V>[]): Given<V>[][] {
  const found = new Map<string, Given<V>[]>();
  for (const given of values) {
    const key = canonical(given.value);
    found.set(key, [...(found.get(key) ?? []), given]);
  }
  return [...found.values()];
}
function disagree(values: readonly Given<unknown>[]): boolean {
  return values.length > 1 && byValue(values).length > 1;
}

/** Keys in one order: a form on one tablet may write them in another than a form on the next. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part
  );
}

/** Places with more than one value, in the order in which they came to be disputed. The first value of each stands until a person decides. */
export function conflictsOf(state: Pick<CaseState, 'given'>): Conflict[] {
  return Object.entries(state.given ?? {}).flatMap(([place, values]) => (disagree(values) ? [{ place, values }] : []));
}
/** Closings of one visit that say different things; empty when they agree. */
export function closingsInConflict({ closings = [] }: Pick<VisitState, 'closings'>): NonNullable<VisitState['closings']> {
  return disagree(closings) ? closings : [];
}
