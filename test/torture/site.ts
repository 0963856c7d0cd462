/** The county, the line and the tablet of a torture, and what can be done to them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { StationApi } from '#device/api.ts';
import { CountyProcess } from '../browser/county-process.ts';
import { Tablet } from '../browser/tablet.ts';
import { Worker } from '../browser/worker.ts';
import { killPostmaster } from '../county/postmaster-kill.ts';
import { LineProxy, type LineShape } from '../line-proxy.ts';
import { buildFace } from './page/build.ts';
import type { TortureFace } from './page/face.ts';
import type { DeviceReading } from './page/inspect.ts';

const pin = '258013';
/** Fast enough for a day in a minute, slow enough that a photo is under way for a while. */
export const steadyLine: LineShape = { roundTrip: 20, up: 1_500_000, down: 6_000_000 };
/** Until then a thing that was killed must be back, ms. */
const patience = 60_000;

/** The browser was killed under a call: nobody knows how it ended. */
export class Interrupted extends Error {}

type TortureWindow = { torture: TortureFace };

export class Site implements AsyncDisposable {
  readonly county: CountyProcess;
  readonly line: LineProxy;
  readonly tablet: Tablet;
  /** Resolves when the tablet is at work again. */
  awake: Promise<unknown> = Promise.resolve();
  #page: Page | null = null;

  private constructor(county: CountyProcess, line: LineProxy, tablet: Tablet) {
    this.county = county;
    this.line = line;
    this.tablet = tablet;
  }

  static async open(): Promise<Site> {
    await using opened = new AsyncDisposableStack();
    const county = opened.use(await CountyProcess.start());
    const line = opened.use(await LineProxy.to(county.url, steadyLine));
    const tablet = opened.adopt(await Tablet.make(), (made) => made.throwAway());
    tablet.scripts.push(await buildFace());
    const worker = new Worker(await tablet.switchOn(`${line.url}/`));
    await worker.enrols(county.code('LT03'));
    await worker.signsIn('chenmin', 'chenmin-2026', pin);
    await worker.page.getByText(/目录 \S+版/).waitFor();
    await worker.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const site = new Site(county, line, tablet);
    site.#page = tablet.page;
    opened.move();
    return site;
  }

  async #ask<T>(act: (page: Page) => Promise<T>): Promise<T> {
    const page = this.#page;
    if (page === null) throw new Interrupted();
    try {
      return await act(page);
    } catch (error) {
      if (this.#page !== page) throw new Interrupted();
      throw error;
    }
  }
  /** The station worker's answer. Throws `Interrupted` when the browser died meanwhile. */
  call<M extends keyof StationApi>(method: M, ...args: Parameters<StationApi[M]>): ReturnType<StationApi[M]> {
    // The page's script put it on its window, and answers with what the worker's method does; no type crosses into the page.
    return this.#ask((page) =>
      page.evaluate(([name, list]) => (window as unknown as TortureWindow).torture.call(name, list), [method, args] as const)
    ) as ReturnType<StationApi[M]>;
  }
  photograph(label: string): ReturnType<TortureFace['photograph']> {
    // As above.
    return this.#ask((page) => page.evaluate((text) => (window as unknown as TortureWindow).torture.photograph(text), label));
  }
  inspect(): Promise<DeviceReading> {
    // As above.
    return this.#ask((page) => page.evaluate((secret) => (window as unknown as TortureWindow).torture.inspect(secret), pin));
  }

  /** SIGKILL for the whole browser; it starts again on the same profile after a while. */
  async killBrowser(off: number): Promise<void> {
    this.#page = null;
    this.awake = (async () => {
      await this.tablet.losesPower();
      await sleep(off);
      const page = await this.tablet.switchOn(`${this.line.url}/`);
      // As above.
      await page.waitForFunction(() => (window as unknown as TortureWindow).torture.ready());
      this.#page = page;
      const { colleagues } = await this.call('status');
      const opened = await this.call('unlock', colleagues[0]?.id ?? '', pin);
      if (!opened.ok) throw new Error(`the vault does not open: ${opened.error.code}`);
    })();
    await this.awake;
  }
  /** SIGKILL for the county, its database's processes too when the whole machine goes down. */
  async killCounty(off: number, machine: boolean): Promise<void> {
    await this.county.stops('SIGKILL');
    if (machine) await killPostmaster(this.county.dataDir, true);
    await sleep(off);
    await this.county.comesBack();
  }
  /** SIGKILL for PostgreSQL; the county has to bring it back by itself. */
  async killPostgres(children: boolean): Promise<void> {
    await killPostmaster(this.county.dataDir, children);
    for (const until = Date.now() + patience; ; await sleep(50)) {
      const reply = await fetch(`${this.county.url}/healthz`).catch(() => null);
      if (reply?.ok === true) return;
      if (Date.now() > until) throw new Error(`the county did not bring its database back: ${this.county.output}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.awake.catch(() => undefined);
    await this.tablet.throwAway();
    await this.line[Symbol.asyncDispose]();
    await this.county[Symbol.asyncDispose]();
  }
}
