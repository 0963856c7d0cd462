/** What changes hands is written down on the tablet, offline, and the county and the colleague's tablet have it too (M24, M9, M36, M34). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { factsOf } from '#domain/report/facts.ts';
import { numbersOf } from '#domain/report/numbers.ts';
import { textToState } from '#county/ledger/state-text.ts';
import type { CaseState } from '#domain/case/state.ts';
import type { HandoverState } from '#domain/handing/handover.ts';
import { deliveredWith, handedOver, signedSheet } from '#test/device/handing.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene, type Clerk, type Scene } from './county.ts';

let scene: Scene;
let [chen, zhou]: Tablet[] = [];
let clerk: Clerk;
beforeAll(async () => {
  scene = await openScene();
  [chen, zhou] = [await scene.tablet(), await scene.tablet('zhouling')];
  clerk = await scene.clerk();
});
afterAll(() => scene.close());

function must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
let seed = 700;
/** With two originals of the household register kept at the station. */
async function receives({ api }: Tablet): Promise<string> {
  const draft = await fillElderly(api, ++seed);
  const first = Object.values(draft.materials)[0];
  if (first === undefined) throw new Error('no material');
  draft.materials[first.id] = { ...first, state: 'paper', originals: 2, whereabouts: 'kept' };
  must(await api.saveDraft(draft));
  return must(await api.receive(draft.id)).caseId;
}
async function stateOf({ api }: Tablet, id: string): Promise<CaseState> {
  const view = await api.case(id);
  if (view === null) throw new Error('no case');
  return view.state;
}
async function atCounty<T>(id: string): Promise<T> {
  const { rows } = await scene.county.owner.query<{ state: string }>('SELECT state FROM cases WHERE id = $1', [id]);
  const [row] = rows;
  if (row === undefined) throw new Error('the county has no such stream');
  return textToState(row.state) as T;
}
const day = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
const today = () => day(new Date().toISOString());
const facts = { method: 'home', on: today(), time: '10:20', place: '柳塘组 12 号', documents: [{ title: '办结通知书', no: 'B13-1' }] } as const;

test('[M24] a decision is owed to the resident until it is served, first nobody is there, then it is signed for, and the county has the proof', async () => {
  if (!chen || !zhou) throw new Error('no tablet');
  const id = await receives(chen);
  await chen.sync();
  await clerk.decide(id, 'case.accepted', {});
  await clerk.decide(id, 'case.completed', { outcome: 'approved', result: '按月发放' });
  await chen.sync();
  const owed = async () => (await chen?.api.desk('owedDeliveries'))?.find(({ caseId }) => caseId === id)?.owed ?? null;
  expect(await owed()).toMatchObject({ since: today(), standing: 'untried' });
  expect((await owed())?.due).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const before = await stateOf(chen, id);
  const name = before.applicantName;
  // Without anybody's name it is no proof, and the sentence says what is to be done.
  expect(
    await chen.api.desk('deliver', id, { ...facts, outcome: 'signed', recipient: { name }, documents: [...facts.documents], signatures: [] })
  ).toMatchObject({
    ok: false,
    error: { path: 'body.signatures' }
  });
  must(await chen.api.desk('deliver', id, { ...facts, outcome: 'absent', note: '家里没人，明天再来', documents: [...facts.documents], signatures: [] }));
  expect(await owed()).toMatchObject({ standing: 'failed' });
  const body = deliveredWith(await stateOf(chen, id), { ...facts, documents: [...facts.documents], outcome: 'signed', recipient: { name } }, [
    ['recipient', name]
  ]);
  must(await chen.api.desk('deliver', id, body));
  expect(await owed()).toBeNull();
  await chen.sync();
  const kept = await atCounty<CaseState>(id);
  expect(kept.deliveries?.map(({ outcome }) => outcome)).toEqual(['absent', 'signed']);
  expect(kept.papers?.at(-1)).toMatchObject({ paper: { kind: 'deliveryReceipt', hash: body.paper?.hash }, signatures: [{ role: 'recipient', name }] });
  await zhou.sync();
  expect((await stateOf(zhou, id)).timeline.at(-1)?.text).toBe(`上门送达《办结通知书》，本人签收，${name}`);
});

