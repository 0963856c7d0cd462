/** Sizes, not times: what a tablet loads over a bad line before it shows anything. Reads the finished build. */
import { expect, test } from 'vitest';
import { firstLoadLimit, scriptsOf, totalOf } from '#test/bench/first-load.ts';

test('a first visit loads at most 120 kB of script, gzip', async () => {
  const sizes = await scriptsOf('/');
  // The page, its entry and the station worker at least: fewer means that nothing started.
  expect(sizes.size).toBeGreaterThan(5);
  expect([...sizes.keys()].some((name) => name.includes('/workers/'))).toBe(true);
  expect(totalOf(sizes), [...sizes].map(([name, bytes]) => `${bytes} ${name}`).join('\n')).toBeLessThanOrEqual(firstLoadLimit);
}, 120_000);
