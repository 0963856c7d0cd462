/**
 * A tablet: a real Chromium process with a profile of its own that survives being killed, driven over its debugging port.
 * Playwright's own launch would take the process away from us, and a kill must be a real one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { chromiumArgs, chromiumLaunch } from '../chromium.ts';
import { killTree } from '../kill-tree.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Tablet {
  #profile: string;
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;
  context!: BrowserContext;
  page!: Page;
  /** What the page said on its console or threw. */
  readonly heard: string[] = [];
  /** Run in the page before its own. */
  readonly scripts: string[] = [];

  private constructor(profile: string) {
    this.#profile = profile;
  }

  static async make(): Promise<Tablet> {
    return new Tablet(await mkdtemp(join(tmpdir(), 'bangban-tablet-')));
  }

  async switchOn(address: string, size = { width: 1280, height: 800 }): Promise<Page> {
    const program = chromiumLaunch().executablePath ?? chromium.executablePath();
    await rm(join(this.#profile, 'DevToolsActivePort'), { force: true });
    await this.#unlockProfile();
    this.#process = spawn(
      program,
      [
        ...chromiumArgs,
        '--headless=new',
        '--lang=zh-CN',
        '--remote-debugging-port=0',
        `--user-data-dir=${this.#profile}`,
        `--window-size=${size.width},${size.height}`,
        'about:blank'
      ],
      // The station's own clock: a day begins there at midnight, wherever the suite runs.
      { stdio: 'ignore', env: { ...process.env, TZ: 'Asia/Shanghai' } }
    );
    const port = await this.#debuggingPort();
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    this.context = this.#browser.contexts()[0] ?? (await this.#browser.newContext());
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    await this.page.setViewportSize(size);
    this.page.on('console', (message) => this.heard.push(`${message.type()} ${message.text()}`));
    this.page.on('pageerror', (error) => this.heard.push(String(error)));
    for (const content of this.scripts) await this.page.addInitScript({ content });
    await this.page.goto(address);
    return this.page;
  }

  async #debuggingPort(): Promise<number> {
    for (let i = 0; i < 300; i++) {
      const text = await readFile(join(this.#profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
      const port = Number(text.split('\n')[0]);
      if (port > 0) return port;
      await sleep(100);
    }
    throw new Error('Chromium did not open its debugging port');
  }

  /** A blank page of the same browser, to draw papers on; it never holds the product. */
  async paper(): Promise<Page> {
    const page = await this.context.newPage();
    await this.page.bringToFront();
    return page;
  }

  /** The lock names a process that is dead; by now its number may be somebody else's. */
  async #unlockProfile(): Promise<void> {
    const socket = await readlink(join(this.#profile, 'SingletonSocket')).catch(() => null);
    if (socket !== null) await rm(dirname(socket), { recursive: true, force: true });
    for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) await rm(join(this.#profile, name), { force: true });
  }

  /** The battery dies: SIGKILL for every process of the browser, no page hears of it. */
  async losesPower(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await killTree(child.pid);
    await gone;
    await this.#browser?.close().catch(() => undefined);
    this.#process = null;
    this.#browser = null;
  }

  async throwAway(): Promise<void> {
    await this.losesPower();
    await this.#unlockProfile();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
