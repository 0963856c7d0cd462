import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseState } from '#domain/case/state.ts';
import type { Voices } from '#protocol/voices.ts';
import { line, received } from './acts.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';

let county: TestCounty;
let [reviewer, lead]: StaffBrowser[] = [];
beforeAll(async () => {
  county = await startTestCounty();
  [reviewer, lead] = [await county.signIn('wangshen'), await county.signIn('fangzheng')];
});
afterAll(() => county[Symbol.asyncDispose]());

const notice = { items: [{ target: 'other', key: 'other', label: '照片', problem: '看不清', remedy: '重拍' }], due: '2027-12-01' };

test('[M17] a second notice is no reviewer’s: the county’s lead gives it, with a reason, and it stands in the history', async () => {
  if (!reviewer || !lead) throw new Error('nobody is signed in');
  const tablet = await county.enrol('LT03');
  const first = received();
  await tablet.push([line(first)]);
  const path = `/api/v1/staff/cases/LT03/${first.caseId}`;
  const read = async (who: StaffBrowser) => (await (await who.call('GET', path)).json()) as { row: { revision: number }; state: CaseState };
  const decide = async (who: StaffBrowser, body: object) =>
    who.call('POST', `${path}/decisions`, { type: 'case.correctionRequested', base: (await read(who)).row.revision, body });
  expect((await decide(reviewer, notice)).status).toBe(200);
  // Supplied, so that it is received again.
  const { row } = await read(reviewer);
  const supply = { ...first, opId: crypto.randomUUID(), groupId: crypto.randomUUID(), type: 'case.supplied', base: row.revision, blobs: [] };
  await tablet.push([line({ ...supply, body: { answers: { applicantPhone: '13700001111' }, materials: [] } })]);
  expect((await read(reviewer)).state.status).toBe('received');

  const refused = await decide(reviewer, notice);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: 'not_allowed', path: 'body.again' });
  expect((await decide(reviewer, { ...notice, again: { reason: '补来的还是看不清' } })).status).toBe(403);
  expect((await decide(lead, notice)).status).toBe(422);
  expect((await decide(lead, { ...notice, again: { reason: '补来的还是看不清' } })).status).toBe(200);
  const { state } = await read(lead);
  expect(state.correction).toMatchObject({ again: { reason: '补来的还是看不清' } });
  expect(state.timeline.filter(({ type }) => type === 'case.correctionRequested')).toHaveLength(2);
  const { numbers } = (await (await lead.call('GET', '/api/v1/staff/ratings')).json()) as Voices;
  expect(numbers.find(({ stationCode }) => stationCode === 'LT03')).toMatchObject({ again: 1 });
});