test('[M24] what goes by post waits for its number and for the word that it came; one that came back is owed again', async () => {
  if (!chen) throw new Error('no tablet');
  const id = await receives(chen);
  await chen.sync();
  await clerk.decide(id, 'case.notAccepted', { reason: '户籍不在本县', basis: '办法第三条' });
  await chen.sync();
  const post = { ...facts, method: 'post', outcome: 'posted', place: '县城邮政支局', documents: [...facts.documents], signatures: [] } as const;
  expect(await chen.api.desk('deliver', id, { ...post, documents: [...post.documents], signatures: [], address: '柳塘组 12 号' })).toMatchObject({
    ok: false,
    error: { path: 'body.agreed' }
  });
  must(await chen.api.desk('deliver', id, { ...post, documents: [...post.documents], signatures: [], address: '柳塘组 12 号', agreed: true }));
  const delivery = (await stateOf(chen, id)).deliveries?.[0]?.id ?? '';
  must(await chen.api.desk('followDelivery', id, { id: delivery, on: today(), trackingNo: 'EMS1234567890' }));
  expect((await stateOf(chen, id)).deliveries?.[0]).toMatchObject({ trackingNo: 'EMS1234567890' });
  must(await chen.api.desk('followDelivery', id, { id: delivery, on: today(), outcome: 'returned', note: '查无此人' }));
  expect((await chen.api.desk('owedDeliveries')).find(({ caseId }) => caseId === id)?.owed.standing).toBe('failed');
  await chen.sync();
  expect((await atCounty<CaseState>(id)).deliveries?.[0]?.followed).toHaveLength(2);
});

test('[M36] a sheet goes to a department without an interface, takes its originals along, and what the department says is entered on it', async () => {
  if (!chen || !zhou) throw new Error('no tablet');
  const [one, two] = [await receives(chen), await receives(chen)];
  const candidates = await chen.api.desk('handoverCandidates');
  expect(candidates.find(({ caseId }) => caseId === one)).toMatchObject({ originals: 2 });
  const { id, no } = must(await chen.api.desk('prepareHandover', '县民政局', [one, two], ''));
  expect(no).toMatch(/^JJ-LT03-01-\d{8}-01$/);
  expect((await chen.api.desk('handoverCandidates')).map(({ caseId }) => caseId)).not.toContain(one);
  const sheet = (await chen.api.desk('handover', id))?.handover;
  if (sheet === undefined) throw new Error('no sheet');
  expect(sheet.prepared.totals).toMatchObject({ cases: 2, originals: 4 });
  // The worker counts on: nothing moved while nobody has signed.
  expect((await chen.api.desk('heldOriginals')).find(({ caseId }) => caseId === one)?.holdings).toMatchObject([{ station: 2, department: 0 }]);
  must(await chen.api.desk('signHandover', id, signedSheet(sheet.prepared, today())));
  await chen.api.desk('handovers');
  expect((await chen.api.desk('heldOriginals')).find(({ caseId }) => caseId === one)?.holdings).toMatchObject([{ station: 0, department: 2 }]);
  expect((await stateOf(chen, one)).originalsMoves).toHaveLength(1);
  for (const caseId of [one, two]) must(await chen.api.desk('tellHandover', id, { caseId, word: 'completed', on: today(), by: '王主任电话' }));
  await chen.sync();
  await zhou.sync();
  expect((await zhou.api.desk('handover', id))?.handover).toMatchObject({ status: 'answered', told: [{ word: 'completed' }, { word: 'completed' }] });
  expect((await atCounty<HandoverState>(id)).signed).toMatchObject({ receiver: { unit: '县民政局' } });
  // It tells, and decides nothing.
  expect((await atCounty<CaseState>(one)).status).toBe('received');
  // Back from the department and into the resident's hands.
  const state = await stateOf(chen, one);
  const moves = (state.originalsMoves?.[0]?.moves ?? []).map((move) => ({ ...move, count: 1 }));
  must(await chen.api.desk('moveOriginals', one, handedOver(state, { from: 'department', to: 'resident', moves, who: state.applicantName, on: today() })));
  const tooMany = {
    from: 'department',
    to: 'resident',
    moves: moves.map((move) => ({ ...move, count: 2 })),
    who: 'x',
    on: today(),
    note: 'x',
    signatures: []
  } as const;
  expect(await chen.api.desk('moveOriginals', one, { ...tooMany, moves: [...tooMany.moves], signatures: [] })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('只有 1 份') as string }
  });
  await chen.sync();
  expect((await atCounty<CaseState>(one)).originalsMoves).toHaveLength(2);
});

