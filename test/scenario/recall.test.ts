/** A county that was put back to a moment between a case and its photo. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillElderly } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

it('[P95] photos that it had confirmed after that moment go up again, though no record is missing', async () => {
  const tablet = await scene.tablet();
  const photo = await tablet.api.addPhoto({ bytes: new Uint8Array(5000).fill(7).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (!photo.ok) throw new Error(photo.error.message);
  const received = await tablet.api.receive((await fillElderly(tablet.api, 1, [photo.value])).id);
  expect(received.ok).toBe(true);
  tablet.line.before = (url) => {
    if (url.includes('/blobs/')) throw new TypeError('the line broke before the photo');
    return null;
  };
  await tablet.sync();
  const backup = await scene.backup();
  tablet.line.before = () => null;
  expect((await tablet.sync()).photos.confirmed).toBe(1);

  await scene.restart({ backup });
  expect((await tablet.sync()).error).toBeNull();
  const { rows } = await scene.county.owner.query('SELECT sha256 FROM blobs');
  expect(rows).toEqual([{ sha256: photo.value.sha256 }]);
});

it('[P19] [P95] a photo that was taken first and confirmed late goes up again, though the county still has one that was taken after it', async () => {
  const tablet = await scene.tablet();
  const take = async (fill: number) => {
    const photo = await tablet.api.addPhoto({ bytes: new Uint8Array(5000).fill(fill).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
    if (!photo.ok) throw new Error(photo.error.message);
    return { photo: photo.value, draft: await fillElderly(tablet.api, fill, [photo.value]) };
  };
  const late = await take(21);
  const early = await take(22);
  expect((await tablet.api.receive(early.draft.id)).ok).toBe(true);
  await tablet.sync();
  expect((await tablet.api.receive(late.draft.id)).ok).toBe(true);
  tablet.line.before = (url) => {
    if (url.includes('/blobs/')) throw new TypeError('the line broke before the photo');
    return null;
  };
  await tablet.sync();
  const backup = await scene.backup();
  tablet.line.before = () => null;
  await tablet.sync();
  const after = await take(23);
  expect((await tablet.api.receive(after.draft.id)).ok).toBe(true);
  await tablet.sync();

  await scene.restart({ backup });
  expect((await tablet.sync()).error).toBeNull();
  const { rows } = await scene.county.owner.query<{ sha256: string }>('SELECT sha256 FROM blobs');
  const there = new Set(rows.map(({ sha256 }) => sha256));
  expect([early, late, after].map(({ photo }) => there.has(photo.sha256))).toEqual([true, true, true]);
});
