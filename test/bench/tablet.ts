/** The functions that `pages/station.ts` puts at `window.bench`, called from Node. */
import type { BrowserContext, Page } from 'playwright';
import { openBench } from './browser.ts';
import { pin } from './county.ts';
import type { BenchCounty } from './county.ts';

interface StationBench {
  enrol(code: string, username: string, password: string, pin: string): Promise<void>;
  seed(number: number, cases: number): Promise<string[]>;
  pushDay(cases: number): Promise<number>;
  postRaw(address: string): Promise<number>;
  unlock(pin: string): Promise<number>;
}
type BenchWindow = { bench: StationBench };

export interface Tablet {
  page: Page;
  seed(number: number, cases: number): Promise<string[]>;
  pushDay(cases: number): Promise<number>;
  postRaw(address: string): Promise<number>;
  unlock(): Promise<number>;
}

/** Enrolled, with one worker signed in. */
export async function enrolTablet(context: BrowserContext, county: BenchCounty): Promise<Tablet> {
  const page = await openBench(context, `${county.origin}/station.html`);
  const { username, password } = county.worker;
  // The bench page put it on its window; no type crosses into the page.
  await page.evaluate(([code, name, secret, way]) => (window as unknown as BenchWindow).bench.enrol(code, name, secret, way), [
    county.code(),
    username,
    password,
    pin
  ] as const);
  return {
    page,
    // The bench page put it on its window; no type crosses into the page.
    seed: (number, cases) => page.evaluate(([day, count]) => (window as unknown as BenchWindow).bench.seed(day, count), [number, cases] as const),
    // The bench page put it on its window; no type crosses into the page.
    pushDay: (cases) => page.evaluate((count) => (window as unknown as BenchWindow).bench.pushDay(count), cases),
    // The bench page put it on its window; no type crosses into the page.
    postRaw: (address) => page.evaluate((to) => (window as unknown as BenchWindow).bench.postRaw(to), address),
    // The bench page put it on its window; no type crosses into the page.
    unlock: () => page.evaluate((way) => (window as unknown as BenchWindow).bench.unlock(way), pin)
  };
}
