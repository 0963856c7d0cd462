/** 一件事一次办 (M7–M9): a newborn's parents; four departments, each in its order, each with its own number and day. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childrenOf, deliverable } from '#domain/bundle/children.ts';
import type { JointChoice } from '#domain/bundle/schemas.ts';
import type { Progress } from '#protocol/public.ts';
import type { CaseState } from '#domain/case/state.ts';
import { idNumber } from '#test/domain/people.ts';
import { fillBundle } from '#test/device/joint.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Clerk, Scene } from './county.ts';

let scene: Scene;
let chen: Tablet;
let clerk: Clerk;
beforeAll(async () => {
  scene = await openScene();
  [chen, clerk] = [await scene.tablet('chenmin'), await scene.clerk()];
});
afterAll(async () => {
  await scene.close();
});

const [medical, card, subsidy] = ['05', '06', '08'];
const registration = '03';
const itemIds = ['resident-medical-enroll', 'social-card', 'childcare-subsidy'];

async function newborn(joint: JointChoice = {}): Promise<string> {
  const draft = await fillBundle(chen, { bundle: 'bundle-newborn', itemIds, situation: { 'child-registered': 'no' }, joint });
  const received = await chen.api.receive(draft);
  if (!received.ok) throw new Error(JSON.stringify(received));
  expect((await chen.sync()).error).toBeNull();
  return received.value.caseId;
}
async function here(caseId: string): Promise<CaseState> {
  await chen.sync();
  const view = await chen.api.case(caseId);
  if (view === null) throw new Error('no case');
  return view.state;
}
async function atCounty(caseId: string): Promise<CaseState> {
  const { call } = await scene.county.signIn('wangshen');
  return ((await (await call('GET', `/api/v1/staff/cases/${scene.station}/${caseId}`)).json()) as { state: CaseState }).state;
}
const standings = (state: CaseState) => Object.fromEntries(childrenOf(state).map(({ no, now }) => [no, now]));

describe('[M7] a joint case', () => {
  it('goes from one form to each department, in its order, and comes back as their sum', async () => {
    const id = await newborn();
    expect(standings(await here(id))).toEqual({
      '01': 'elsewhere',
      '02': 'elsewhere',
      '03': 'elsewhere',
      '05': 'awaiting',
      '06': 'awaiting',
      '07': 'elsewhere',
      '08': 'awaiting'
    });
    // What waits for its predecessor nobody may accept; nor the whole at once.
    await expect(clerk.decide(id, 'case.childAccepted', { no: medical })).rejects.toThrow('还在等前序“出生登记(户口登记)”');
    await expect(clerk.decide(id, 'case.accepted', {})).rejects.toThrow('这是联办件');

    const done = await chen.api.desk('elsewhereDone', id, registration, '户口簿上已有孩子一页');
    expect(done).toEqual({ ok: true, value: null });
    expect(standings(await here(id))).toMatchObject({ '03': 'done', '05': 'ready', '06': 'ready', '08': 'ready' });
    await chen.sync();

    await clerk.decide(id, 'case.childAccepted', { no: medical });
    const accepted = await here(id);
    const children = childrenOf(accepted);
    expect(accepted.status).toBe('accepted');
    expect(accepted.caseNo).toMatch(/^\d{24}$/);
    expect(children.find(({ no }) => no === medical)).toMatchObject({
      now: 'accepted',
      ownNo: `${accepted.caseNo ?? ''}-05`,
      facts: { due: accepted.children?.[medical]?.on }
    });
    expect(accepted.due && accepted.due > (accepted.children?.[medical]?.on ?? '')).toBe(true);

    await clerk.decide(id, 'case.childCompleted', { no: medical, outcome: 'approved', result: '参保登记成功' });
    await clerk.decide(id, 'case.childNotAccepted', { no: card, reason: '已有社会保障卡', basis: '办法第五条' });
    expect((await here(id)).status).toBe('accepted');
    expect(deliverable(await here(id))).toEqual([]);
    await clerk.decide(id, 'case.childAccepted', { no: subsidy });
    await clerk.decide(id, 'case.childCompleted', { no: subsidy, outcome: 'approved', result: '下月发放' });
    const over = await here(id);
    expect(over.status).toBe('completed');
    expect(deliverable(over).map(({ no }) => no)).toEqual([medical, card, subsidy]);
    // Whoever holds the receipt sees each department's part, and nobody's name.
    const seen = (await (await fetch(`${scene.county.url}/api/v1/public/progress/${over.received.queryToken}`)).json()) as Progress;
    expect(seen.children?.map(({ now }) => now)).toEqual(['elsewhere', 'elsewhere', 'done', 'approved', 'notAccepted', 'elsewhere', 'approved']);
    expect(JSON.stringify(seen)).not.toContain(over.applicantName);
    expect(await atCounty(id)).toEqual(JSON.parse(JSON.stringify(over)));
  });

  it('[M9] stands in the queue of every department that has a part of it, and in no other', async () => {
    const id = await newborn();
    const { call } = await scene.county.signIn('wangshen');
    const queueOf = async (department: string) =>
      ((await (await call('GET', `/api/v1/staff/queue?limit=100&department=${encodeURIComponent(department)}`)).json()) as { rows: { caseId: string }[] }).rows;
    for (const department of ['县医疗保障局', '县人力资源和社会保障局', '县卫生健康局'])
      expect((await queueOf(department)).map(({ caseId }) => caseId)).toContain(id);
    expect((await queueOf('县民政局')).map(({ caseId }) => caseId)).not.toContain(id);
  });
  it('[M7] lets a colleague take one matter back while the county decides on another', async () => {
    const id = await newborn({ elsewhere: { '01': 'done' }, delivery: 'separately' });
    expect(await chen.api.desk('elsewhereDone', id, registration, '看了户口簿')).toEqual({ ok: true, value: null });
    await chen.sync();
    await clerk.decide(id, 'case.childAccepted', { no: medical });
    // The tablet has not heard of it.
    expect(await chen.api.desk('withdrawChild', id, card, '已在医院领卡')).toEqual({ ok: true, value: null });
    expect((await chen.sync()).records.rejected).toBe(0);
    expect(standings(await here(id))).toMatchObject({ '01': 'done', '05': 'accepted', '06': 'withdrawn', '08': 'ready' });
    expect(standings(await atCounty(id))).toEqual(standings(await here(id)));
    expect(await chen.api.desk('withdrawChild', id, card, '再来一次')).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
  });

  it('[M8] takes the number that the registration gave, checked, without asking for anything else again', async () => {
    const id = await newborn();
    expect(await chen.api.desk('elsewhereDone', id, registration, '看了户口簿')).toEqual({ ok: true, value: null });
    const draft = await chen.api.startDraft({ itemId: 'resident-medical-enroll', caseId: id });
    if (!draft.ok) throw new Error(draft.error.message);
    const fills = async (childIdNo: string) => {
      const { answers, situation } = draft.value;
      await chen.api.saveDraft({ ...draft.value, situation: { ...situation, 'child-registered': 'yes' }, answers: { ...answers, childIdNo } });
      return chen.api.supply(draft.value.id);
    };
    expect(await fills('430199202606150011')).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([expect.objectContaining({ path: 'answers.childIdNo' })]) as unknown
    });
    const right = idNumber('2026-06-15', 1);
    expect(await fills(right)).toMatchObject({ ok: true });
    expect((await chen.sync()).records.rejected).toBe(0);
    const held = await atCounty(id);
    expect(held.answers['childIdNo']).toBe(right);
    expect(standings(held)).toMatchObject({ '05': 'ready' });
  });
});