test('[M36] a case is on one sheet at a time, and on another one when the department gave it back', async () => {
  if (!chen) throw new Error('no tablet');
  const [one, two] = [await receives(chen), await receives(chen)];
  const first = must(await chen.api.desk('prepareHandover', '县民政局', [one, two], ''));
  // A list that was open before says nothing of the sheet that was made since.
  const doubled = await chen.api.desk('prepareHandover', '县民政局', [two], '');
  expect(doubled).toMatchObject({ ok: false, error: { code: 'wrong_state', message: expect.stringContaining(first.no) as string } });
  const sheet = (await chen.api.desk('handover', first.id))?.handover;
  if (sheet === undefined) throw new Error('no sheet');
  must(await chen.api.desk('signHandover', first.id, signedSheet(sheet.prepared, today())));
  must(await chen.api.desk('tellHandover', first.id, { caseId: two, word: 'returned', on: today(), by: '王主任电话' }));
  expect((await chen.api.desk('handoverCandidates')).map(({ caseId }) => caseId)).toContain(two);
  expect((await chen.api.desk('handoverCandidates')).map(({ caseId }) => caseId)).not.toContain(one);
  must(await chen.api.desk('prepareHandover', '县民政局', [two], ''));
});

test('[M9] originals that were given back before the sheet was signed do not keep the others from going along', async () => {
  if (!chen) throw new Error('no tablet');
  const id = await receives(chen);
  const sheet = must(await chen.api.desk('prepareHandover', '县民政局', [id], ''));
  const prepared = (await chen.api.desk('handover', sheet.id))?.handover.prepared;
  if (prepared === undefined) throw new Error('no sheet');
  const state = await stateOf(chen, id);
  const moves = prepared.lines
    .flatMap(({ materials }) => materials.filter(({ originals }) => originals > 0))
    .map(({ id: materialId, name }) => ({ materialId, name, count: 1 }));
  must(await chen.api.desk('moveOriginals', id, handedOver(state, { from: 'station', to: 'resident', moves, who: state.applicantName, on: today() })));
  must(await chen.api.desk('signHandover', sheet.id, signedSheet(prepared, today())));
  expect((await chen.api.desk('heldOriginals')).find(({ caseId }) => caseId === id)?.holdings).toMatchObject([{ station: 0, department: 1, resident: 1 }]);
  await chen.api.desk('handovers');
  expect((await stateOf(chen, id)).originalsMoves).toHaveLength(2);
});

test("[M34] the tablet's numbers are those of the county's own states, and lead to nobody", async () => {
  if (!chen) throw new Error('no tablet');
  await chen.sync();
  const { cases, visits } = await chen.api.desk('reportFacts');
  const { rows } = await scene.county.owner.query<{ state: string }>("SELECT state FROM cases WHERE kind = 'case' AND station_code = $1", ['LT03']);
  const states = rows.map(({ state }) => textToState(state) as CaseState);
  const period = { from: today(), through: today() };
  const counted = numbersOf(cases, visits, period, null);
  const theirs = states.map((state) => factsOf(state, day));
  expect(counted).toEqual(numbersOf(theirs, [], period, null));
  expect(counted).toMatchObject({ received: 7, completed: 1, delivered: 1, onTime: { part: 1, whole: 1 }, oneGo: { part: 1, whole: 1 } });
  const names = states.map(({ applicantName }) => applicantName);
  expect(names.filter((name) => JSON.stringify({ cases, visits }).includes(name))).toEqual([]);
});
