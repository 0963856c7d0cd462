import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '#domain/case/operations.ts';
import type { QueueRow } from '#protocol/messages.ts';
import { line, received } from './acts.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

let county: TestCounty;
let tablet: TestDevice;
let reviewer: StaffBrowser;
beforeAll(async () => {
  county = await startTestCounty();
  tablet = await county.enrol('LT03');
  reviewer = await county.signIn('wangshen');
});
afterAll(() => county[Symbol.asyncDispose]());

type ConsoleCase = { row: QueueRow; state: { status: string; due: string | null; correction: unknown } };
async function intake(name: string): Promise<Operation> {
  const op = received({}, { answers: { applicantName: name } });
  await tablet.push([line(op)]);
  return op;
}
const decide = (caseId: string, type: string, base: number, body: unknown, by = reviewer): Promise<Response> =>
  by.call('POST', `/api/v1/staff/cases/LT03/${caseId}/decisions`, { type, base, body });

test("[P24] acceptance gives a number; completion ends it; the station's feed has both lines", async () => {
  const op = await intake('张三');
  const accepted = (await (await decide(op.caseId, 'case.accepted', 1, { note: '材料齐全', caseNo: 'made up', due: '1999-01-01' })).json()) as ConsoleCase;
  expect(accepted.row).toMatchObject({ status: 'accepted', revision: 2, applicantName: '张三' });
  expect(accepted.row.caseNo).toMatch(/^430199100200\d{12}$/);
  const completed = await decide(op.caseId, 'case.completed', 2, { outcome: 'approved', result: '准予发放' });
  expect(((await completed.json()) as ConsoleCase).state.status).toBe('completed');
  const county3 = (await tablet.feed()).filter((row) => row.caseId === op.caseId);
  expect(county3.map((row) => [row.county, row.line === null])).toEqual([
    [false, true],
    [true, false],
    [true, false]
  ]);
  expect(JSON.parse(county3[1]?.line ?? '{}')).toMatchObject({ type: 'case.accepted', base: 1, author: { name: '王慎' } });
});

test("the due day is counted from the catalogue's promised days", async () => {
  const current = county.context.catalogues.current();
  const item = current?.catalogue.items.find((each) => each.promisedDays.value !== null && each.promisedDays.unit === 'workingDay');
  const op = received({}, { item: { id: item?.id, name: item?.name, version: 9999, handlingItemCode: '', department: '' } });
  await tablet.push([line(op)]);
  const { row } = (await (await decide(op.caseId, 'case.accepted', 1, {})).json()) as ConsoleCase;
  expect(row.due).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(row.due?.localeCompare('2020-01-01')).toBe(1);
});

test('two acceptances on one day have two numbers', async () => {
  const numbers = new Set<string | null>();
  for (const name of ['甲', '乙']) {
    const op = await intake(name);
    numbers.add(((await (await decide(op.caseId, 'case.accepted', 1, {})).json()) as ConsoleCase).row.caseNo);
  }
  expect(numbers.size).toBe(2);
});

test('a decision on an older revision is refused and changes nothing', async () => {
  const op = await intake('李四');
  const correction = { items: [{ target: 'field', key: 'phone', label: '联系电话', problem: '少一位', remedy: '补全' }], due: '2026-12-01' };
  expect((await decide(op.caseId, 'case.correctionRequested', 1, correction)).status).toBe(200);
  const stale = await decide(op.caseId, 'case.accepted', 1, {});
  expect(stale.status).toBe(409);
  expect(await stale.json()).toMatchObject({ code: 'stale_revision', path: 'base', details: { revision: 2 } });
  expect((await decide(op.caseId, 'case.completed', 2, { outcome: 'approved', result: 'x' })).status).toBe(409);
  expect((await decide(op.caseId, 'case.notAccepted', 2, { reason: 1 })).status).toBe(422);
  expect((await decide(op.caseId, 'case.received', 2, {})).status).toBe(400);
  const now = (await (await reviewer.call('GET', `/api/v1/staff/cases/LT03/${op.caseId}`)).json()) as ConsoleCase;
  expect(now).toMatchObject({ row: { status: 'correction', revision: 2 }, state: { correction } });
});

