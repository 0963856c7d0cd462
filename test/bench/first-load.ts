/** `first-load`: gzip bytes of all script that a fresh visit loads before the line falls silent, the worker's too. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { chromium } from 'playwright';
import { chromiumLaunch } from '#test/chromium.ts';
import { root } from '#test/process.ts';
import type { Cell } from './cell.ts';
import { rowOf } from './row.ts';
import { fileOf, serve } from './site.ts';

/** Bytes: 120 kB, what the design allows. */
export const firstLoadLimit = 120_000;

const compress = promisify(gzip);

/** Script files of the build that `path` loads, with their gzip bytes. Service workers come after the first screen: blocked. */
export async function scriptsOf(path: string): Promise<Map<string, number>> {
  const folder = `${root}build`;
  await using site = await serve(folder, { fallback: 'app.html' });
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const loaded = new Set<string>();
    context.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith('.js')) loaded.add(pathname);
    });
    await page.goto(site.origin + path, { waitUntil: 'networkidle' });
    // Something must be on the screen: an app that fails at once would load very little.
    await page.locator('main, h1').first().waitFor({ timeout: 20_000 });
    await page.waitForLoadState('networkidle');
    const sizes = new Map<string, number>();
    for (const name of loaded) {
      const file = fileOf(folder, name);
      if (file !== null) sizes.set(name, (await compress(await readFile(file), { level: 9 })).length);
    }
    return sizes;
  } finally {
    await browser.close();
  }
}

export function totalOf(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

export const firstLoad: Cell = {
  names: ['first-load'],
  needsBuild: true,
  async measure() {
    return [rowOf('first-load', 'B', totalOf(await scriptsOf('/')), firstLoadLimit)];
  }
};
