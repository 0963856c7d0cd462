/** Photos on a tablet, from the shutter until the county's backup has them. */
import 'fake-indexeddb/auto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBackup } from '#county/backup/backup.ts';
import type { Page } from '#domain/form/values.ts';
import { openDatabase } from '#store/database.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

const day = 24 * 3600 * 1000;
const mebibyte = 1024 * 1024;
const { signal } = new AbortController();
async function backup(): Promise<void> {
  const { dataDir, databaseUrl } = scene.county;
  await runBackup({ dataDir, databaseUrl }, { to: join(dataDir, 'backups'), keep: 2, now: () => new Date(), log: () => undefined, signal });
}
async function photograph({ api }: Tablet): Promise<Page> {
  const bytes = crypto.getRandomValues(new Uint8Array(4000));
  const added = await api.addPhoto({ bytes: bytes.buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}
let seed = 0;
async function receive({ api }: Tablet, page: Page): Promise<string> {
  const received = await api.receive((await fillElderly(api, ++seed, [page])).id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return received.value.caseId;
}
async function close({ api }: Tablet, caseId: string): Promise<void> {
  const done = await api.withdraw(caseId, '群众自己撤回');
  if (!done.ok) throw new Error(done.error.message);
}
async function sync(tablet: Tablet): Promise<void> {
  const { error } = await tablet.sync();
  if (error !== null) throw new Error(error.message);
}
/** Which of these the tablet holds itself: no line to ask the county by. */
async function held(tablet: Tablet, pages: Page[]): Promise<boolean[]> {
  await tablet.api.setOnline(false);
  const found = await Promise.all(pages.map(async ({ sha256 }) => (await tablet.api.photo(sha256)) !== null));
  await tablet.api.setOnline(true);
  return found;
}

describe('photos of a case that is closed', () => {
  it('[P74] leave a week after, when the backup has them, and come back from the county to be seen', async () => {
    const tablet = await scene.tablet();
    const [gone, open, shared, drafted] = [await photograph(tablet), await photograph(tablet), await photograph(tablet), await photograph(tablet)];
    await receive(tablet, open);
    await receive(tablet, shared);
    for (const page of [gone, shared, drafted]) await close(tablet, await receive(tablet, page));
    await sync(tablet);
    await fillElderly(tablet.api, 99, [drafted]);
    const all = [gone, open, shared, drafted];

    tablet.clock.ahead = 8 * day;
    await sync(tablet);
    expect(await held(tablet, all)).toEqual([true, true, true, true]);
    expect((await tablet.api.storage()).backup).toEqual({ backedUp: 0, onlyDelivered: 8 });
    await backup();
    tablet.clock.ahead = 6 * day;
    await sync(tablet);
    expect(await held(tablet, all)).toEqual([true, true, true, true]);
    expect((await tablet.api.storage()).backup).toEqual({ backedUp: 8, onlyDelivered: 0 });

    tablet.clock.ahead = 8 * day;
    await sync(tablet);
    expect(await held(tablet, all)).toEqual([false, true, true, true]);
    expect(await tablet.api.storage()).toMatchObject({ photos: 3, released: { photos: 1, early: 0 } });
    expect((await tablet.api.photo(gone.sha256))?.bytes.byteLength).toBe(4000);
    expect((await tablet.api.cases({})).rows.every((row) => row.photos === 1 && row.photosConfirmed === 1)).toBe(true);
  });

  it('[P74] stay while their own bytes are in no backup, though their record is', async () => {
    const tablet = await scene.tablet();
    const page = await photograph(tablet);
    await close(tablet, await receive(tablet, page));
    tablet.line.before = (url) => {
      if (url.endsWith('/blobs/missing')) throw new TypeError('cut');
      return null;
    };
    await tablet.sync();
    await backup();
    tablet.line.before = () => null;
    tablet.clock.ahead = 8 * day;
    await sync(tablet);
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(0);
    expect(await held(tablet, [page])).toEqual([true]);
    await backup();
    await sync(tablet);
    expect(await held(tablet, [page])).toEqual([false]);
  });
});

describe('a tablet that runs short of room', () => {
  it('[P74] lets the oldest confirmed photos go, backed-up ones first, and says so; never one that waits or that a draft names', async () => {
    const tablet = await scene.tablet();
    const pages: Page[] = [];
    for (let made = 0; made < 6; made++) pages.push(await photograph(tablet));
    const [durable, backedUp, queued, drafted] = [pages.slice(0, 2), pages.slice(2, 4), pages.slice(4, 5), pages.slice(5)];
    for (const page of backedUp) await receive(tablet, page);
    await sync(tablet);
    await backup();
    for (const page of durable) await receive(tablet, page);
    await sync(tablet);
    for (const page of queued) await receive(tablet, page);
    await fillElderly(tablet.api, 98, drafted);
    const inOrder = [...backedUp, ...durable, ...queued, ...drafted];
    expect(await held(tablet, inOrder)).toEqual([true, true, true, true, true, true]);

    // So little is lacking that three photos of 4,000 bytes make it up.
    const quota = 1000 * mebibyte;
    let free = 180 * mebibyte - 10_000;
    tablet.world.estimate = () => Promise.resolve({ usage: quota - free, quota, persisted: true });
    tablet.line.before = (url) => {
      if (url.includes('/blobs/')) throw new TypeError('cut');
      return null;
    };
    await sync(tablet).catch(() => undefined);
    expect(await held(tablet, inOrder)).toEqual([true, true, true, true, true, true]);
    free = 60 * mebibyte - 1;
    const added = await tablet.api.addPhoto({ bytes: new Uint8Array(4001).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
    expect(added.ok).toBe(true);
    expect(await held(tablet, inOrder)).toEqual([false, false, false, false, true, true]);
    expect((await tablet.api.storage()).released).toEqual({ photos: 4, early: 2 });
    // Nothing is left to let go.
    expect(await tablet.api.addPhoto({ bytes: new Uint8Array(4002).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' })).toMatchObject({
      ok: false,
      error: { code: 'storage_full' }
    });
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(1);

    // What had to go early is at risk until the county's next backup, and no longer.
    tablet.world.estimate = () => Promise.resolve({ usage: 0, quota, persisted: true });
    tablet.line.before = () => null;
    await sync(tablet);
    expect((await tablet.api.storage()).released).toEqual({ photos: 4, early: 2 });
    await backup();
    await sync(tablet);
    expect((await tablet.api.storage()).released).toEqual({ photos: 4, early: 0 });
  });

  it('[P74] begins below the mark, and stops when there is room again', async () => {
    const tablet = await scene.tablet();
    const pages = [];
    for (let taken = 0; taken < 3; taken++) {
      pages.push(await photograph(tablet));
      // None within the same millisecond as the next: which is older must be told.
      tablet.clock.ahead += 1000;
    }
    for (const page of pages) await receive(tablet, page);
    await sync(tablet);
    // As if they were large: two of them are the 60 MB that are wanted.
    const db = await openDatabase(tablet.name);
    await db.blobs.toCollection().modify({ bytes: 31 * mebibyte });
    db.close();
    const quota = 1000 * mebibyte;
    tablet.world.estimate = () => Promise.resolve({ usage: quota - 120 * mebibyte, quota, persisted: true });
    await sync(tablet);
    expect(await held(tablet, pages)).toEqual([true, true, true]);
    tablet.world.estimate = () => Promise.resolve({ usage: quota - 120 * mebibyte + 1, quota, persisted: true });
    await sync(tablet);
    expect(await held(tablet, pages)).toEqual([false, false, true]);
  });
});