test('of two decisions at once on one revision, one stands', async () => {
  const op = await intake('王五');
  const replies = await Promise.all([decide(op.caseId, 'case.accepted', 1, {}), decide(op.caseId, 'case.notAccepted', 1, { reason: '不符合', basis: '某条' })]);
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
});

test('the queue filters, counts and pages', async () => {
  await intake('赵_六%');
  const ask = async (query: string): Promise<{ rows: QueueRow[]; total: number; counts: Record<string, number> }> =>
    (await reviewer.call('GET', `/api/v1/staff/queue?${query}`)).json() as never;
  const found = await ask(`q=${encodeURIComponent('_六%')}`);
  expect(found.rows.map((row) => row.applicantName)).toEqual(['赵_六%']);
  const all = await ask('limit=2');
  expect(all.rows).toHaveLength(2);
  expect(all.total).toBe(Object.values(all.counts).reduce((sum, n) => sum + n, 0));
  const done = await ask('status=completed');
  expect(new Set(done.rows.map((row) => row.status))).toEqual(new Set(['completed']));
  expect(done.total).toBe(done.counts.completed);
});

test('each role sees and does its own part only', async () => {
  const op = await intake('孙七');
  const township = await county.signIn('luozhen');
  const other = await county.enrol('DH01');
  const far = received({}, { answers: { applicantName: '远方' } });
  await other.push([line(far)]);
  const queue = (await (await township.call('GET', '/api/v1/staff/queue?limit=200')).json()) as { rows: QueueRow[] };
  expect(new Set(queue.rows.map((row) => row.stationCode))).toEqual(new Set(['LT03']));
  expect((await township.call('GET', `/api/v1/staff/cases/DH01/${far.caseId}`)).status).toBe(404);
  expect((await decide(op.caseId, 'case.accepted', 1, {}, township)).status).toBe(403);
  const admin = await county.signIn('admin');
  expect((await admin.call('GET', '/api/v1/staff/queue')).status).toBe(403);
  expect((await admin.call('GET', '/api/v1/staff/stations')).status).toBe(200);
  const auditor = await county.signIn('auditor');
  expect((await auditor.call('GET', `/api/v1/staff/cases/LT03/${op.caseId}`)).status).toBe(403);
});

test('every reading of a case is in the audit', async () => {
  const op = await intake('周八');
  await reviewer.call('GET', `/api/v1/staff/cases/LT03/${op.caseId}`);
  const { rows } = await county.owner.query('SELECT actor, action, station_code FROM audit WHERE subject = $1', [op.caseId]);
  expect(rows).toEqual([{ actor: 's008', action: 'case.read', station_code: 'LT03' }]);
  const { rows: before } = await county.owner.query(`SELECT 1 FROM audit WHERE action = 'queue.read'`);
  await reviewer.call('GET', `/api/v1/staff/queue?q=${encodeURIComponent('周八')}`);
  const { rows: after } = await county.owner.query(`SELECT actor, subject FROM audit WHERE action = 'queue.read' ORDER BY id`);
  expect(after.slice(before.length)).toEqual([{ actor: 's008', subject: '1 rows' }]);
});

test("[P46] the stations page has each tablet's own report", async () => {
  const report = {
    unsyncedCases: 3,
    unsyncedPhotos: 5,
    unsyncedOperations: 4,
    oldestUnsyncedAt: null,
    appVersion: '0',
    catalogueRevision: 1,
    storageUsed: null,
    storageQuota: null
  };
  await tablet.json('PUT', '/api/v1/devices/self', report);
  const { stations } = (await (await reviewer.call('GET', '/api/v1/staff/stations')).json()) as {
    stations: { station: { code: string }; devices: { deviceId: string; report: unknown; lastSyncAt: string | null }[] }[];
  };
  expect(stations).toHaveLength(6);
  const mine = stations.find(({ station }) => station.code === 'LT03')?.devices.find(({ deviceId }) => deviceId === tablet.deviceId);
  expect(mine?.report).toEqual(report);
  expect(mine?.lastSyncAt).not.toBeNull();
});
