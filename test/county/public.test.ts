/** What strangers may read: where a case stands, by its receipt's token alone, and the published guides. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '#domain/case/operations.ts';
import type { Progress, PublicGuide } from '#protocol/public.ts';
import { act, line, received } from './acts.ts';
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

const person = {
  applicantName: '李桂兰',
  applicantIdNo: '430199193903081522',
  applicantPhone: '13800138000',
  applicantAddress: { division: '430199101203', detail: '柳塘村三组十七号' },
  agentName: '周小明'
};
const newToken = (): string => randomBytes(18).toString('base64url');
const ask = (path: string): Promise<Response> => fetch(`${county.url}/api/v1/public/${path}`);
const progress = async (token: string): Promise<Progress> => (await ask(`progress/${token}`)).json() as Promise<Progress>;

async function takesIn(token: string, by = tablet): Promise<Operation> {
  const op = received({ author: { id: 's001', name: '陈敏' } }, { answers: person, queryToken: token, receivedOn: '2026-11-20' });
  const { verdicts } = await by.push([line(op)]);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['applied']);
  return op;
}
const decide = async (caseId: string, type: string, base: number, body: unknown): Promise<void> => {
  const reply = await reviewer.call('POST', `/api/v1/staff/cases/LT03/${caseId}/decisions`, { type, base, body });
  expect(reply.status).toBe(200);
};

/** Read on another day; what is signed by a tablet or a session needs the real one. */
async function onDay<T>(day: string, read: () => Promise<T>): Promise<T> {
  county.setNow(new Date(`${day}T02:00:00Z`));
  try {
    return await read();
  } finally {
    county.setNow(null);
  }
}

test("the receipt's token answers where the case stands, and follows each decision", async () => {
  const token = newToken();
  const { caseId } = await takesIn(token);
  const reply = await onDay('2026-11-22', () => ask(`progress/${token}`));
  expect(reply.status).toBe(200);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const { updatedAt, ...rest } = (await reply.json()) as Progress;
  expect(Date.now() - Date.parse(updatedAt)).toBeLessThan(60_000);
  expect(rest).toEqual({
    itemName: '高龄津贴申请',
    department: '民政部门',
    status: 'received',
    // Five working days from Friday, 20 November.
    light: { light: 'green', words: '剩 5 个工作日' },
    receivedOn: '2026-11-20',
    due: '2026-11-27',
    stationName: '柳塘村便民服务站',
    stationPhone: expect.stringMatching(/^[\d-]{7,}$/) as unknown,
    correctionItems: 0
  });
  expect((await onDay('2026-11-28', () => progress(token))).light.light).toBe('red');

  const item = (label: string) => ({ target: 'field', key: 'phone', label, problem: '少一位', remedy: '补全' });
  await decide(caseId, 'case.correctionRequested', 1, { items: [item('联系电话'), item('银行账号')], due: '2026-12-04' });
  const asked = await progress(token);
  expect(asked).toMatchObject({ status: 'correction', correctionItems: 2, due: '2026-12-04', light: { light: 'hold' } });
  expect(asked.updatedAt > updatedAt).toBe(true);

  await tablet.push([line(act('case.supplied', caseId, 2, { answers: { applicantPhone: '13900139000' }, materials: [] }))]);
  expect(await progress(token)).toMatchObject({ status: 'received', correctionItems: 0 });
  await decide(caseId, 'case.accepted', 3, {});
  expect(await progress(token)).toMatchObject({ status: 'accepted' });
  await decide(caseId, 'case.completed', 4, { outcome: 'approved', result: '准予发放' });
  expect(await progress(token)).toMatchObject({ status: 'completed', due: null, light: { light: 'none', words: '' } });
});

test('nothing that it answers names the person, the worker or the case', async () => {
  const token = newToken();
  const { caseId, body } = await takesIn(token);
  const item = { target: 'material', key: 'id-card', label: '李桂兰的身份证', problem: '430199193903081522 看不清', remedy: '重拍' };
  await decide(caseId, 'case.correctionRequested', 1, { items: [item], due: '2026-12-04', note: '打 13800138000' });
  const text = await (await ask(`progress/${token}`)).text();
  const { localNo } = body as { localNo: string };
  for (const secret of ['李桂兰', '430199193903081522', '13800138000', '柳塘村三组', '周小明', '陈敏', '王慎', '身份证', '看不清', caseId, localNo, token]) {
    expect(text).not.toContain(secret);
  }
  // The keys are counted too: whoever adds one has to think of this.
  expect(Object.keys(JSON.parse(text) as Progress).sort()).toEqual(
    ['correctionItems', 'department', 'due', 'itemName', 'light', 'receivedOn', 'stationName', 'stationPhone', 'status', 'updatedAt'].sort()
  );
});

