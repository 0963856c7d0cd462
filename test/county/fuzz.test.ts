/** The short run of `npm run fuzz`. */
import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';

const minute = 60_000;

test(
  '[P10] [P16] no request of any shape gets a 5xx, a refusal without a sentence, or writes when it is refused; the county works on',
  async () => {
    const { outcome, sampled, findings } = await fuzz(2000, 20261122, () => undefined);
    expect(findings).toEqual([]);
    expect(outcome).toMatchObject({ serverErrors: 0, partialWrites: 0 });
    expect(outcome.requests).toBeGreaterThanOrEqual(2000);
    // The noise did get past the doors, and every door was tried.
    for (const status of [200, 204, 400, 401, 403, 404, 405, 409, 413]) expect(outcome.byStatus[status] ?? 0, `status ${status}`).toBeGreaterThan(0);
    expect(Object.values(outcome.byEndpoint).every((count) => count > 0)).toBe(true);
    expect(sampled).toBeGreaterThan(20);
  },
  4 * minute
);
