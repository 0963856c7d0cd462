/** What went wrong elsewhere and has no better place here (test/LESSONS.md). */
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCore } from '#device/core.ts';
import { openStation } from '#device/station.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

async function photograph(tablet: Tablet, bytes: Uint8Array<ArrayBuffer>, label: string) {
  const photo = await tablet.api.addPhoto({ bytes: bytes.slice().buffer, mime: 'image/jpeg' }, { label, watermark: '' });
  if (!photo.ok) throw new Error(photo.error.message);
  return photo.value;
}
async function receive(tablet: Tablet, draftId: string): Promise<string> {
  const received = await tablet.api.receive(draftId);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}

it('[P20] [P21] one photo in two places of a case, and in a second case, goes up once and is there in each', async () => {
  const tablet = await scene.tablet();
  await tablet.api.syncStop();
  const bytes = crypto.getRandomValues(new Uint8Array(5000));
  const pages = [await photograph(tablet, bytes, '正面'), await photograph(tablet, bytes, '背面')];
  expect(pages[0]?.sha256).toBe(pages[1]?.sha256);
  const ids = [];
  for (const seed of [41, 42]) ids.push(await receive(tablet, (await fillElderly(tablet.api, seed, pages)).id));
  let chunks = 0;
  tablet.line.before = (url, init) => {
    if (init.method === 'PUT' && url.includes('/blobs/')) chunks++;
    return null;
  };
  expect((await tablet.sync()).error).toBeNull();
  expect(chunks).toBe(1);
  const { rows } = await scene.county.owner.query<{ case_id: string }>(
    'SELECT cb.case_id FROM case_blobs cb JOIN blobs b ON b.station_code = cb.station_code AND b.sha256 = cb.sha256 WHERE cb.sha256 = $1',
    [pages[0]?.sha256]
  );
  expect(rows.map((row) => row.case_id).sort()).toEqual(ids.sort());
});

it('the disposable database may go at any time: drafts, acts and photos that wait are in the other', async () => {
  const tablet = await scene.tablet();
  await tablet.api.syncStop();
  const caseId = await receive(tablet, (await fillElderly(tablet.api, 43, [await photograph(tablet, crypto.getRandomValues(new Uint8Array(900)), '正面')])).id);
  const draft = await fillElderly(tablet.api, 44);
  const before = await tablet.api.journal();
  await Dexie.delete(`${tablet.name}-catalogue`);
  const again = await openStation(tablet.world, tablet.name);
  const [worker] = (await again.status()).colleagues;
  expect(await again.unlock(worker?.id ?? '', '246810')).toMatchObject({ ok: true });
  expect((await again.drafts()).map(({ id }) => id)).toEqual([draft.id]);
  expect(await again.journal()).toEqual(before);
  await expect.poll(async () => (await again.catalogue())?.items.length, { timeout: 15_000 }).toBe(30);
  await expect.poll(() => again.counts(), { timeout: 15_000 }).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 0 });
  expect((await again.case(caseId))?.row.sync).toBe('confirmed');
});

it('[P67] new rules are used on all that was folded by older ones, once', async () => {
  const [tablet, other] = [await scene.tablet(), await scene.tablet()];
  await other.api.syncStop();
  const caseId = await receive(other, (await fillElderly(other.api, 901)).id);
  expect((await other.sync()).error).toBeNull();
  expect((await tablet.sync()).error).toBeNull();
  await tablet.api.syncStop();
  const before = await tablet.api.case(caseId);
  expect(before).not.toBeNull();
  const core = await openCore(tablet.world, tablet.name);
  await core.db.meta.put({ key: 'foldedBy', value: 1 });
  let snapshots = 0;
  tablet.line.before = (url) => {
    if (url.includes('/snapshot')) snapshots++;
    return null;
  };
  for (const expected of [1, 1]) {
    expect((await tablet.sync()).error).toBeNull();
    expect(snapshots).toBe(expected);
  }
  expect(await tablet.api.case(caseId)).toEqual(before);
});
