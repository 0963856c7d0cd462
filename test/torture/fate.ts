/** What happens to the three places in one round: each kind at least once, in an order and at moments of chance. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fastLine, poorLine } from '../line-proxy.ts';
import type { Chance } from './random.ts';
import { steadyLine, type Site } from './site.ts';

export const blows = ['browser', 'county', 'postgres', 'cut', 'slow', 'stall', 'refuse'] as const;
type Blow = (typeof blows)[number];
export type Tally = Record<Blow, number>;
export const noBlows: Tally = { browser: 0, county: 0, postgres: 0, cut: 0, slow: 0, stall: 0, refuse: 0 };

/** A moment is so many bytes into what goes up, so that it falls into the middle of something; or so long, when nothing moves. */
const longestMoment = { bytes: 700_000, ms: 3000 };

export class Fate {
  readonly tally: Tally = { ...noBlows };
  readonly #site: Site;
  readonly #chance: Chance;
  readonly #told: (line: string) => void;

  constructor(site: Site, chance: Chance, told: (line: string) => void) {
    this.#site = site;
    this.#chance = chance;
    this.#told = told;
  }

  async strikes(): Promise<void> {
    const extra = this.#chance.shuffled(blows).slice(0, 2);
    for (const blow of this.#chance.shuffled([...blows, ...extra])) {
      await this.#moment();
      this.#told(blow);
      await this.#strike(blow);
      this.tally[blow]++;
    }
  }

  async #moment(): Promise<void> {
    const { line } = this.#site;
    const through = line.bytesUp + this.#chance.between(0, longestMoment.bytes);
    const until = performance.now() + this.#chance.between(0, longestMoment.ms);
    while (line.bytesUp < through && performance.now() < until) await sleep(5);
  }

  async #strike(blow: Blow): Promise<void> {
    const { line } = this.#site;
    const chance = this.#chance;
    switch (blow) {
      case 'browser':
        return this.#site.killBrowser(chance.between(0, 1000));
      case 'county':
        return this.#site.killCounty(chance.between(0, 1500), chance.next() < 0.3);
      case 'postgres':
        return this.#site.killPostgres(chance.next() < 0.5);
      case 'cut':
        return this.#cut();
      case 'slow':
        line.becomes(poorLine);
        await sleep(chance.between(1500, 4000));
        return line.becomes(chance.next() < 0.5 ? steadyLine : fastLine);
      case 'stall':
        line.stall();
        await sleep(chance.between(200, 2500));
        return line.mend();
      case 'refuse':
        line.refuse();
        await sleep(chance.between(200, 2500));
        return line.mend();
    }
  }

  /** In the middle of a body: so many bytes after the next one has begun. */
  async #cut(): Promise<void> {
    const { line } = this.#site;
    const before = line.broken;
    line.cutAfter(this.#chance.between(1, 200_000));
    // Nothing may be under way for as long as the tablet backs off.
    for (const until = performance.now() + 20_000; line.broken === before && performance.now() < until;) await sleep(5);
    if (line.broken === before) throw new Error('no line to cut: nothing went up in 20 s');
  }
}
