/** The clock of a case and what is promised on it, from the tablet to the county and back (M12–M16, M19, M20; rules 2.8, 2.9). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, noticeDue } from '#domain/calendar/working-days.ts';
import { writeCases } from '#county/ledger/write-cases.ts';
import { textToState } from '#county/ledger/state-text.ts';
import { checkActs } from '#domain/case/acts/checks.ts';
import { clockActs } from '#domain/case/acts/clock.ts';
import type { CaseState } from '#domain/case/state.ts';
import { deemedSince } from '#domain/promise/clock.ts';
import { alerts } from '#domain/promise/obligations.ts';
import { fillElderly, type Tablet } from '#test/device/tablet.ts';
import { fillBundle } from '#test/device/joint.ts';
import { signIn } from '#test/county/harness.ts';
import { actClock } from '#test/protocol/corpus/clock.ts';
import { openScene, type Scene } from './county.ts';

let scene: Scene;
let tablet: Tablet;
let seed = 700;
const day = 86_400_000;
const noon = (iso: string) => new Date(`${iso}T12:00:00+08:00`);
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

beforeAll(async () => {
  scene = await openScene();
  tablet = await scene.tablet();
});
afterAll(() => scene.close());

/** Takes a case in; `alter`: how its materials come in. */
async function takesIn(alter: (draft: Awaited<ReturnType<typeof fillElderly>>) => void = () => undefined): Promise<string> {
  const draft = await fillElderly(tablet.api, ++seed);
  alter(draft);
  await tablet.api.saveDraft(draft);
  const received = await tablet.api.receive(draft.id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  await synced();
  return received.value.caseId;
}
async function synced(): Promise<void> {
  const status = await tablet.sync();
  if (status.error !== null) throw new Error(status.error.message);
}
async function state(id: string): Promise<CaseState> {
  const view = await tablet.api.case(id);
  if (view === null) throw new Error('no such case');
  return view.state;
}
async function decides(id: string, type: string, body: object, username = 'wangshen'): Promise<number> {
  const { call } = await signIn(scene.county.url, username);
  const at = `/api/v1/staff/cases/${scene.station}/${id}`;
  const shown = (await (await call('GET', at)).json()) as { row: { revision: number } };
  const reply = await call('POST', `${at}/decisions`, { type, base: shown.row.revision, body });
  return reply.status;
}
const calendar = async () => (await tablet.api.catalogue())?.calendar ?? {};

test('[2.8] a special procedure stops the clock, its end counts what was left on from there, and the limit is lengthened once', async () => {
  const id = await takesIn();
  expect(await decides(id, 'case.accepted', { due: null })).toBe(200);
  await synced();
  const { due, acceptedOn } = await state(id);
  expect([acceptedOn, due]).toEqual([today(), addDays(today(), { value: 15, unit: 'workingDay' }, await calendar()).date]);
  expect(await decides(id, 'case.suspended', { procedure: '公示', reason: '发放前公示', workdays: 5 })).toBe(200);
  await synced();
  expect((await state(id)).status).toBe('suspended');
  // While it stands, nobody decides.
  expect(await decides(id, 'case.completed', { outcome: 'approved', result: '发放' })).toBe(409);
  const later = addDays(today(), { value: 4, unit: 'workingDay' }, await calendar()).date;
  scene.county.setNow(noon(later));
  expect(await decides(id, 'case.resumed', { result: '公示无异议' })).toBe(200);
  scene.county.setNow(null);
  await synced();
  const resumed = await state(id);
  expect([resumed.status, resumed.due]).toEqual(['accepted', addDays(due ?? '', { value: 4, unit: 'workingDay' }, await calendar()).date]);
  const extension = { days: 10, reason: '需要核对户籍', approvedBy: '县民政局负责人' };
  expect(await decides(id, 'case.extended', { ...extension, days: 11 })).toBe(422);
  expect(await decides(id, 'case.extended', extension)).toBe(200);
  expect(await decides(id, 'case.extended', extension)).toBe(409);
  await synced();
  expect((await state(id)).due).toBe(addDays(resumed.due ?? '', { value: 10, unit: 'workingDay' }, await calendar()).date);
});

test('[M19] after five silent working days a case counts as accepted since it was taken in, and its limit runs from then', async () => {
  const id = await takesIn();
  const late = addDays(noticeDue(today(), await calendar()).date, { value: 1, unit: 'workingDay' }, await calendar()).date;
  expect([
    deemedSince(await state(id), noticeDue(today(), await calendar()).date, await calendar()),
    deemedSince(await state(id), late, await calendar())
  ]).toEqual([null, today()]);
  tablet.clock.ahead += noon(late).getTime() - Date.now();
  expect((await tablet.api.today()).due).toContainEqual(expect.objectContaining({ id, status: 'received', due: noticeDue(today(), await calendar()).date }));
  tablet.clock.ahead = 0;
  expect((await tablet.api.today()).due.map((row) => row.id)).not.toContain(id);
  scene.county.setNow(noon(late));
  expect(await decides(id, 'case.accepted', { due: null })).toBe(200);
  scene.county.setNow(null);
  await synced();
  expect((await state(id)).due).toBe(addDays(today(), { value: 15, unit: 'workingDay' }, await calendar()).date);
  expect((await state(id)).timeline.at(-1)?.text).toContain('视为受理');
});

test('[2.8] a township may send back what the station can mend itself; the five days go on, and the supply brings it back', async () => {
  const id = await takesIn();
  const items = [{ target: 'material', key: 'mat-id', label: '居民身份证', problem: '反光', remedy: '重拍' }];
  expect(await decides(id, 'case.preReturned', { items }, 'luozhen')).toBe(200);
  // A township decides nothing.
  expect(await decides(id, 'case.accepted', { due: null }, 'luozhen')).toBe(403);
  await synced();
  expect((await state(id)).status).toBe('preReturned');
  const started = await tablet.api.startDraft({ itemId: 'elderly-allowance', caseId: id });
  if (!started.ok) throw new Error(started.error.message);
  const card = started.value.materials['mat-id'];
  if (card === undefined) throw new Error('no card');
  await tablet.api.saveDraft({ ...started.value, materials: { ...started.value.materials, 'mat-id': { ...card, state: 'paper', originals: 1, copies: 1 } } });
  expect(await tablet.api.supply(started.value.id)).toMatchObject({ ok: true });
  await synced();
  expect(await state(id)).toMatchObject({ status: 'received', preReview: null });
  expect((await state(id)).completeOn).toBeUndefined();
});

test('[2.8] a station asks to have a case voided; a reviewer may not, a lead may', async () => {
  const id = await takesIn();
  expect(await tablet.api.desk('askVoid', id, '同一人收了两次')).toEqual({ ok: true, value: null });
  await synced();
  expect(await decides(id, 'case.voided', { cause: 'duplicate', reason: '与前一件重复' })).toBe(403);
  expect(await decides(id, 'case.voided', { cause: 'duplicate', reason: '与前一件重复' }, 'fangzheng')).toBe(200);
  await synced();
  expect(await state(id)).toMatchObject({ status: 'voided', ending: { kind: 'voided', cause: 'duplicate' }, voidAsked: { reason: '同一人收了两次' } });
  expect(await tablet.api.desk('askVoid', id, '再来')).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
});

test('[M12] a deferral that was not kept is seen at both ends, may be lengthened, and else ends the case', async () => {
  const ahead = tablet.clock.ahead;
  tablet.clock.ahead -= 30 * day;
  const id = await takesIn((draft) => {
    const first = Object.values(draft.materials).find((entry) => entry.id === 'mat-bank');
    draft.materials['mat-bank'] = { id: 'mat-bank', name: first?.name ?? '银行卡', state: 'deferred', originals: 0, copies: 0, whereabouts: 'none', pages: [] };
  });
  tablet.clock.ahead = ahead;
  const lapsed = await state(id);
  expect(alerts(lapsed, today(), await calendar())).toMatchObject([{ kind: 'deferral', materialId: 'mat-bank', light: { light: 'red' } }]);
  expect((await tablet.api.today()).due.map((row) => row.id)).toContain(id);
  expect(
    await decides(id, 'case.deferralExtended', {
      materialId: 'mat-bank',
      name: '银行卡',
      due: lapsed.materials.find(({ id: m }) => m === 'mat-bank')?.due,
      reason: '住院'
    })
  ).toBe(422);
  expect(await decides(id, 'case.returned', { cause: 'notCorrected', reason: '没来' })).toBe(409);
  expect(await decides(id, 'case.returned', { cause: 'deferralLapsed', reason: '两次电话通知，没有补交' })).toBe(200);
  await synced();
  expect(await state(id)).toMatchObject({ status: 'returned', ending: { kind: 'returned', cause: 'deferralLapsed' } });
  expect(alerts(await state(id), today(), await calendar())).toEqual([]);
});

test('[M15] what is to be fetched online has its day, is verified by the county, and a mismatch says what it is', async () => {
  const id = await takesIn((draft) => {
    const card = draft.materials['mat-hk'] ?? draft.materials['mat-id'];
    if (card === undefined) throw new Error('nothing to share');
    draft.materials[card.id] = { ...card, state: 'sharedPending', pages: [], originals: 0, copies: 0, whereabouts: 'none' };
  });
  const pending = (await state(id)).materials.find((entry) => entry.state === 'sharedPending');
  expect(pending?.due).toBe(addDays(today(), { value: 5, unit: 'workingDay' }, await calendar()).date);
  const check = { materialId: pending?.id, name: pending?.name, source: '公安机关人口基础信息' };
  expect(await decides(id, 'case.shareVerified', { ...check, outcome: 'differs' })).toBe(422);
  expect(await decides(id, 'case.shareVerified', { ...check, outcome: 'matches' })).toBe(200);
  await synced();
  expect((await state(id)).checks).toMatchObject({ [pending?.id ?? '']: { kind: 'share', outcome: 'matches', by: '王慎' } });
});

test('[M14] what a notice asks for beyond every list is written down as 异常索要', async () => {
  const id = await takesIn();
  const items = [
    { target: 'material', key: 'mat-id', label: '居民身份证', problem: '反光', remedy: '重拍' },
    { target: 'material', key: 'mat-odd', label: '无犯罪记录证明', problem: '没有', remedy: '去开' }
  ];
  expect(await decides(id, 'case.correctionRequested', { items, due: addDays(today(), { value: 5, unit: 'workingDay' }, await calendar()).date })).toBe(200);
  await synced();
  expect((await state(id)).correction?.unlisted).toEqual(['无犯罪记录证明']);
  expect((await state(id)).timeline.at(-1)?.text).toContain('异常索要');
  const { rows } = await scene.county.owner.query<{ subject: string }>(`SELECT subject FROM audit WHERE action = 'demand.unlisted'`);
  expect(rows.filter(({ subject }) => subject.startsWith(id)).map(({ subject }) => subject)).toEqual([`${id} 无犯罪记录证明`]);
});

test('[M9] [M19] a stop of a joint case moves the day of each department that has still to decide', async () => {
  const draft = await fillBundle(tablet, {
    bundle: 'bundle-newborn',
    itemIds: ['birth-registration-service', 'resident-medical-enroll', 'social-card', 'childcare-subsidy'],
    situation: { 'child-registered': 'yes' },
    joint: { delivery: 'separately', elsewhere: { '01': 'done', '03': 'done' } }
  });
  const received = await tablet.api.receive(draft);
  if (!received.ok) throw new Error(received.error.message);
  await synced();
  const { caseId } = received.value;
  for (const no of ['05', '08']) expect([no, await decides(caseId, 'case.childAccepted', { no })]).toEqual([no, 200]);
  expect(await decides(caseId, 'case.childCompleted', { no: '05', outcome: 'approved', result: '参保登记成功' })).toBe(200);
  await synced();
  const before = (await state(caseId)).children;
  expect(await decides(caseId, 'case.suspended', { procedure: '公示', reason: '公示', workdays: null })).toBe(200);
  const later = addDays(today(), { value: 3, unit: 'workingDay' }, await calendar()).date;
  scene.county.setNow(noon(later));
  expect(await decides(caseId, 'case.resumed', { result: '无异议', childDues: { '05': '2030-01-01' } })).toBe(200);
  scene.county.setNow(null);
  await synced();
  const after = (await state(caseId)).children;
  expect(after?.['05']).toEqual(before?.['05']);
  expect([before?.['08']?.due !== null, after?.['08']?.due]).toEqual([
    true,
    addDays(before?.['08']?.due ?? '', { value: 3, unit: 'workingDay' }, await calendar()).date
  ]);
});

test('[M13] whose commitment was found untrue is shown to whoever decides the next case of the same person', async () => {
  const { call } = await signIn(scene.county.url, 'wangshen');
  const shown = async (id: string) => (await (await call('GET', `/api/v1/staff/cases/${scene.station}/${id}`)).json()) as { untrueBefore: number };
  const [first, next, other] = [await takesIn(), await takesIn(), await takesIn()];
  const idNo = '11010519491231002X';
  // As if the same person came twice, and had promised the first time.
  const made = (state: CaseState, promised: boolean): CaseState => ({
    ...state,
    answers: { ...state.answers, applicantIdNo: idNo },
    ...(promised && { checks: { lease: { kind: 'commitment', finding: 'false', how: '现场核查', by: '王慎', at: '2026-11-20T02:00:00.000Z' } } })
  });
  await scene.county.context.database.inStation(scene.station, async (sql) => {
    const states = new Map([
      [first, made(await state(first), true)],
      [next, made(await state(next), false)]
    ]);
    await writeCases(sql, scene.station, { states, applied: [] }, new Date());
  });
  expect([await shown(first), await shown(next), await shown(other)].map(({ untrueBefore }) => untrueBefore)).toEqual([0, 1, 0]);
});

test('[2.8] each act on the clock, from the real device and the real county, comes to the same state at both', async () => {
  const before = new Set((await scene.county.owner.query<{ id: string }>('SELECT id FROM cases')).rows.map(({ id }) => id));
  await actClock({
    worker: tablet,
    colleague: tablet,
    receive: async ({ api }) => {
      const received = await api.receive((await fillElderly(api, ++seed)).id);
      if (!received.ok) throw new Error(received.error.message);
      return received.value.caseId;
    },
    sync: synced,
    decide: async (id, type, body, by) => expect([type, await decides(id, type, body, by)]).toEqual([type, 200]),
    must: (result) => {
      if (!result.ok) throw new Error(result.error.message);
      return result.value;
    }
  });
  const { rows } = await scene.county.owner.query<{ id: string; state: string }>('SELECT id, state FROM cases');
  const acted = rows.filter(({ id }) => !before.has(id)).map(({ state: text }) => textToState(text) as CaseState);
  const done = new Set(acted.flatMap(({ timeline }) => timeline.map(({ type }) => type)));
  expect(Object.keys({ ...clockActs, ...checkActs }).filter((type) => !done.has(type))).toEqual([]);
  for (const at of acted) expect(await state(at.id)).toEqual(at);
});
