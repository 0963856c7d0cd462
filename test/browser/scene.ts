/** Where a suite plays: one county, one tablet that is enrolled and at work, and a clerk's browser. */
import { chromium, type Browser, type Page } from 'playwright';
import { onTestFailed } from 'vitest';
import { chromiumLaunch } from '../chromium.ts';
import { Console } from './console.ts';
import { CountyProcess } from './county-process.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

export const staffName = '陈敏';
export const pin = '258013';

export class Scene {
  readonly county: CountyProcess;
  readonly tablet: Tablet;
  worker: Worker;
  #office: Browser | null = null;

  private constructor(county: CountyProcess, tablet: Tablet, worker: Worker) {
    this.county = county;
    this.tablet = tablet;
    this.worker = worker;
  }

  /** At the station, online, signed in, everything kept for a day without a line. */
  static async open(): Promise<Scene> {
    const county = await CountyProcess.start();
    const tablet = await Tablet.make();
    const worker = new Worker(await tablet.switchOn(`${county.url}/`));
    await worker.enrols(county.code('LT03'));
    await worker.signsIn('chenmin', 'chenmin-2026', pin);
    await worker.page.getByText(/目录 \S+版/).waitFor();
    await worker.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    return new Scene(county, tablet, worker);
  }

  /** A clerk who is signed in at the county. */
  async clerk(username = 'wangshen'): Promise<Console> {
    this.#office ??= await chromium.launch(chromiumLaunch());
    const desk = await Console.open(this.#office, this.county.url);
    await desk.signsIn(username, `${username}-2026`);
    return desk;
  }

  #paper: Page | null = null;
  /** A blank page of the tablet's browser, to draw photographs on. */
  async paper(): Promise<Page> {
    if (!this.#paper || this.#paper.isClosed()) this.#paper = await this.tablet.paper();
    return this.#paper;
  }

  /** The tablet starts again at an address, and its worker unlocks it. */
  async wakes(path: string): Promise<Worker> {
    this.worker = new Worker(await this.tablet.switchOn(`${this.county.url}${path}`));
    await this.worker.unlocks(staffName, pin);
    return this.worker;
  }

  /** To call in a test: when it fails, what stood on the screen is shown. */
  showsFailures(name: string): void {
    onTestFailed(async () => {
      const { page } = this.worker;
      await page.screenshot({ path: `test-results/${name}.png` }).catch(() => undefined);
      const text = await page
        .locator('body')
        .innerText()
        .catch(() => '');
      process.stderr.write(`${page.url()}\n${text}\n${this.tablet.heard.join('\n')}\n`);
    });
  }

  async close(): Promise<void> {
    await this.#office?.close();
    await this.tablet.throwAway();
    await this.county[Symbol.asyncDispose]();
  }
}
