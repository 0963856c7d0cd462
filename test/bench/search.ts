/** `search`: from a keystroke in the page to its hits, over 5,000 entries, through the worker. */
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { newProfile, openBench } from './browser.ts';
import type { Cell } from './cell.ts';
import { median, rowOf } from './row.ts';
import { serve } from './site.ts';

const entries = 5000;
const words = ['gljt', 'linshijiuzhu', '高龄津贴', '临时救助', '民政', 'ylbx'];

interface SearchBench {
  load(catalogue: Pick<Catalogue, 'items' | 'pinyin'>, entries: number): Promise<number>;
  type(words: string[]): Promise<number[]>;
}
type BenchWindow = { bench: SearchBench };

export const search: Cell = {
  names: ['search'],
  needsBuild: false,
  async measure({ rounds, pages, opened }) {
    const { items, pinyin } = sampleCatalogue(1, '2026-11-20T00:00:00Z');
    const site = opened.use(await serve(pages));
    const profile = opened.use(await newProfile());
    const page = await openBench(await profile.open(), `${site.origin}/search.html`);
    // The bench page put it on its window; no type crosses into the page.
    const loaded = await page.evaluate(([catalogue, count]) => (window as unknown as BenchWindow).bench.load(catalogue, count), [
      { items, pinyin },
      entries
    ] as const);
    if (loaded !== entries) throw new Error(`${loaded} entries in the index instead of ${entries}`);
    const medians: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      // The bench page put it on its window; no type crosses into the page.
      const times = await page.evaluate((typed) => (window as unknown as BenchWindow).bench.type(typed), words);
      if (round > 0) medians.push(median(times));
    }
    return [rowOf('search', 'ms', median(medians), null)];
  }
};
