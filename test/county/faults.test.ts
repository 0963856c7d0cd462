/** What breaks under a running county: connections, disks, lines. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, visit } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import type { BatchReply } from './test-device.ts';

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
  const waiting = tablet.send(body);
  let cut = 0;
  for (let wait = 0; wait < 100 && cut === 0; wait++) {
    await sleep(20);
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
