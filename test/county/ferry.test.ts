import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, received, visit } from './acts.ts';
import { answerTo, collect, ferryFile, importBytes, photo, readAnswer, type Contents } from './ferry-file.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

const file = async (tablet: TestDevice, contents: Contents) => collect(ferryFile(county, tablet, contents));
async function ledger(tablet: TestDevice): Promise<{ operations: number; feed: number; quarantine: number }> {
  const { rows } = await county.owner.query<{ operations: number; feed: number; quarantine: number }>(
    `SELECT (SELECT count(*) FROM operations WHERE writer = $1)::int AS operations, (SELECT count(*) FROM feed WHERE writer = $1)::int AS feed,
            (SELECT count(*) FROM quarantine WHERE device_id = $1)::int AS quarantine`,
    [tablet.deviceId]
  );
  return rows[0] ?? { operations: -1, feed: -1, quarantine: -1 };
}

test('[P78] a file is taken in as a batch of the line is, with its photos; again, and by the line, it changes nothing', async () => {
  const tablet = await county.enrol();
  const [one, two] = [photo(randomBytes(300_000)), photo(randomBytes(5000))];
  const lines = [line(received({ blobs: [one.hash, two.hash] })), line(visit()), line(received({}, { answers: {} }))];
  const { body } = await tablet.batch(lines);
  const bytes = await file(tablet, { fromSeq: 1, count: 3, batches: [body], photos: [one, two], photoCount: 2 });
  const found = await importBytes(county, bytes);
  expect(found).toMatchObject({ stationCode: 'LT03', fromSeq: 1, count: 3, photosCommitted: 2, missing: [], error: null, importedBy: 'admin' });
  expect(found.applied + found.rejected).toBe(3);
  const before = await ledger(tablet);
  expect(before.operations).toBe(3);

  expect(await importBytes(county, bytes)).toMatchObject({ applied: found.applied, rejected: found.rejected, photosCommitted: 2 });
  const byLine = await tablet.push(lines);
  expect(byLine.verdicts).toHaveLength(3);
  expect(await ledger(tablet)).toEqual(before);

  // Line first, then the file.
  const more = [line(visit()), line(visit())];
  const next = await tablet.batch(more);
  const later = await file(tablet, { fromSeq: 4, count: 2, batches: [next.body] });
  await tablet.push(more);
  const after = await ledger(tablet);
  expect(await importBytes(county, later)).toMatchObject({ applied: 2, missing: [], error: null });
  expect(await ledger(tablet)).toEqual(after);
  const { rows } = await county.owner.query(`SELECT actor FROM audit WHERE action = 'ferry.imported' AND station_code = 'LT03'`);
  expect(rows).toHaveLength(3);
});

test('[P79] a gap is answered with the numbers that are missing; photos are taken all the same', async () => {
  const tablet = await county.enrol();
  const lost = await tablet.batch([line(visit()), line(visit())]);
  const one = photo(randomBytes(2000));
  const { body } = await tablet.batch([line(visit())], { seq: 2, hash: lost.headHash });
  const found = await importBytes(county, await file(tablet, { fromSeq: 3, count: 1, batches: [body], photos: [one], photoCount: 1 }));
  expect(found).toMatchObject({ applied: 0, missing: [{ from: 1, through: 2 }], error: { code: 'sequence_gap' }, photosCommitted: 1 });
  const read = await readAnswer(county, tablet, await answerTo(county, found));
  expect(read.answer).toMatchObject({ missing: [{ from: 1, through: 2 }], error: { code: 'sequence_gap' }, self: { lastSeq: 0 } });
  expect(read.answer.photos).toEqual([{ sha256: one.hash, committed: true }]);

  // What was missing comes: the same file goes through, and its answer says so.
  await importBytes(county, await file(tablet, { fromSeq: 1, count: 2, batches: [lost.body] }));
  const again = await importBytes(county, await file(tablet, { fromSeq: 3, count: 1, batches: [body] }));
  expect(again).toMatchObject({ applied: 1, missing: [], error: null });
});

test('[P81] the answer carries verdicts, news and where the county stands, to this tablet alone', async () => {
  const tablet = await county.enrol();
  const other = await county.enrol();
  const lines = [line(visit()), line(received({}, { receivedOn: 'x' }))];
  const { body } = await tablet.batch(lines);
  const found = await importBytes(county, await file(tablet, { fromSeq: 1, count: 2, batches: [body] }));
  const bytes = await answerTo(county, found);
  const read = await readAnswer(county, tablet, bytes);
  expect(read.header).toMatchObject({ kind: 'answer', deviceId: tablet.deviceId, fromSeq: 1, count: 2 });
  expect(read.verdicts.map(({ seq, verdict }) => [seq, verdict])).toEqual([
    [1, 'applied'],
    [2, 'rejected']
  ]);
  expect(read.verdicts[1]?.error?.code).toBeTruthy();
  expect(read.feed.flatMap(({ rows }) => rows).length).toBeGreaterThan(0);
  expect(read.answer).toMatchObject({ self: { lastSeq: 2, deviceId: tablet.deviceId }, since: null, missing: [], error: null });
  await expect(readAnswer(county, other, bytes)).rejects.toMatchObject({ code: 'other_key' });
});

