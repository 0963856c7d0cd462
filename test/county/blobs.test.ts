import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
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

test('[P19][P22] a photo whose file the county has lost is asked for again', async () => {
  const one = photo(700);
  await upload(one);
  await commit(one);
  await rm(join(county.dataDir, 'blobs', 'LT03', one.hash.slice(0, 2), one.hash));
  expect((await missing(one.hash)).blobs).toEqual([{ sha256: one.hash, committed: false, have: [] }]);
  expect((await commit(one)).results[0]).toMatchObject({ committed: false, error: { code: 'blob_incomplete' } });
  await upload(one);
  expect((await commit(one)).results).toEqual([{ sha256: one.hash, committed: true }]);
  expect((await tablet.call('GET', `/api/v1/device-blobs/${one.hash}`)).status).toBe(200);
});

test('[P22] a file that a cut commit left without its record is taken over; one that is not whole is asked for again', async () => {
  const [left, torn] = [photo(600_000), photo(600_000)];
  for (const [{ hash, bytes }, kept] of [
    [left, 600_000],
    [torn, 300_000]
  ] as const) {
    const folder = join(county.dataDir, 'blobs', 'LT03', hash.slice(0, 2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, hash), bytes.subarray(0, kept));
  }
  expect((await missing(left.hash)).blobs).toEqual([{ sha256: left.hash, committed: false, have: [0] }]);
  expect((await commit(left, torn)).results).toMatchObject([{ committed: true }, { committed: false, error: { code: 'blob_incomplete' } }]);
  expect((await missing(left.hash, torn.hash)).blobs).toEqual([
    { sha256: left.hash, committed: true, have: [] },
    { sha256: torn.hash, committed: false, have: [] }
  ]);
  await upload(torn);
  expect((await commit(torn, torn)).results).toEqual([
    { sha256: torn.hash, committed: true },
    { sha256: torn.hash, committed: true }
  ]);
});

test('one photo committed by two tablets at once is whole', async () => {
  const one = photo(600_000);
  const other = await county.enrol('LT03');
  await upload(one);
  const body = JSON.stringify({ blobs: [{ sha256: one.hash, bytes: one.bytes.length, mime: 'image/jpeg' }] });
  const replies = await Promise.all([tablet, other, tablet, other].map((each) => each.call('POST', '/api/v1/blobs/commit', body)));
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
  expect((await missing(one.hash)).blobs[0]?.committed).toBe(true);
  const back = await other.call('GET', `/api/v1/device-blobs/${one.hash}`);
  expect(sha256(new Uint8Array(await back.arrayBuffer()))).toBe(one.hash);
});

test('[P22] one asked for with another length is refused, and the file that another commit is just recording stays', async () => {
  const one = photo(600_000);
  const folder = join(county.dataDir, 'blobs', 'LT03', one.hash.slice(0, 2));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, one.hash), one.bytes);
  const wrong = await tablet.json<{ results: object[] }>('POST', '/api/v1/blobs/commit', { blobs: [{ sha256: one.hash, bytes: 599_999, mime: 'image/jpeg' }] });
  expect(wrong.results).toMatchObject([{ committed: false }]);
  expect((await commit(one)).results).toEqual([{ sha256: one.hash, committed: true }]);
});

test('what a tablet calls a photo is never run as a page, and no copy of it is kept on the way', async () => {
  const page = { bytes: Buffer.from('<script>alert(1)</script>'), hash: sha256('<script>alert(1)</script>') };
  await upload(page);
  await tablet.json('POST', '/api/v1/blobs/commit', { blobs: [{ sha256: page.hash, bytes: page.bytes.length, mime: 'text/html\r\nX-Evil: 1' }] });
  const reviewer = await county.signIn('wangshen');
  const { headers } = await reviewer.call('GET', `/api/v1/staff/blobs/LT03/${page.hash}`);
  expect(Object.fromEntries(['content-type', 'x-content-type-options', 'x-evil', 'cache-control'].map((name) => [name, headers.get(name)]))).toEqual({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'x-evil': null,
    'cache-control': 'private, no-store'
  });
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect((await county.owner.query(`SELECT 1 FROM audit WHERE action = 'blob.read' AND subject = $1`, [page.hash])).rowCount).toBe(1);
  // A township's reviewer sees the own township's photos alone.
  const far = await county.enrol('DH01');
  await far.putChunk(page.hash, 0, page.bytes);
  await far.json('POST', '/api/v1/blobs/commit', { blobs: [{ sha256: page.hash, bytes: page.bytes.length, mime: 'image/png' }] });
  const township = await county.signIn('luozhen');
  expect((await township.call('GET', `/api/v1/staff/blobs/LT03/${page.hash}`)).status).toBe(200);
  expect((await township.call('GET', `/api/v1/staff/blobs/DH01/${page.hash}`)).status).toBe(404);
  for (const name of ['admin', 'auditor']) expect((await (await county.signIn(name)).call('GET', `/api/v1/staff/blobs/LT03/${page.hash}`)).status).toBe(403);
});

test("[P23] another station's photo is no photo", async () => {
  const one = photo(500);
  await upload(one);
  await commit(one);
  const stranger = await county.enrol('YL05');
  expect((await stranger.call('GET', `/api/v1/device-blobs/${one.hash}`)).status).toBe(404);
});
