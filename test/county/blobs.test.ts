import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, received } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import { sha256, type TestDevice } from './test-device.ts';

let county: TestCounty;
let tablet: TestDevice;
beforeAll(async () => {
  county = await startTestCounty();
  tablet = await county.enrol('LT03');
});
afterAll(() => county[Symbol.asyncDispose]());

const chunkBytes = 256 * 1024;
const photo = (bytes: number): { bytes: Buffer; hash: string } => {
  const content = randomBytes(bytes);
  return { bytes: content, hash: sha256(content) };
};
type Missing = { blobs: { sha256: string; committed: boolean; have: number[] }[] };
type Committed = { results: { sha256: string; committed: boolean; error?: { code: string } }[] };
const missing = (...hashes: string[]): Promise<Missing> =>
  tablet.json('POST', '/api/v1/blobs/missing', { blobs: hashes.map((hash) => ({ sha256: hash, bytes: 1 })) });
const commit = (...blobs: { hash: string; bytes: Buffer }[]): Promise<Committed> =>
  tablet.json('POST', '/api/v1/blobs/commit', { blobs: blobs.map(({ hash, bytes }) => ({ sha256: hash, bytes: bytes.length, mime: 'image/jpeg' })) });
async function upload({ hash, bytes }: { hash: string; bytes: Buffer }): Promise<void> {
  for (let at = 0; at * chunkBytes < bytes.length; at++)
    expect((await tablet.putChunk(hash, at, bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes))).status).toBe(204);
}

test('[P21] an upload that was cut goes on where it stood, in any order', async () => {
  const one = photo(600_000);
  expect((await tablet.putChunk(one.hash, 2, one.bytes.subarray(2 * chunkBytes))).status).toBe(204);
  expect((await tablet.putChunk(one.hash, 2, one.bytes.subarray(2 * chunkBytes))).status).toBe(204);
  expect(await missing(one.hash)).toEqual({ blobs: [{ sha256: one.hash, committed: false, have: [2] }] });
  expect((await commit(one)).results[0]).toMatchObject({ committed: false, error: { code: 'blob_incomplete' } });
  await upload(one);
  expect(await commit(one)).toEqual({ results: [{ sha256: one.hash, committed: true }] });
  expect(await commit(one)).toEqual({ results: [{ sha256: one.hash, committed: true }] });
  expect(await missing(one.hash)).toEqual({ blobs: [{ sha256: one.hash, committed: true, have: [] }] });
  const back = await tablet.call('GET', `/api/v1/device-blobs/${one.hash}`);
  expect(Buffer.from(await back.arrayBuffer()).equals(one.bytes)).toBe(true);
  expect(await readdir(join(county.dataDir, 'blobs', 'LT03', 'parts'))).not.toContain(one.hash);
});

test('[P22] one photo that does not match its hash holds no other', async () => {
  const good = photo(1000);
  const bad = { hash: sha256('something else'), bytes: randomBytes(1000) };
  await upload(good);
  await upload(bad);
  const { results } = await commit(bad, good);
  expect(results.map((result) => [result.committed, result.error?.code])).toEqual([
    [false, 'checksum_mismatch'],
    [true, undefined]
  ]);
  expect((await missing(bad.hash)).blobs[0]?.have).toEqual([]);
});

test('[P21] a chunk that was damaged on the way, or is none, is refused', async () => {
  const one = photo(1000);
  expect(await (await tablet.putChunk(one.hash, 0, one.bytes, randomBytes(10))).json()).toMatchObject({ code: 'checksum_mismatch' });
  expect((await tablet.putChunk(one.hash, 99, one.bytes)).status).toBe(400);
  expect((await tablet.putChunk('../../etc', 0, one.bytes)).status).toBeGreaterThanOrEqual(400);
  expect((await tablet.putChunk(one.hash, 0, randomBytes(chunkBytes + 1))).status).toBe(413);
});

test('[P20][P23] a case counts its photos as missing until they are committed', async () => {
  const [one, two] = [photo(1000), photo(1000)];
  await tablet.push([line(received({ blobs: [one.hash, two.hash] }, { localNo: 'L-PHOTOS' }))]);
  const reviewer = await county.signIn('wangshen');
  const photosMissing = async (): Promise<number | undefined> =>
    ((await (await reviewer.call('GET', '/api/v1/staff/queue?q=L-PHOTOS')).json()) as { rows: { photosMissing: number }[] }).rows[0]?.photosMissing;
  expect(await photosMissing()).toBe(2);
  await upload(one);
  expect(await photosMissing()).toBe(2);
  await commit(one);
  expect(await photosMissing()).toBe(1);
});

test("[P23] another station's photo is no photo", async () => {
  const one = photo(500);
  await upload(one);
  await commit(one);
  const stranger = await county.enrol('YL05');
  expect((await stranger.call('GET', `/api/v1/device-blobs/${one.hash}`)).status).toBe(404);
});
