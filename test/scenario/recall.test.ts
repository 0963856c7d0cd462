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
