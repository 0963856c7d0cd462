/**
 * `cold-start`: the server gone, a new browser process, CPU slowed 4×: from navigation through the PIN to 今日 with a day's cases, less what Argon2id takes
 * (`unlock`, measured apart, since it is slow on purpose), against a page that opens Dexie and shows twenty rows. The PIN is typed by the page itself.
 */
import type { BrowserContext } from 'playwright';
import { root } from '#test/process.ts';
import { newProfile, openBench } from './browser.ts';
import type { Cell } from './cell.ts';
import { newCounty, pin } from './county.ts';
import { interleave, median, rowOf } from './row.ts';
import { serve } from './site.ts';
import { enrolTablet } from './tablet.ts';

const cases = 200;
const slowdown = 4;
const patience = 60_000;

/** Runs in the page before the app: types the PIN when it can be typed and notes when 今日 is painted. */
function watch(secret: string): void {
  let typed = false;
  let done = false;
  const look = () => {
    const field = document.querySelector<HTMLInputElement>('form input[type=password]');
    if (field?.form && !typed) {
      typed = true;
      field.value = secret;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      // After the component has taken the value.
      setTimeout(() => field.form?.requestSubmit());
    }
    if (!done && document.querySelector('main h1')) {
      done = true;
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { shownAt: performance.now() })));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

async function start(open: () => Promise<BrowserContext>, address: string): Promise<number> {
  const context = await open();
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.addInitScript(watch, pin);
    await page.goto(address);
    await page.waitForFunction(() => 'shownAt' in window, undefined, { timeout: patience });
    // The bench page put it on its window; no type crosses into the page.
    return await page.evaluate(() => (window as unknown as { shownAt: number }).shownAt);
  } finally {
    await context.close();
  }
}

/** Waits until the page's service worker answers for it. */
async function install(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  // Not `serviceWorker.ready`, which waits for ever where none is registered.
  await page.waitForFunction(() => navigator.serviceWorker.getRegistration().then((found) => found?.active?.state === 'activated'), undefined, {
    timeout: patience
  });
  await page.waitForTimeout(500);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: patience });
}

export const coldStart: Cell = {
  names: ['cold-start', 'unlock'],
  needsBuild: true,
  async measure({ rounds, pages, opened }) {
    const profile = opened.use(await newProfile());
    const bareProfile = opened.use(await newProfile());
    const unlocks: number[] = [];
    const county = opened.use(await newCounty());
    await county.start(pages);
    const address = county.origin;
    const context = await profile.open();
    const tablet = await enrolTablet(context, county);
    await tablet.seed(1, cases);
    await tablet.pushDay(cases);
    for (let time = 0; time < Math.max(3, rounds); time++) unlocks.push(await tablet.unlock());
    await tablet.page.close();
    await county.start(`${root}build`);
    await install(context, `${address}/`);
    await context.close();
    await county.stop();

    const site = await serve(pages);
    opened.use(site);
    const bareAddress = `${site.origin}/bare.html`;
    const bareContext = await bareProfile.open();
    const page = await openBench(bareContext, bareAddress);
    // The bench page put it on its window; no type crosses into the page.
    await page.evaluate((rows) => (window as unknown as { bench: { prepare(rows: number): Promise<void> } }).bench.prepare(rows), cases);
    await install(bareContext, bareAddress);
    await bareContext.close();
    await site.close();

    // Both servers are gone from here on.
    const ours = () => start(() => profile.open(), `${address}/`);
    const bare = () => start(() => bareProfile.open(), bareAddress);
    await ours();
    await bare();
    const { value, limit } = await interleave(rounds, ours, bare);
    const unlock = median(unlocks);
    return [rowOf('cold-start', 'ms', value - unlock, limit), rowOf('unlock', 'ms', unlock, null)];
  }
};
