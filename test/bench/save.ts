/** `save`: one case durable and sealed, against a raw strict IndexedDB transaction of the same bytes. */
import type { Cell } from './cell.ts';
import { newProfile, openBench } from './browser.ts';
import type { Place } from './day.ts';
import { anyPlace } from './place.ts';
import { median, rowOf } from './row.ts';
import { serve } from './site.ts';

const casesARound = 40;

interface SaveBench {
  saves(seed: number, cases: number, place: Place): Promise<{ ours: number[]; raw: number[] }>;
}

export const save: Cell = {
  names: ['save'],
  needsBuild: false,
  async measure({ rounds, pages, opened }) {
    const site = opened.use(await serve(pages));
    const profile = opened.use(await newProfile());
    const page = await openBench(await profile.open(), `${site.origin}/save.html`);
    const [ours, raw]: [number[], number[]] = [[], []];
    // Round 0 warms up the engine and is not counted.
    for (let round = 0; round <= rounds; round++) {
      // The bench page put it on its window; no type crosses into the page.
      const times = await page.evaluate(([seed, cases, place]) => (window as unknown as { bench: SaveBench }).bench.saves(seed, cases, place), [
        round + 1,
        casesARound,
        anyPlace()
      ] as const);
      if (round === 0) continue;
      ours.push(median(times.ours));
      raw.push(median(times.raw));
    }
    return [rowOf('save', 'ms', median(ours), median(raw))];
  }
};
