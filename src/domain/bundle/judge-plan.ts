/** Whether a plan that came over the wire holds together: the county folds it, and screens follow its order. */
import type { Problem } from '../case/problem.ts';
import type { Received } from '../case/operations.ts';

export function judgePlan({ bundle }: Pick<Received, 'bundle'>): Problem | null {
  if (bundle?.children === undefined) return null;
  const { children, itemIds } = bundle;
  const seen = new Set<string>();
  // In the bundle's order a predecessor may stand behind; so the ring is looked for by taking out what waits for nothing.
  let left = children;
  for (;;) {
    const free = left.filter(({ after }) => after.every((no) => seen.has(no)));
    if (free.length === 0) break;
    for (const { no } of free) seen.add(no);
    left = left.filter(({ no }) => !seen.has(no));
  }
  const here = children.flatMap(({ standing, itemId }) => (standing === 'here' ? [itemId] : []));
  const isWhole = here.length === itemIds.length && itemIds.every((id) => here.includes(id));
  const isOnce = new Set(children.map(({ no }) => no)).size === children.length;
  return left.length === 0 && isWhole && isOnce
    ? null
    : { code: 'invalid_body', path: 'body.bundle.children', message: '联办的子事项对不上。请在原设备上重新收件。' };
}
