/** What a resident says on the tablet reaches the county and nobody else (M25). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Voices } from '#protocol/voices.ts';
import { boxBytes } from '#protocol/voice-box.ts';
import type { Said } from '#domain/voice/answer.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { signIn } from '#test/county/harness.ts';
import { act, line } from '../county/acts.ts';
import { openScene, type Scene } from './county.ts';

let scene: Scene;
let tablet: Tablet;
let seed = 9000;
beforeAll(async () => {
  scene = await openScene();
  tablet = await scene.tablet();
});
afterAll(() => scene.close());

const bad: Said = { kind: 'rating', grade: 'veryDissatisfied', reasons: ['115'], words: '说话很凶，让我跑了三趟', mayContact: true };
const openedAt = () => new Date(Date.now() - 30_000).toISOString();

async function takenIn(): Promise<string> {
  const received = await tablet.api.receive((await fillElderly(tablet.api, ++seed)).id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
async function ratings(show = 'open', who = 'wangshen'): Promise<Voices> {
  return (await (await (await signIn(scene.county.url, who)).call('GET', `/api/v1/staff/ratings?show=${show}`)).json()) as Voices;
}

test('[P100, M25] a bad rating stands at the county word for word, and nowhere on the tablet', async () => {
  const caseId = await takenIn();
  expect(await tablet.api.desk('ratingAsk', caseId)).toMatchObject({ about: caseId, what: '高龄津贴(补贴)申领', staff: '陈敏', given: false });
  expect(await tablet.api.desk('giveVoice', caseId, bad, openedAt())).toEqual({ ok: true, value: null });
  expect(await tablet.api.desk('ratingAsk', caseId)).toMatchObject({ given: true });
  expect((await tablet.sync()).error).toBeNull();

  const row = (await ratings()).rows.find(({ about }) => about === caseId);
  expect(row).toMatchObject({
    kind: 'rating',
    grade: 'veryDissatisfied',
    reasons: ['115'],
    words: '说话很凶，让我跑了三趟',
    handlerName: '陈敏',
    item: '高龄津贴(补贴)申领',
    person: { phone: expect.stringMatching(/^1\d{10}$/) as string },
    clock: { stage: 'contact' }
  });
  expect(row?.seconds).toBeGreaterThanOrEqual(30);

  // The line that the tablet sent and keeps: a box of the one length, and no word of what is in it.
  const { rows } = await scene.county.owner.query<{ line: string }>(
    `SELECT line FROM journal WHERE line LIKE '%rating.given%' AND line LIKE '%' || $1 || '%'`,
    [caseId]
  );
  const body = (JSON.parse(rows[0]?.line ?? '{}') as { body: { box: string } }).body;
  expect(Buffer.from(body.box, 'base64')).toHaveLength(boxBytes);
  expect(rows[0]?.line).not.toMatch(/veryDissatisfied|115|说话/);
});

test('[P101, M25] a refusal, a good word and a bad one make boxes of one length, and each occasion takes one', async () => {
  const said: Said[] = [{ kind: 'refused' }, { ...bad, grade: 'verySatisfied', reasons: ['517'], words: '' }, { ...bad, words: '"\\\n'.repeat(160) }];
  const lengths = new Set<number>();
  for (const each of said) {
    const caseId = await takenIn();
    expect(await tablet.api.desk('giveVoice', caseId, each, openedAt())).toEqual({ ok: true, value: null });
    expect(await tablet.api.desk('giveVoice', caseId, bad, openedAt())).toMatchObject({ ok: false, error: { code: 'already_rated' } });
    await tablet.sync();
    const { rows } = await scene.county.owner.query<{ line: string }>(
      `SELECT line FROM journal WHERE line LIKE '%rating.given%' AND line LIKE '%' || $1 || '%'`,
      [caseId]
    );
    expect(rows).toHaveLength(1);
    lengths.add(rows[0]?.line.length ?? 0);
    const row = (await ratings('all')).rows.find(({ about }) => about === caseId);
    expect(row?.kind).toBe(each.kind);
  }
  expect([...lengths]).toHaveLength(1);
});

test('[P101] a bad grade without a reason is sent back to the person, and nothing is written', async () => {
  const caseId = await takenIn();
  expect(await tablet.api.desk('giveVoice', caseId, { ...bad, reasons: [], words: ' ' }, openedAt())).toMatchObject({ ok: false, error: { path: 'reasons' } });
  expect(await tablet.api.desk('giveVoice', caseId, { ...bad, reasons: ['510'] }, openedAt())).toMatchObject({ ok: false, error: { code: 'unknown_reason' } });
  expect(await tablet.api.desk('ratingAsk', caseId)).toMatchObject({ given: false });
});

test('[P103] a box that was changed, or put to another case, is kept as what does not open, and holds nothing up', async () => {
  const [mine, other] = [await takenIn(), await takenIn()];
  await tablet.api.desk('giveVoice', mine, bad, openedAt());
  await tablet.sync();
  const { rows } = await scene.county.owner.query<{ line: string }>(
    `SELECT line FROM journal WHERE line LIKE '%rating.given%' AND line LIKE '%' || $1 || '%'`,
    [mine]
  );
  const stolen = JSON.parse(rows[0]?.line ?? '{}') as { body: { about: string; box: string } };
  const forger = await scene.county.enrol('LT03');
  const { replies } = await forger
    .push([line(act('rating.given', crypto.randomUUID(), 0, { ...stolen.body, about: other, occasion: 'counter-2026-01-01' }))])
    .then((reply) => ({ replies: reply }));
  expect(replies.verdicts.map(({ verdict }) => verdict)).toEqual(['applied']);
  expect((await ratings()).rows.find(({ about }) => about === other)).toMatchObject({ kind: 'unreadable', clock: { stage: 'reply' } });
});

test('[M25] a named bad rating is called about, answered and closed with a finding, each once and in order; a reviewer of a township sees none', async () => {
  const caseId = await takenIn();
  await tablet.api.desk('giveVoice', caseId, bad, openedAt());
  await tablet.sync();
  const clerk = await signIn(scene.county.url, 'wangshen');
  const row = (await ratings()).rows.find(({ about }) => about === caseId);
  if (row === undefined) throw new Error('no such rating');
  const step = (base: number, body: object, who = clerk) =>
    who.call('POST', `/api/v1/staff/ratings/${row.stationCode}/${row.about}/${row.occasion}/steps`, { base, step: body });
  expect((await step(0, { kind: 'replied', note: '已核实' })).status).toBe(409);
  expect((await step(0, { kind: 'contacted', reached: false, note: '没人接' })).status).toBe(200);
  expect((await step(0, { kind: 'contacted', reached: true, note: '接通' })).status).toBe(409);
  expect((await step(1, { kind: 'contacted', reached: true, note: '接通' })).status).toBe(200);
  expect((await step(2, { kind: 'replied', note: '已道歉' })).status).toBe(200);
  expect((await step(3, { kind: 'closed', finding: 'mended', note: '已调岗培训' })).status).toBe(200);
  expect((await step(4, { kind: 'replied', note: '再说一句' })).status).toBe(409);
  expect((await ratings('closed')).rows.map(({ about }) => about)).toContain(caseId);
  const township = await signIn(scene.county.url, 'luozhen');
  expect((await township.call('GET', '/api/v1/staff/ratings')).status).toBe(403);
  expect((await step(4, { kind: 'replied', note: 'x' }, township)).status).toBe(403);
  // Neither the application nor who runs it through it may change what was said or done.
  const { rows } = await scene.county.owner.query<{ may: boolean }>(
    `SELECT has_table_privilege('bangban_app', t, p) AS may FROM unnest(ARRAY['voices', 'voice_steps']) AS t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p`
  );
  expect(rows.some(({ may }) => may)).toBe(false);
});

test('[M25] who was never asked is counted, and nobody else hears a word of it', async () => {
  const before = (await ratings()).numbers.find(({ stationCode }) => stationCode === 'LT03');
  await takenIn();
  await tablet.sync();
  const after = (await ratings()).numbers.find(({ stationCode }) => stationCode === 'LT03');
  expect((after?.silent ?? 0) - (before?.silent ?? 0)).toBe(1);
  const colleague = await scene.tablet('zhouling');
  expect(JSON.stringify([await colleague.api.cases({}), await colleague.api.desk('tickets'), await colleague.api.today()])).not.toMatch(
    /veryDissatisfied|说话很凶/
  );
});

test('[P104, M26] fault that a resident found goes to the county without a name', async () => {
  expect(await tablet.api.desk('giveVoice', null, { kind: 'finding', words: '中午没人，白跑' }, openedAt())).toEqual({ ok: true, value: null });
  await tablet.sync();
  expect((await ratings()).rows.find(({ words }) => words === '中午没人，白跑')).toMatchObject({
    kind: 'finding',
    person: null,
    item: null,
    clock: { stage: 'reply' }
  });
});

test('[P105, M25] the receipt’s code rates once, later, and tells nobody what was said', async () => {
  const caseId = await takenIn();
  await tablet.sync();
  const token = (await tablet.api.case(caseId))?.state.received.queryToken ?? '';
  const url = `${scene.county.url}/api/v1/public/ratings/${token}`;
  const give = (body: object) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const rating = { grade: 'dissatisfied', reasons: ['209'], words: '', mayContact: false, openedAt: openedAt() };
  expect(await (await fetch(url)).json()).toEqual({ given: false });
  expect((await give({ ...rating, reasons: [] })).status).toBe(422);
  expect((await give(rating)).status).toBe(200);
  expect((await give({ ...rating, grade: 'satisfied', reasons: [] })).status).toBe(409);
  expect(await (await fetch(url)).json()).toEqual({ given: true });
  expect((await ratings()).rows.find(({ about, occasion }) => about === caseId && occasion === 'qr')).toMatchObject({
    channel: 'qr',
    grade: 'dissatisfied',
    handlerName: null
  });
  expect((await fetch(`${scene.county.url}/api/v1/public/ratings/${'x'.repeat(24)}`)).status).toBe(404);
});

test('[P106, M34] a station hears counts of a month that is over, and none of a handful of people', async () => {
  const month = '2026-10';
  const owner = scene.county.owner;
  const write = (n: number, grade: string) =>
    owner.query(
      `INSERT INTO voices (station_code, about, occasion, kind, grade, reasons, words, may_contact, channel, arrived_at)
       SELECT 'LT03', gen_random_uuid(), 'counter-2026-10-09', 'rating', $2, '', '', false, 'tablet', '2026-10-09T03:00:00Z' FROM generate_series(1, $1)`,
      [n, grade]
    );
  scene.county.setNow(new Date('2026-11-05T02:00:00Z'));
  const ahead = Date.parse('2026-11-05T02:00:00Z') - Date.now();
  tablet.clock.ahead = ahead;
  await write(3, 'satisfied');
  expect(await tablet.api.desk('ratingCounts')).toEqual({ month, counts: null });
  await write(2, 'dissatisfied');
  expect(await tablet.api.desk('ratingCounts')).toEqual({ month, counts: { rated: 5, refused: 0, bad: 2, rectified: 0 } });
  // In a month in which everybody, or all but one, was dissatisfied, each of them would be known by having answered at all.
  await owner.query(`UPDATE voices SET grade = 'dissatisfied' WHERE arrived_at = '2026-10-09T03:00:00Z'`);
  expect(await tablet.api.desk('ratingCounts')).toEqual({ month, counts: null });
  await owner.query(`UPDATE voices SET grade = 'satisfied' WHERE arrived_at = '2026-10-09T03:00:00Z'`);
  await tablet.api.desk('ratingCounts');
  // Without a line: as it was told last.
  tablet.line.before = () => {
    throw new TypeError('no line');
  };
  expect(await tablet.api.desk('ratingCounts')).toMatchObject({ counts: { rated: 5 } });
  tablet.line.before = () => null;
  tablet.clock.ahead = 0;
  scene.county.setNow(null);
});

test('[P105] one address that rates and rates is stopped', async () => {
  const url = `${scene.county.url}/api/v1/public/ratings/${'y'.repeat(24)}`;
  const statuses = new Set<number>();
  for (let n = 0; n < 61; n++) statuses.add((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status);
  expect([...statuses]).toEqual([400, 429]);
});
