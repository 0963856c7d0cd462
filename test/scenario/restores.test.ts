/** Tablets that come back as they were before: nothing that was saved is lost, doubled or kept back. */
import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#store/database.ts';
import { imageOf, restored } from '#test/device/copies.ts';
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

let seed = 0;
async function receive(tablet: Tablet, photo?: Uint8Array<ArrayBuffer>): Promise<{ caseId: string; localNo: string }> {
  const added = photo === undefined ? null : await tablet.api.addPhoto({ bytes: photo.slice().buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (added?.ok === false) throw new Error(added.error.message);
  const received = await tablet.api.receive((await fillElderly(tablet.api, ++seed, added === null ? [] : [added.value])).id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return received.value;
}
async function synced(tablet: Tablet): Promise<void> {
  const { error } = await tablet.sync();
  expect(error).toBeNull();
}
/** Applied operations and feed rows of these cases, at the county. */
async function atCounty(cases: { caseId: string }[]): Promise<{ operations: number; feed: number; cases: number }> {
  const ids = [cases.map(({ caseId }) => caseId)];
  const count = async (text: string) => (await scene.county.owner.query<{ n: number }>(text, ids)).rows[0]?.n ?? -1;
  return {
    operations: await count(`SELECT count(*)::int AS n FROM operations WHERE case_id = ANY ($1::uuid[]) AND verdict = 'applied'`),
    feed: await count('SELECT count(*)::int AS n FROM feed WHERE case_id = ANY ($1::uuid[])'),
    cases: await count('SELECT count(*)::int AS n FROM cases WHERE id = ANY ($1::uuid[])')
  };
}
const once = (n: number) => ({ operations: n, feed: n, cases: n });
/** Every case on the tablet is known to be at the county, and nothing waits. */
async function expectAllConfirmed(tablet: Tablet, cases: { caseId: string }[]): Promise<void> {
  const states = await Promise.all(cases.map(async ({ caseId }) => (await tablet.api.case(caseId))?.row.sync));
  expect(states).toEqual(cases.map(() => 'confirmed'));
  expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 0 });
  const { lastSeq, confirmedThrough } = await tablet.api.journal();
  expect(confirmedThrough).toBe(lastSeq);
}
async function epochOf(tablet: Tablet): Promise<string> {
  return (await tablet.api.journal()).epoch;
}
/** The journal at the county is the tablet's, link by link, and its head the same. */
async function expectSameHead(tablet: Tablet): Promise<void> {
  const { epoch, lastSeq, headHash } = await tablet.api.journal();
  const { deviceId } = await tablet.api.status();
  const { rows } = await scene.county.owner.query('SELECT epoch, last_seq, head_hash FROM devices WHERE device_id = $1', [deviceId]);
  expect(rows).toEqual([{ epoch, last_seq: lastSeq, head_hash: headHash }]);
}

describe('a tablet restored from a copy', () => {
  it('[P63] that is behind the county opens a new epoch, enters its journal again, and learns what it has forgotten', async () => {
    const tablet = await scene.tablet();
    const before = [await receive(tablet), await receive(tablet)];
    await synced(tablet);
    const image = await imageOf(tablet);
    const after = [await receive(tablet), await receive(tablet)];
    await synced(tablet);

    const copy = await restored(tablet, image);
    const former = await copy.api.journal();
    await synced(copy);
    expect(await epochOf(copy)).not.toBe(former.epoch);
    expect((await copy.api.journal()).lastSeq).toBe(former.lastSeq + 1);
    await expectAllConfirmed(copy, [...before, ...after]);
    await expectSameHead(copy);
    expect(await atCounty([...before, ...after])).toEqual(once(4));
    const { rows } = await scene.county.owner.query<{ line: string }>(`SELECT line FROM journal WHERE epoch = $1 AND seq = 1`, [await epochOf(copy)]);
    expect(JSON.parse(rows[0]?.line ?? '')).toMatchObject({
      type: 'device.epochOpened',
      body: { previousEpoch: former.epoch, previousSeq: former.lastSeq, previousHead: former.headHash }
    });

    const next = await receive(copy);
    await synced(copy);
    expect(await atCounty([next])).toEqual(once(1));
    expect(new Set([...before, ...after, next].map(({ localNo }) => localNo)).size).toBe(5);
  });
});
