/** Rounds of one torture on one site. */
import { setTimeout as sleep } from 'node:timers/promises';
import { compare, type Comparison } from './compare.ts';
import { readCounty } from './county-reading.ts';
import { Fate, noBlows, type Tally } from './fate.ts';
import { Hand } from './hand.ts';
import { Chance } from './random.ts';
import { Site, steadyLine } from './site.ts';

/** Cases of a round at least; more while the blows go on. */
const cases = 4;
/** After the last blow everything must have come to rest by then, ms. */
const patience = 120_000;

export class Torture implements AsyncDisposable {
  readonly tally: Tally = { ...noBlows };
  readonly site: Site;
  readonly hand: Hand;
  readonly #chance: Chance;
  readonly #told: (line: string) => void;

  private constructor(site: Site, seed: number, told: (line: string) => void) {
    this.site = site;
    this.#chance = new Chance(seed);
    this.hand = new Hand(site, new Chance(seed + 1));
    this.#told = told;
  }
  static async begin(seed: number, told: (line: string) => void): Promise<Torture> {
    return new Torture(await Site.open(), seed, told);
  }

  async round(): Promise<Comparison> {
    const fate = new Fate(this.site, this.#chance, this.#told);
    const over = new AbortController();
    try {
      await Promise.all([this.hand.works(cases, over.signal), fate.strikes().finally(() => over.abort())]);
    } finally {
      for (const [blow, count] of Object.entries(fate.tally) as [keyof Tally, number][]) this.tally[blow] += count;
    }
    await this.#rests();
    return this.compares();
  }

  async compares(): Promise<Comparison> {
    const device = await this.site.inspect();
    const found = await compare(device, await readCounty(this.site.county.dataDir, device), this.hand.saved);
    found.lost.push(...this.hand.lost);
    return found;
  }

  /** Nothing waits, and a whole go at the line has followed that. */
  async #rests(): Promise<void> {
    const { site } = this;
    site.line.mend();
    site.line.becomes(steadyLine);
    const until = Date.now() + patience;
    let quietSince: number | null = null;
    for (;;) {
      const [status, counts] = [await site.call('syncStatus'), await site.call('counts')];
      const waits = counts.unsyncedCases + counts.unsyncedPhotos > 0;
      if (waits) quietSince = null;
      else if (quietSince === null) {
        quietSince = status.attempts;
        await site.call('syncNow');
      } else if (!status.running && status.attempts > quietSince && status.error === null) return;
      if (!status.running) await site.call('syncNow');
      if (Date.now() > until) {
        const heard = site.tablet.heard.slice(-5).join('\n');
        throw new Error(`does not come to rest: ${JSON.stringify(counts)} ${JSON.stringify(status)}\n${heard}\n${site.county.output}`);
      }
      await sleep(200);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.site[Symbol.asyncDispose]();
  }
}