test('a token that nobody gave out is a 404 with a sentence, whatever it looks like', async () => {
  const { caseId } = await takesIn(newToken());
  for (const token of [newToken(), caseId, 'short', 'a'.repeat(5000), encodeURIComponent("' OR true --"), '%00', encodeURIComponent('二维码')]) {
    const reply = await ask(`progress/${token}`);
    expect([token, reply.status]).toEqual([token, 404]);
    expect(await reply.json()).toMatchObject({ code: 'not_found', message: expect.stringContaining('没有查到') as unknown, path: 'token' });
  }
});

test('a refused case has no progress; the database keeps the hash of a token, not the token', async () => {
  const token = newToken();
  const { verdicts } = await tablet.push([line(received({}, { answers: person, queryToken: token, receivedOn: 'soon' }))]);
  expect(verdicts[0]?.verdict).toBe('rejected');
  expect((await ask(`progress/${token}`)).status).toBe(404);
  const kept = newToken();
  await takesIn(kept);
  const { rows } = await county.owner.query<{ row: string }>('SELECT query_tokens::text AS row FROM query_tokens');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ row }) => row).join('\n')).not.toContain(kept);
});

test("another station's case with the same token takes no receipt over", async () => {
  const token = newToken();
  await takesIn(token);
  const other = await county.enrol('DH01');
  await takesIn(token, other);
  expect(await progress(token)).toMatchObject({ stationName: '柳塘村便民服务站' });
});

test('a batch takes its tokens in the order of their hashes: two that share some never wait for each other in a ring', async () => {
  const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
  const [low = '', high = ''] = [newToken(), newToken()].sort((a, b) => hash(a).compare(hash(b)));
  const take = (token: string) => county.owner.query("INSERT INTO query_tokens VALUES ($1, 'DH01', $2) ON CONFLICT DO NOTHING", [hash(token), randomUUID()]);
  await county.owner.query('BEGIN');
  await take(low);
  const pushed = tablet.push([high, low].map((queryToken) => line(received({}, { answers: person, queryToken }))));
  // pg_stat_activity would show one moment only within a transaction.
  const waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'";
  await expect.poll(async () => (await county.owner.query(waits)).rowCount, { timeout: 10_000 }).toBe(1);
  await take(high);
  await county.owner.query('COMMIT');
  expect((await pushed).verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
});

test('the guide of an item has its questions, in its order; that of a bundle all of its items', async () => {
  const catalogue = county.context.catalogues.current()?.catalogue;
  const one = (await (await ask('guides/elderly-allowance')).json()) as PublicGuide;
  const item = catalogue?.items.find(({ id }) => id === 'elderly-allowance');
  expect(one).toMatchObject({ revision: catalogue?.revision, bundle: null, items: [item] });
  expect(one.questions.map(({ id }) => id)).toEqual(item?.questions);
  const many = (await (await ask('guides/bundle-newborn')).json()) as PublicGuide;
  const bundle = catalogue?.bundles.find(({ id }) => id === 'bundle-newborn');
  expect(many.bundle).toEqual(bundle);
  expect(many.items.map(({ id }) => id)).toEqual(bundle?.children.flatMap(({ itemId }) => itemId ?? []));
  expect(new Set(many.questions.map(({ id }) => id))).toEqual(new Set(many.items.flatMap(({ questions }) => questions)));
  const missing = await ask('guides/nothing-here');
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ code: 'not_found', path: 'id' });
});

test('cases that came before the table of tokens are found after the migration', async () => {
  const token = newToken();
  await takesIn(token);
  await county.owner.query('DROP TABLE query_tokens');
  await county.owner.query(readFileSync(new URL('../../sync/county/migrations/0002-query-tokens.sql', import.meta.url), 'utf8'));
  expect(await progress(token)).toMatchObject({ status: 'received' });
  const { rows } = await county.owner.query<{ relforcerowsecurity: boolean }>("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'cases'");
  expect(rows).toEqual([{ relforcerowsecurity: true }]);
});

test('whoever guesses is stopped; the brake is per address and lets go', async () => {
  county.setNow(new Date('2026-11-25T02:00:00Z'));
  const statuses: number[] = [];
  for (let at = 0; at < 210; at++) statuses.push((await ask(`progress/${newToken()}`)).status);
  expect(statuses.indexOf(429)).toBe(200);
  expect(await (await ask(`progress/${newToken()}`)).json()).toMatchObject({ code: 'rate_limited', path: 'token' });
  county.setNow(new Date('2026-11-25T02:11:00Z'));
  expect((await ask(`progress/${newToken()}`)).status).toBe(404);
  county.setNow(null);
});
