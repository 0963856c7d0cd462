import { afterAll, beforeAll, expect, test } from 'vitest';
import { epochOpenedType } from '#domain/case/operations.ts';
import type { Review } from '#protocol/review.ts';
import { act, group, line, received, visit } from './acts.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import { sha256, type BatchReply, type TestDevice } from './test-device.ts';

let county: TestCounty;
let reviewer: StaffBrowser;
beforeAll(async () => {
  county = await startTestCounty();
  reviewer = await county.signIn('wangshen');
});
afterAll(() => county[Symbol.asyncDispose]());

const review = async (staff: StaffBrowser = reviewer): Promise<Review> => (await (await staff.call('GET', '/api/v1/staff/review')).json()) as Review;
async function fork(tablet: TestDevice): Promise<string[]> {
  const start = { seq: tablet.lastSeq, hash: tablet.headHash };
  await tablet.push([line(visit())]);
  const lines = [received({}, { answers: { applicantName: '赵秀英' } }), visit(), visit({ version: 9 })].map(line);
  expect((await tablet.send((await tablet.batch(lines, start)).body)).status).toBe(409);
  return lines;
}
const epochOpened = (tablet: TestDevice, former = { epoch: tablet.epoch, seq: tablet.lastSeq, head: tablet.headHash }): string =>
  line(act(epochOpenedType, crypto.randomUUID(), 0, { previousEpoch: former.epoch, previousSeq: former.seq, previousHead: former.head }));

test('[P68] a fork is shown with what it holds and whom it names, can be taken away as it came, and stays when it has been looked at', async () => {
  const tablet = await county.enrol('LT03');
  const lines = await fork(tablet);
  const [shown] = (await review()).quarantined;
  expect(shown).toMatchObject({
    stationCode: 'LT03',
    deviceId: tablet.deviceId,
    deviceNo: tablet.deviceNo,
    fromSeq: 1,
    lines: 3,
    arrived: 0,
    types: { 'case.received': 1, 'visit.planned': 2 },
    applicants: ['赵秀英', '李奶奶'],
    seenAt: null
  });
  const path = `/api/v1/staff/review/LT03/batches/${tablet.deviceId}/${shown?.headHash ?? ''}`;
  const file = await reviewer.call('GET', path);
  expect(file.headers.get('content-disposition')).toContain(tablet.deviceId);
  expect(await file.text()).toBe(`${lines.join('\n')}\n`);

  expect((await reviewer.call('POST', `${path}/seen`)).status).toBe(204);
  expect((await review()).quarantined[0]).toMatchObject({ seenBy: '王慎', seenAt: expect.any(String) as string, lines: 3 });
  const { rows } = await county.owner.query<{ action: string }>(`SELECT DISTINCT action FROM audit WHERE action ~ '^(review|quarantine)' ORDER BY action`);
  expect(rows.map(({ action }) => action)).toEqual(['quarantine.read', 'quarantine.seen', 'review.read']);

  // Entered again in a new epoch, they have all come in, and the page says so.
  const opening = epochOpened(tablet);
  await tablet.reopen();
  await tablet.push([opening, ...lines]);
  expect((await review()).quarantined[0]).toMatchObject({ lines: 3, arrived: 3 });
});

test('[P68] only who reviews sees it, each within their stations, and changes need the CSRF token', async () => {
  const [inside, outside] = [await county.enrol('SX01'), await county.enrol('BS01')];
  await fork(inside);
  await fork(outside);
  await outside.push([line(visit({ version: 7 }))]);
  const township = await county.signIn('luozhen');
  const seen = await review(township);
  const stations = [...seen.quarantined, ...seen.parked, ...seen.copied].map(({ stationCode }) => stationCode);
  expect(new Set(stations)).toEqual(new Set(['LT03', 'SX01']));
  const all = await review();
  expect(all.parked.map(({ stationCode }) => stationCode)).toContain('BS01');
  const pathOf = ({ deviceId }: TestDevice, station: string) =>
    `/api/v1/staff/review/${station}/batches/${deviceId}/${all.quarantined.find((batch) => batch.deviceId === deviceId)?.headHash ?? ''}`;
  const [path, foreign] = [pathOf(inside, 'SX01'), pathOf(outside, 'BS01')];
  expect((await reviewer.call('GET', foreign)).status).toBe(200);
  expect((await township.call('GET', path)).status).toBe(200);
  expect((await township.call('GET', foreign)).status).toBe(404);
  expect((await township.call('POST', `${foreign}/seen`)).status).toBe(404);
  expect((await township.call('POST', '/api/v1/staff/review/BS01/judgements')).status).toBe(404);
  expect((await township.call('POST', '/api/v1/staff/review/SX01/judgements')).status).toBe(200);

  for (const username of ['admin', 'auditor']) expect((await (await county.signIn(username)).call('GET', '/api/v1/staff/review')).status).toBe(403);
  for (const change of [`${path}/seen`, '/api/v1/staff/review/LT03/judgements'])
    expect((await fetch(county.url + change, { method: 'POST', headers: { cookie: reviewer.cookie } })).status).toBe(403);
});

