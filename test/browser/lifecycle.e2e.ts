/** What a browser does to an app over the months: it updates it, half updates it, runs out of room, and wakes it when there is a line. */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { root } from '../process.ts';
import { pin, staffName } from './scene.ts';
import { Tablet } from './tablet.ts';
import { Worker } from './worker.ts';

z.config({ jitless: true });

let folder: string;
let buildDir: string;
let county: RunningCounty;
let tablet: Tablet;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bangban-lifecycle-'));
  // PostgreSQL runs as another user when this runs as root, and must be able to walk there.
  await chmod(folder, 0o755);
  buildDir = join(folder, 'build');
  await cp(join(root, 'build'), buildDir, { recursive: true });
  const config = { host: '127.0.0.1', port: 0, dataDir: join(folder, 'data'), databaseUrl: null, tls: null, buildDir, sample: true };
  county = await startCounty(config, { log: () => undefined });
  tablet = await Tablet.make();
  page = await tablet.switchOn(`${county.url}/`);
  const worker = new Worker(page);
  await worker.enrols(county.enrolmentCodes.find(({ station }) => station === 'LT03')?.code ?? '');
  await worker.signsIn('chenmin', 'chenmin-2026', pin);
  await page.getByText(/目录 \S+版/).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
afterAll(async () => {
  await tablet.throwAway();
  await county.close();
  await rm(folder, { recursive: true, force: true });
});

const marked = () => page.evaluate(() => document.querySelector('meta[name="release"]')?.getAttribute('content') ?? null);
async function reloads(): Promise<void> {
  await page.reload();
  await new Worker(page).unlocks(staffName, pin);
}
/** Asks for a newer version and waits until it is installed or has failed. */
const looksForUpdate = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration) throw new Error('no service worker');
    const found = new Promise<string>((resolve) => {
      registration.addEventListener(
        'updatefound',
        () => {
          const worker = registration.installing;
          worker?.addEventListener('statechange', () => {
            if (worker.state !== 'installing') resolve(worker.state);
          });
        },
        { once: true }
      );
    });
    await registration.update();
    return found;
  });

test('[P89] the service worker tells open pages of a line, and fetches nothing itself', async () => {
  const session = await tablet.context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  const registrationId = await registrationOf(session);
  const heard = page.evaluate(
    () =>
      new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('message', (event) => resolve((event.data as { type: string }).type), { once: true });
      })
  );
  await session.send('ServiceWorker.dispatchSyncEvent', { origin: county.url, registrationId, tag: 'bangban', lastChance: false });
  expect(await heard).toBe('LINE_IS_BACK');
  await session.detach();
});
async function registrationOf(session: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.disable');
  await session.send('ServiceWorker.enable');
  return found;
}

test('an update that can not be fetched whole changes nothing; a whole one waits until the worker takes it, and works offline', async () => {
  const chunks = join(buildDir, '_app/immutable/chunks');
  const [chunk = ''] = (await readdir(chunks)).filter((name) => name.endsWith('.js'));
  const renamed = chunk.replace('.js', 'x.js');
  const file = join(buildDir, 'service-worker.js');
  const before = await readFile(file, 'utf8');
  expect(before.split(chunk).length).toBe(2);
  await writeFile(file, before.replace(chunk, renamed));
  const html = await readFile(join(buildDir, 'app.html'), 'utf8');
  await writeFile(join(buildDir, 'app.html'), html.replace('<head>', '<head><meta name="release" content="next">'));

  // One file of the new version is missing on the server.
  expect(await looksForUpdate()).toBe('redundant');
  await reloads();
  expect(await marked()).toBeNull();

  await cp(join(chunks, chunk), join(chunks, renamed));
  expect(await looksForUpdate()).toBe('installed');
  expect(await marked()).toBeNull();
  await page.getByRole('button', { name: '有新版本' }).click();
  await expect.poll(marked, { timeout: 30_000 }).toBe('next');
  await new Worker(page).unlocks(staffName, pin);

  // Now from the new version's own cache: the server has no app any more.
  await rename(buildDir, `${buildDir}-gone`);
  await reloads();
  expect(await marked()).toBe('next');
  await rename(`${buildDir}-gone`, buildDir);
});

test('[P86] a full disk is told at once, costs nothing that was saved, and is over when there is room', async () => {
  const worker = new Worker(page);
  await worker.begins('glbt', '高龄津贴(补贴)申领');
  const name = worker.place('answers.applicantName').getByRole('textbox');
  await name.fill('向秀英');
  await page.getByText('已存在本机').waitFor();

  const session = await tablet.context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: county.url, quotaSize: 1 });
  // The browser goes on for half a minute by the room that it found before.
  let tries = 0;
  const refused = page.getByText('本机存储空间不足').first();
  await expect
    .poll(
      async () => {
        await name.fill(`向秀英改${++tries}`);
        return refused.isVisible();
      },
      { timeout: 90_000, interval: 2000 }
    )
    .toBe(true);
  await expect.poll(() => page.getByText('已存在本机').count()).toBe(0);

  await session.send('Storage.overrideQuotaForOrigin', { origin: county.url });
  await name.fill('向秀英改好');
  await page.getByText('已存在本机').waitFor();
  await page.reload();
  await new Worker(page).unlocks(staffName, pin);
  await expect.poll(() => worker.place('answers.applicantName').getByRole('textbox').inputValue()).toBe('向秀英改好');
  await session.detach();
});
