/**
 * The order of a day's stops without a map (M22): what was agreed by the hour stays by the hour; the worker's own order goes before all.
 * `byPlace` proposes one by division and the numbers in the address, so that one village, group and house number follow each other.
 */
import type { VisitState } from '../case/state.ts';

type Stop = Pick<VisitState, 'id' | 'plan'>;

/** In the worker's order where there is one; what it does not name comes where its time says. */
export function inRoute<V extends Stop>(visits: readonly V[], route: readonly string[]): V[] {
  const byTime = [...visits].sort((a, b) => compare(a.plan.time, b.plan.time) || compare(a.id, b.id));
  const sorted = route.flatMap((id) => byTime.find((visit) => visit.id === id) ?? []);
  for (const visit of byTime) {
    if (route.includes(visit.id)) continue;
    const after = sorted.findIndex(({ plan }) => plan.time > visit.plan.time);
    sorted.splice(after < 0 ? sorted.length : after, 0, visit);
  }
  return sorted;
}

/** One place after the other: by division, then by the address's words, its numbers as numbers (3 组 before 12 组), the time last. */
export function byPlace<V extends Stop>(visits: readonly V[]): V[] {
  return [...visits].sort(
    (a, b) =>
      compare(a.plan.division ?? '', b.plan.division ?? '') ||
      compareParts(partsOf(a.plan.address), partsOf(b.plan.address)) ||
      compare(a.plan.time, b.plan.time) ||
      compare(a.id, b.id)
  );
}

/** One up or down; at the end it stays. */
export function shifted(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  const next = ids.filter((each) => each !== id);
  next.splice(to, 0, id);
  return next;
}

const digits: Readonly<Record<string, number>> = { 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
/** 柳塘村三组12号 → 柳塘村, 3, 组, 12, 号. Numbers in Chinese up to 99, as groups and houses have them. */
function partsOf(address: string): (string | number)[] {
  const plain = address.replace(/\s+/g, '').replace(/[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二三四五六七八九]/g, (word) => {
    const at = word.indexOf('十');
    if (at < 0) return String(digits[word] ?? 0);
    return String((at === 0 ? 1 : (digits[word[0] ?? ''] ?? 1)) * 10 + (digits[word[at + 1] ?? ''] ?? 0));
  });
  return (plain.match(/\d+|\D+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));
}
function compareParts(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? ''];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compare(String(x), String(y));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
