/** Chromium with a profile of its own, which outlives the browser process until it is disposed of. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContext, Page } from 'playwright';
import { chromiumLaunch } from '#test/chromium.ts';

export interface Profile extends AsyncDisposable {
  /** Starts a browser process on the profile. */
  open(): Promise<BrowserContext>;
}

export async function newProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'bangban-bench-profile-'));
  let context: BrowserContext | null = null;
  return {
    async open() {
      context = await chromium.launchPersistentContext(folder, {
        ...chromiumLaunch(),
        // The bench closes it itself, after what uses it.
        handleSIGINT: false,
        handleSIGTERM: false,
        viewport: { width: 1280, height: 800 },
        locale: 'zh-CN'
      });
      return context;
    },
    async [Symbol.asyncDispose]() {
      await context?.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}

/** Opens an address and waits until the page's script has put its functions at `window.bench`. */
export async function openBench(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await page.goto(address);
  await page.waitForFunction(() => 'bench' in window);
  return page;
}