test('[P17] [P68] what waits is shown with why and since when; what the database refused is judged again when a person asks', async () => {
  const tablet = await county.enrol('LT03');
  await county.owner.query(`
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22000'; END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT ON cases FOR EACH ROW WHEN (NEW.applicant_name = '毒') EXECUTE FUNCTION refuse_poison()`);
  const refused = group(received({}, { answers: { applicantName: '毒' } }), visit());
  const after = visit({ dependsOn: [refused[0]?.opId ?? ''] });
  const lines = [...refused, after].map(line);
  const { body } = await tablet.batch(lines);
  const verdicts = async () => ((await (await tablet.send(body)).json()) as BatchReply).verdicts.map(({ verdict, final }) => [verdict, final]);
  expect(await verdicts()).toEqual([
    ['parked', false],
    ['parked', false],
    ['parked', false]
  ]);
  const shown = (await review()).parked.filter(({ deviceId }) => deviceId === tablet.deviceId);
  expect(shown.map(({ code, types, applicants }) => [code, types, applicants])).toEqual([
    ['internal', { 'case.received': 1, 'visit.planned': 1 }, ['毒', '李奶奶']],
    ['missing_dependency', { 'visit.planned': 1 }, ['李奶奶']]
  ]);
  expect(shown[0]?.message).not.toBe('');
  expect(Date.parse(shown[0]?.since ?? '')).toBeLessThanOrEqual(Date.now());

  const judge = async () => (await (await reviewer.call('POST', '/api/v1/staff/review/LT03/judgements')).json()) as { settled: number; waiting: number };
  const still = await judge();
  expect(still.settled).toBe(0);
  await county.owner.query('DROP TRIGGER refuse_poison ON cases');
  expect(await judge()).toEqual({ settled: 2, waiting: still.waiting - 2 });
  expect((await review()).parked.filter(({ deviceId }) => deviceId === tablet.deviceId)).toEqual([]);
  expect(await verdicts()).toEqual([
    ['applied', true],
    ['applied', true],
    ['applied', true]
  ]);
  const { rows } = await county.owner.query('SELECT line_hash, verdict FROM operations WHERE writer = $1 ORDER BY seq', [tablet.deviceId]);
  expect(rows).toEqual(lines.map((text) => ({ line_hash: sha256(text), verdict: 'applied' })));
  expect((await tablet.feed()).slice(-3).map(({ opId }) => opId)).toEqual([...refused, after].map(({ opId }) => opId));
});

test('[P64] [P68] two copies of a tablet are told from one that was restored', async () => {
  const [restored, doubled] = [await county.enrol('LT03'), await county.enrol('LT03')];
  for (const tablet of [restored, doubled]) {
    await tablet.push([line(visit())]);
    const opening = epochOpened(tablet);
    await tablet.reopen();
    await tablet.push([opening]);
  }
  const copied = async () => (await review()).copied.map(({ deviceId, changes, branched }) => ({ deviceId, changes, branched }));
  expect(await copied()).toEqual([]);
  // The origin, which knows nothing of the copy's epoch, begins one from where it stands itself.
  const { rows } = await county.owner.query<{ epoch: string; seq: number; head: string }>(
    'SELECT epoch, last_seq::int AS seq, head_hash AS head FROM device_epochs WHERE device_id = $1',
    [doubled.deviceId]
  );
  const opening = epochOpened(doubled, rows[0]);
  await doubled.reopen();
  await doubled.push([opening]);
  expect(await copied()).toEqual([{ deviceId: doubled.deviceId, changes: 2, branched: true }]);
});

test('[P68] a station that there is not has nothing to judge, and nothing is made for it', async () => {
  expect((await reviewer.call('POST', '/api/v1/staff/review/ZZ99/judgements')).status).toBe(404);
  expect((await county.owner.query(`SELECT 1 FROM feed_heads WHERE station_code = 'ZZ99'`)).rows).toEqual([]);
  expect((await reviewer.call('POST', '/api/v1/staff/review/LT03/judgements')).status).toBe(200);
});
