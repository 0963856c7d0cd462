/** A county that was restored, that sends what this app does not know, or that takes less than it said: what can go on goes on. */
import 'fake-indexeddb/auto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '#device/sentences.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import { fillElderly, fromCounty } from '#test/device/tablet.ts';
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

async function receive(tablet: Tablet, seed: number, photo = false): Promise<{ caseId: string; sha256: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(5000));
  const added = photo ? await tablet.api.addPhoto({ bytes: bytes.buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' }) : null;
  if (added?.ok === false) throw new Error(added.error.message);
  const received = await tablet.api.receive((await fillElderly(tablet.api, seed, added === null ? [] : [added.value])).id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return { caseId: received.value.caseId, sha256: added?.value.sha256 ?? '' };
}
type Json = Record<string, unknown>;
const told = async (response: Response, change: (body: Json) => Json) => fromCounty(change((await response.json()) as Json));

describe('a county restored from a backup', () => {
  it('[P19] gets the photos of the records that it lost again', async () => {
    const tablet = await scene.tablet();
    const { caseId, sha256 } = await receive(tablet, 1, true);
    await tablet.sync();
    expect((await tablet.api.case(caseId))?.row).toMatchObject({ photos: 1, photosConfirmed: 1 });
    const { context } = scene.county;
    expect(await context.blobs.has(scene.station, sha256)).toBe(true);

    await rm(join(scene.county.dataDir, 'blobs', scene.station, sha256.slice(0, 2), sha256));
    expect(await context.blobs.has(scene.station, sha256)).toBe(false);
    tablet.line.after = (url, response) => (url.endsWith('/devices/self') && response.ok ? told(response, (self) => ({ ...self, lastSeq: 0 })) : response);
    // The photo is on no disk but this one until it has gone up: a cut leaves it in the count.
    tablet.line.before = (url) => {
      if (url.endsWith('/blobs/missing')) throw new TypeError('cut');
      return null;
    };
    await tablet.sync();
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(1);
    tablet.line.before = () => null;
    expect((await tablet.sync()).error).toBeNull();
    expect(await context.blobs.has(scene.station, sha256)).toBe(true);
    expect((await tablet.api.case(caseId))?.row).toMatchObject({ photos: 1, photosConfirmed: 1 });
  });
});

describe('a county that takes less than this device was made for', () => {
  it('[P4] is obeyed at 收件, so that no record is saved that can never go up', async () => {
    const tablet = await scene.tablet();
    tablet.line.after = (url, response) =>
      url.endsWith('/devices/self') && response.ok
        ? told(response, (self) => ({ ...self, limits: { ...(self['limits'] as Json), batchBytes: 5000 } }))
        : response;
    await tablet.sync();
    const draft = await fillElderly(tablet.api, 21);
    expect(await tablet.api.receive(draft.id)).toMatchObject({ ok: false, error: { code: 'too_large', message: sentences.too_large } });
    expect((await tablet.api.journal()).lastSeq).toBe(0);
    expect((await tablet.api.draft(draft.id))?.answers).toEqual(draft.answers);
  });

  it('[P19] says that a record is stuck, sends those before it, and no photo waits for it', async () => {
    const tablet = await scene.tablet();
    const first = await receive(tablet, 31, true);
    await receive(tablet, 32);
    let arrived = 0;
    tablet.line.before = (url) =>
      url.endsWith('/batches') && arrived++ !== 1 ? fromCounty({ code: 'too_large', message: 'x', path: '' }, { status: 413 }) : null;
    const status = await tablet.sync();
    expect(status.error).toMatchObject({ code: 'record_too_large', message: sentences.record_too_large });
    expect((await tablet.api.case(first.caseId))?.row).toMatchObject({ sync: 'confirmed', photosConfirmed: 1 });
    expect((await tablet.api.counts()).unsyncedCases).toBe(1);
  });
});

describe('a catalogue from before', () => {
  it('[P50] does not take the place of a newer one, though its signature is right', async () => {
    const tablet = await scene.tablet();
    const db = await openCatalogueDatabase(`${tablet.name}-catalogue`);
    await db.packs.update('current', { revision: 0 });
    let older = '';
    tablet.line.after = async (url, response) => {
      if (url.includes('/catalogue')) older = await response.clone().text();
      return response;
    };
    await tablet.sync();
    expect(older).toContain('signature');
    await db.packs.update('current', { revision: 99 });
    let replayed = 0;
    tablet.line.before = (url) => (url.includes('/catalogue') && ++replayed > 0 ? fromCounty(JSON.parse(older)) : null);
    await tablet.sync();
    expect(replayed).toBe(1);
    expect((await db.packs.get('current'))?.revision).toBe(99);
    db.close();
  });
});
