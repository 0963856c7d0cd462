/** What breaks under a running county: connections, disks, lines. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, visit } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import { sweep } from '#county/sweep.ts';
import { sha256, type BatchReply } from './test-device.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

test('[P18] a database connection that is cut in the middle of a batch refuses that batch alone; sent again it is applied once', async () => {
  const tablet = await county.enrol('LT03');
  await tablet.push([line(visit())]);
  const { body } = await tablet.batch([line(visit())]);
  await county.owner.query('BEGIN');
  await county.owner.query(`SELECT 1 FROM feed_heads WHERE station_code = 'LT03' FOR UPDATE`);
  let answered = false;
  const waiting = tablet.send(body).finally(() => (answered = true));
  let cut = 0;
  // However slow the machine is: until the batch waits for the lock, which it can't be answered without.
  while (cut === 0 && !answered) {
    await sleep(20);
    // Within a transaction the view stays as it was first seen.
    await county.owner.query('SELECT pg_stat_clear_snapshot()');
    const { rowCount } = await county.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%feed_heads%'`
    );
    cut = rowCount ?? 0;
  }
  expect(cut).toBe(1);
  const refused = await waiting;
  await county.owner.query('ROLLBACK');
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'unavailable']);
  const again = (await (await tablet.send(body)).json()) as BatchReply;
  expect(again.verdicts.map(({ verdict }) => verdict)).toEqual(['applied']);
  expect((await tablet.feed()).map(({ seq }) => seq)).toEqual([1, 2]);
});

test('a sender that goes away in the middle of a body is no defect', async () => {
  const { hostname, port } = new URL(county.url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('POST /api/v1/enrolments HTTP/1.1\r\nHost: county\r\nContent-Length: 5000\r\n\r\n{"half":');
  await sleep(100);
  socket.destroy();
  await sleep(200);
  expect(county.logged.filter((entry) => entry.startsWith('defect'))).toEqual([]);
});

test("PostgreSQL's own log quotes no row", async () => {
  const { rows } = await county.owner.query<{ log_error_verbosity: string }>('SHOW log_error_verbosity');
  expect(rows).toEqual([{ log_error_verbosity: 'terse' }]);
});

test('[P21] a chunk that could not be written is no chunk, leaves nothing behind, and may be sent again', async () => {
  const tablet = await county.enrol('SX01');
  const bytes = randomBytes(1000);
  const hash = sha256(bytes);
  const folder = join(county.dataDir, 'blobs', 'SX01', 'parts', hash);
  // In the chunk's place, so that the last step, the renaming, fails.
  await mkdir(join(folder, '0', 'in the way'), { recursive: true });
  expect((await tablet.putChunk(hash, 0, bytes)).status).toBeGreaterThanOrEqual(500);
  expect(await readdir(folder)).toEqual(['0']);
  await writeFile(join(folder, '1.00000000-half'), 'half');
  const { blobs } = await tablet.json<{ blobs: { have: number[] }[] }>('POST', '/api/v1/blobs/missing', { blobs: [{ sha256: hash, bytes: 1000 }] });
  expect(blobs[0]?.have).not.toContain(1);
});

test('the sweep drops photos that were begun a month ago, spent nonces and ended sessions, and nothing else', async () => {
  const tablet = await county.enrol('BS01');
  const [old, fresh] = [randomBytes(100), randomBytes(100)];
  await tablet.putChunk(sha256(old), 0, old);
  await tablet.putChunk(sha256(fresh), 0, fresh);
  const parts = join(county.dataDir, 'blobs', 'BS01', 'parts');
  const before = new Date(Date.now() - 31 * 86_400_000);
  await utimes(join(parts, sha256(old)), before, before);
  const browser = await county.signIn('wangshen');
  await county.owner.query(`INSERT INTO nonces VALUES ('BS01', $1, 'spent-spent-spent', $2)`, [tablet.deviceId, before]);
  await county.owner.query(`INSERT INTO staff_sessions VALUES ('\\x00', 's001', 'x', $1, $1)`, [before]);
  await sweep(county.context);
  expect(await readdir(parts)).toEqual([sha256(fresh)]);
  expect((await county.owner.query('SELECT 1 FROM nonces WHERE seen_at <= $1', [before])).rowCount).toBe(0);
  expect((await county.owner.query('SELECT 1 FROM nonces WHERE device_id = $1', [tablet.deviceId])).rowCount).toBeGreaterThan(0);
  expect((await county.owner.query('SELECT 1 FROM staff_sessions WHERE expires_at <= $1', [before])).rowCount).toBe(0);
  expect((await browser.call('GET', '/api/v1/staff/me')).status).toBe(200);
});