test('[P81] a header that claims lines without end gets an answer about those that are there', async () => {
  const tablet = await county.enrol();
  const { body } = await tablet.batch([line(visit()), line(visit())]);
  const found = await importBytes(county, await file(tablet, { fromSeq: 1, count: Number.MAX_SAFE_INTEGER, batches: [body] }));
  expect(found).toMatchObject({ applied: 2, error: null });
  const read = await readAnswer(county, tablet, await answerTo(county, found));
  expect(read.verdicts.map(({ seq }) => seq)).toEqual([1, 2]);
});

test('[P77] a header whose number is not that of its tablet is refused', async () => {
  const tablet = await county.enrol();
  const { body } = await tablet.batch([line(visit())]);
  const bytes = await file(tablet, { fromSeq: 1, count: 1, batches: [body], header: { deviceNo: '/../' } });
  await expect(importBytes(county, bytes)).rejects.toMatchObject({ problem: { code: 'ferry_damaged' } });
  expect(await ledger(tablet)).toEqual({ operations: 0, feed: 0, quarantine: 0 });
});

test('[P79] a file of another history is quarantined whole', async () => {
  const tablet = await county.enrol();
  const start = { seq: 0, hash: tablet.headHash };
  await tablet.push([line(visit())]);
  const { body } = await tablet.batch([line(visit()), line(visit())], start);
  const forked = await file(tablet, { fromSeq: 1, count: 2, batches: [body] });
  const found = await importBytes(county, forked);
  expect(found).toMatchObject({ applied: 0, error: { code: 'fork' } });
  expect(await ledger(tablet)).toEqual({ operations: 1, feed: 1, quarantine: 1 });
});

test('[P77] what is damaged, cut, foreign or forged is refused with a code and a sentence, and nothing of it is written', async () => {
  const tablet = await county.enrol();
  const other = await county.enrol();
  const one = photo(randomBytes(400_000));
  const { body } = await tablet.batch([line(visit())]);
  const contents: Contents = { fromSeq: 1, count: 1, batches: [body], photos: [one], photoCount: 1 };
  const bytes = await file(tablet, contents);
  const flipped = (at: number) => {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const { subtle } = crypto;
  const foreign = new Uint8Array(
    await subtle.exportKey('spki', (await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])).publicKey)
  );
  const forged = await file(other, { ...contents, header: { deviceId: tablet.deviceId, deviceNo: tablet.deviceNo, station: 'LT03' } });
  const unknown = await file(tablet, { ...contents, header: { deviceId: tablet.deviceId.replace(/.$/, (end) => (end === 'a' ? 'b' : 'a')) } });
  const refusals: [Uint8Array, string][] = [
    [flipped(0), 'ferry_not_sealed'],
    [flipped(bytes.indexOf(0x7b) + 200), 'ferry_damaged'],
    [flipped(bytes.length - 200_000), 'ferry_damaged'],
    [flipped(bytes.length - 70), 'ferry_damaged'],
    [flipped(bytes.length - 1), 'bad_signature'],
    [bytes.slice(0, bytes.length - 1), 'ferry_truncated'],
    [bytes.slice(0, 300_000), 'ferry_truncated'],
    [bytes.slice(0, 4), 'ferry_not_sealed'],
    [new Uint8Array(0), 'ferry_not_sealed'],
    [new Uint8Array([...bytes, 0]), 'ferry_damaged'],
    [await file(tablet, { ...contents, to: foreign }), 'ferry_other_key'],
    [forged, 'bad_signature'],
    [unknown, 'device_unknown'],
    [await file(tablet, { ...contents, header: { kind: 'rescue' } }), 'ferry_other_kind'],
    [new TextEncoder().encode('PK\u0003\u0004 some archive that was dropped here'), 'ferry_not_sealed']
  ];
  for (const [damaged, code] of refusals)
    await expect(importBytes(county, damaged), code).rejects.toMatchObject({ problem: { code, message: expect.stringMatching(/。$/) as unknown } });
  expect(await ledger(tablet)).toMatchObject({ operations: 0, feed: 0, quarantine: 0 });
  const { rows } = await county.owner.query('SELECT 1 FROM blobs WHERE sha256 = $1', [one.hash]);
  expect(rows).toHaveLength(0);
  expect(await importBytes(county, bytes)).toMatchObject({ applied: 1, photosCommitted: 1 });
});

test('[P78] a revoked tablet brings nothing in', async () => {
  const tablet = await county.enrol();
  const { body } = await tablet.batch([line(visit())]);
  const bytes = await file(tablet, { fromSeq: 1, count: 1, batches: [body], header: { id: randomUUID() } });
  await county.owner.query('SET app.station = $$LT03$$');
  await county.owner.query('UPDATE devices SET revoked_at = now() WHERE device_id = $1', [tablet.deviceId]);
  await expect(importBytes(county, bytes)).rejects.toMatchObject({ problem: { code: 'device_revoked' } });
});
