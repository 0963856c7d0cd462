/** What surrounds a tablet at work: little power, a page that nobody sees, a full disk, a network that wants a sign-in, a vault that locked long ago. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '#device/sentences.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

async function receiveWithPhoto(tablet: Tablet, seed: number): Promise<string> {
  const photo = await tablet.api.addPhoto(
    { bytes: crypto.getRandomValues(new Uint8Array(3000)).buffer, mime: 'image/jpeg' },
    { label: '身份证', watermark: '' }
  );
  if (!photo.ok) throw new Error(photo.error.message);
  const draft = await fillElderly(tablet.api, seed, [photo.value]);
  const received = await tablet.api.receive(draft.id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
/** Addresses that the tablet asked, in order. */
function watch(tablet: Tablet): string[] {
  const asked: string[] = [];
  const { before } = tablet.line;
  tablet.line.before = (url, init) => {
    asked.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`);
    return before(url, init);
  };
  return asked;
}
const hello = 'GET /api/v1/devices/self';
const atRest = (tablet: Tablet) => expect.poll(async () => (await tablet.api.syncStatus()).running).toBe(false);

describe('little power', () => {
  it('[P89] holds photos back, never records; a press sends them, and so does a charger', async () => {
    const tablet = await scene.tablet();
    await tablet.api.setConditions({ visible: true, powerLow: true });
    const caseId = await receiveWithPhoto(tablet, 1);
    // By itself, after the act.
    await expect.poll(async () => (await tablet.api.case(caseId))?.row.sync, { timeout: 10_000 }).toBe('confirmed');
    await atRest(tablet);
    expect((await tablet.api.syncStatus()).photosHeld).toBe(true);
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(1);
    expect((await tablet.sync()).photosHeld).toBe(false);
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(0);

    await receiveWithPhoto(tablet, 2);
    await expect.poll(async () => (await tablet.api.syncStatus()).photosHeld, { timeout: 10_000 }).toBe(true);
    await atRest(tablet);
    await tablet.api.setConditions({ visible: true, powerLow: false });
    await expect.poll(async () => (await tablet.api.counts()).unsyncedPhotos, { timeout: 10_000 }).toBe(0);
  });
});

describe('a page that nobody sees', () => {
  it('[P89] sends what there is and asks for no more news; one that is looked at again asks at once', async () => {
    const tablet = await scene.tablet();
    await tablet.api.setConditions({ visible: false, powerLow: false });
    const asked = watch(tablet);
    const caseId = await receiveWithPhoto(tablet, 3);
    await expect.poll(async () => (await tablet.api.case(caseId))?.row.sync, { timeout: 10_000 }).toBe('confirmed');
    await atRest(tablet);
    expect((await tablet.api.syncStatus()).nextAttemptAt).toBeNull();
    const before = asked.filter((call) => call === hello).length;
    tablet.clock.ahead += 10 * 60_000;
    await tablet.api.setConditions({ visible: true, powerLow: false });
    await expect.poll(() => asked.filter((call) => call === hello).length).toBeGreaterThan(before);
    await expect.poll(async () => (await tablet.api.syncStatus()).nextAttemptAt).not.toBeNull();
  });
});

describe('a network that wants a sign-in', () => {
  it('[P85] confirms nothing, is told as what it is, and the line goes on by itself when it is open', async () => {
    const tablet = await scene.tablet();
    await receiveWithPhoto(tablet, 4);
    await tablet.api.syncStop();
    let open = false;
    // Such networks answer everything, some even with 200 and a page.
    tablet.line.before = () => (open ? null : new Response('<html><body>请登录</body></html>', { headers: { 'content-type': 'text/html' } }));
    const status = await tablet.sync();
    expect(status.error).toMatchObject({ code: 'captive_portal', message: sentences.captive_portal });
    expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 1, unsyncedPhotos: 1 });
    open = true;
    await expect.poll(async () => (await tablet.api.counts()).unsyncedPhotos, { timeout: 15_000 }).toBe(0);
  });
  it('[P85] that comes between two chunks of a photo lets none of them count as sent', async () => {
    const tablet = await scene.tablet();
    await receiveWithPhoto(tablet, 5);
    tablet.line.before = (url, init) => (init.method === 'PUT' && url.includes('/blobs/') ? new Response('', { status: 200 }) : null);
    const status = await tablet.sync();
    expect(status.error?.code).toBe('captive_portal');
    expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 1 });
    tablet.line.before = () => null;
    expect((await tablet.sync()).error).toBeNull();
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(0);
  });
});

describe('a vault that locked', () => {
  it('[P88] lets a run keep its keys for an hour, and no longer', async () => {
    const tablet = await scene.tablet();
    await receiveWithPhoto(tablet, 6);
    let lease: () => void = () => undefined;
    const { after } = tablet.world;
    tablet.world.after = (milliseconds, act) => {
      if (milliseconds !== 60 * 60_000) return after(milliseconds, act);
      lease = act;
      return () => undefined;
    };
    let [reached, aborted] = [false, false];
    tablet.line.before = (url, init) => {
      if (!url.endsWith('/batches')) return null;
      reached = true;
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        })
      );
    };
    await tablet.api.syncNow();
    await expect.poll(() => reached).toBe(true);
    await tablet.api.lock();
    expect((await tablet.api.syncStatus()).running).toBe(true);
    expect(aborted).toBe(false);
    lease();
    await atRest(tablet);
    expect(aborted).toBe(true);
    tablet.line.before = () => null;
    expect(await tablet.api.unlock((await tablet.api.status()).colleagues[0]?.id ?? '', '246810')).toMatchObject({ ok: true });
    await expect.poll(async () => (await tablet.api.counts()).unsyncedPhotos, { timeout: 10_000 }).toBe(0);
  });
});
