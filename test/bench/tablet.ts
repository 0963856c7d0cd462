/** The functions that `pages/station.ts` puts at `window.bench`, called from Node. */
import type { BrowserContext, Page } from 'playwright';
import { openBench } from './browser.ts';
import { pin } from './county.ts';
import type { BenchCounty } from './county.ts';

interface StationBench {
  enrol(code: string, username: string, password: string, pin: string): Promise<void>;
  seed(number: number, cases: number, photos: number): Promise<string[]>;
  pushDay(cases: number): Promise<number>;
  pushAll(cases: number): Promise<number>;
  uploadPhotos(): Promise<string | null>;
  postRaw(address: string): Promise<number>;
  putRaw(address: string): Promise<number>;
  unlock(pin: string): Promise<number>;
}
type BenchWindow = { bench: StationBench };

export interface Tablet {
  page: Page;
  /** `photos` a case. */ seed(number: number, cases: number, photos?: number): Promise<string[]>;
  pushDay(cases: number): Promise<number>;
  /** With photos. */ pushAll(cases: number): Promise<number>;
  /** The code of what ended it, or null. */ uploadPhotos(): Promise<string | null>;
  postRaw(address: string): Promise<number>;
  putRaw(address: string): Promise<number>;
  unlock(): Promise<number>;
}

/** Enrolled, with one worker signed in. `origin`: where it finds the county, unless directly. */
export async function enrolTablet(context: BrowserContext, county: BenchCounty, origin = county.origin): Promise<Tablet> {
  const page = await openBench(context, `${origin}/station.html`);
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
    seed: (number, cases, photos = 0) =>
      // The bench page put it on its window; no type crosses into the page.
      page.evaluate(([day, count, each]) => (window as unknown as BenchWindow).bench.seed(day, count, each), [number, cases, photos] as const),
    // The bench page put it on its window; no type crosses into the page.
    pushDay: (cases) => page.evaluate((count) => (window as unknown as BenchWindow).bench.pushDay(count), cases),
    // The bench page put it on its window; no type crosses into the page.
    pushAll: (cases) => page.evaluate((count) => (window as unknown as BenchWindow).bench.pushAll(count), cases),
    // The bench page put it on its window; no type crosses into the page.
    uploadPhotos: () => page.evaluate(() => (window as unknown as BenchWindow).bench.uploadPhotos()),
    // The bench page put it on its window; no type crosses into the page.
    putRaw: (address) => page.evaluate((to) => (window as unknown as BenchWindow).bench.putRaw(to), address),
    // The bench page put it on its window; no type crosses into the page.
    postRaw: (address) => page.evaluate((to) => (window as unknown as BenchWindow).bench.postRaw(to), address),
    // The bench page put it on its window; no type crosses into the page.
    unlock: () => page.evaluate((way) => (window as unknown as BenchWindow).bench.unlock(way), pin)
  };
}
