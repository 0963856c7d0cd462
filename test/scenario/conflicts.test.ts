/** Two tablets of one station change the same: both words are kept, and a person decides. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closingsInConflict, conflictsOf } from '#domain/case/given.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import type { Answers } from '#domain/form/values.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
let chen: Tablet;
let zhou: Tablet;
beforeAll(async () => {
  scene = await openScene();
  [chen, zhou] = [await scene.tablet('chenmin'), await scene.tablet('zhouling')];
});
afterAll(async () => {
  await scene.close();
});

const phone = 'answers.applicantPhone';
const [hers, mine, third] = ['13811112222', '13912345678', '13700001111'];
let seed = 100;

async function caseOnBoth(): Promise<string> {
  const received = await chen.api.receive((await fillElderly(chen.api, ++seed)).id);
  if (!received.ok) throw new Error(received.error.message);
  await chen.sync();
  await zhou.sync();
  return received.value.caseId;
}
async function supplies({ api }: Tablet, caseId: string, answers: Answers, materials: MaterialEntry[] = []): Promise<void> {
  const draft = await api.startDraft({ itemId: 'elderly-allowance', caseId });
  if (!draft.ok) throw new Error(draft.error.message);
  const entries = Object.fromEntries(materials.map((material) => [material.id, material]));
  await api.saveDraft({ ...draft.value, answers: { ...draft.value.answers, ...answers }, materials: { ...draft.value.materials, ...entries } });
  const supplied = await api.supply(draft.value.id);
  if (!supplied.ok) throw new Error(JSON.stringify(supplied));
}
async function stateOn({ api }: Tablet, caseId: string): Promise<CaseState> {
  const view = await api.case(caseId);
  if (view === null) throw new Error('no case');
  return view.state;
}
async function stateAtCounty(caseId: string): Promise<CaseState> {
  const { call } = await scene.county.signIn('wangshen');
  return ((await (await call('GET', `/api/v1/staff/cases/${scene.station}/${caseId}`)).json()) as { state: CaseState }).state;
}
const valuesAt = (state: CaseState, at = phone) => conflictsOf(state).find(({ place }) => place === at)?.values ?? [];
const allSync = async () => {
  for (const tablet of [chen, zhou, chen, zhou]) expect((await tablet.sync()).error).toBeNull();
};
async function disputed(): Promise<string> {
  const caseId = await caseOnBoth();
  await supplies(zhou, caseId, { applicantPhone: hers });
  await supplies(chen, caseId, { applicantPhone: mine });
  await zhou.sync();
  await allSync();
  return caseId;
}

describe('[P90] one answer on two tablets', () => {
  it('keeps both, everywhere the same, as a task of today; the one that came first stands', async () => {
    const caseId = await disputed();
    const everywhere = [await stateOn(chen, caseId), await stateOn(zhou, caseId), await stateAtCounty(caseId)];
    for (const state of everywhere) {
      expect(valuesAt(state).map(({ by, value }) => [by, value])).toEqual([
        ['周玲', hers],
        ['陈敏', mine]
      ]);
      expect(state.answers['applicantPhone']).toBe(hers);
    }
    expect(everywhere[1]).toEqual(everywhere[0]);
    expect(JSON.parse(JSON.stringify(everywhere[2]))).toEqual(JSON.parse(JSON.stringify(everywhere[0])));
    for (const { api } of [chen, zhou]) {
      expect((await api.today()).conflicts).toMatchObject([{ id: caseId, conflicts: 1, sync: 'confirmed' }]);
      expect((await api.cases({ conflicts: true })).total).toBe(1);
    }
    expect(await chen.api.resolveConflict(caseId, phone, { chosen: valuesAt(await stateOn(chen, caseId))[1]?.opId ?? '' })).toMatchObject({ ok: true });
    // Offline: the task is done here at once.
    expect((await chen.api.today()).conflicts).toEqual([]);
    await allSync();
    for (const state of [await stateOn(chen, caseId), await stateOn(zhou, caseId), await stateAtCounty(caseId)]) {
      expect([conflictsOf(state), state.answers['applicantPhone'], state.timeline.at(-1)?.text]).toEqual([[], mine, '选定：联系电话，两处填写不一致']);
    }
    expect((await zhou.api.today()).conflicts).toEqual([]);
  });

  it('shows the conflict on the tablet that heard of the other before it could send its own', async () => {
    const caseId = await caseOnBoth();
    await supplies(zhou, caseId, { applicantPhone: hers });
    await supplies(chen, caseId, { applicantPhone: mine });
    await zhou.sync();
    // The record is cut off on its way, the feed comes through later in the same run's next try.
    chen.line.before = (url) => (url.endsWith('/batches') ? new Response('{"code":"too_large","message":"","path":""}', { status: 413 }) : null);
    await chen.sync();
    chen.line.before = () => null;
    expect(valuesAt(await stateOn(chen, caseId))).toHaveLength(2);
    await chen.api.resolveConflict(caseId, phone, { chosen: valuesAt(await stateOn(chen, caseId))[0]?.opId ?? '' });
    await allSync();
    expect([conflictsOf(await stateAtCounty(caseId)), (await stateAtCounty(caseId)).answers['applicantPhone']]).toEqual([[], hers]);
  });

  it('is not blind between the verdict and the feed: what came between is not overwritten unread', async () => {
    const caseId = await caseOnBoth();
    await supplies(zhou, caseId, { applicantPhone: hers });
    await zhou.sync();
    await supplies(chen, caseId, { bankName: '邮储银行' });
    chen.line.before = (url) => {
      if (url.includes('/feed')) throw new TypeError('cut');
      return null;
    };
    await chen.sync();
    expect((await chen.api.case(caseId))?.pending).toBe(0);
    await supplies(chen, caseId, { applicantPhone: mine });
    chen.line.before = () => null;
    await allSync();
    expect(valuesAt(await stateAtCounty(caseId)).map(({ value }) => value)).toEqual([hers, mine]);
    await chen.api.resolveConflict(caseId, phone, { value: third });
    await allSync();
  });

  it('[P92] takes the first decision, tells the other worker that it was too late, and asks nobody again', async () => {
    const caseId = await disputed();
    const [first, second] = valuesAt(await stateOn(chen, caseId));
    await zhou.api.resolveConflict(caseId, phone, { chosen: second?.opId ?? '' });
    await chen.api.resolveConflict(caseId, phone, { chosen: first?.opId ?? '' });
    await zhou.sync();
    expect((await chen.sync()).records).toMatchObject({ rejected: 1 });
    await allSync();
    const seen = await chen.api.case(caseId);
    expect(seen).toMatchObject({ row: { sync: 'confirmed', conflicts: 0 }, state: { answers: { applicantPhone: mine } } });
    expect(seen?.row.rejection?.message).toContain('周玲');
    expect((await chen.api.today()).rejected).toEqual([]);
  });

  it('[P26] [P92] a choice that a colleague has overtaken while it waits keeps no news from the tablet', async () => {
    const [caseId, other] = [await disputed(), await caseOnBoth()];
    const [first, second] = valuesAt(await stateOn(chen, caseId));
    await zhou.api.resolveConflict(caseId, phone, { chosen: second?.opId ?? '' });
    await supplies(zhou, other, { applicantPhone: third });
    await zhou.sync();
    await chen.api.resolveConflict(caseId, phone, { chosen: first?.opId ?? '' });
    chen.line.before = (url) => (url.endsWith('/batches') ? new Response('{"code":"too_large","message":"","path":""}', { status: 413 }) : null);
    await chen.sync();
    chen.line.before = () => null;
    expect((await stateOn(chen, other)).answers['applicantPhone']).toBe(third);
    expect((await stateOn(chen, caseId)).answers['applicantPhone']).toBe(mine);
    await chen.sync();
    await allSync();
    expect(await stateOn(chen, caseId)).toEqual(await stateOn(zhou, caseId));
    expect((await stateOn(chen, caseId)).answers['applicantPhone']).toBe(mine);
  });

  it('[P92] ends with another value typed in its place, checked as the form checks it', async () => {
    const caseId = await disputed();
    expect(await chen.api.resolveConflict(caseId, phone, { value: '12' })).toMatchObject({ ok: false, error: { code: 'invalid_case', path: phone } });
    expect(await chen.api.resolveConflict(caseId, phone, { value: third })).toMatchObject({ ok: true });
    await allSync();
    expect((await stateAtCounty(caseId)).answers['applicantPhone']).toBe(third);
    expect(conflictsOf(await stateAtCounty(caseId))).toEqual([]);
  });
});

describe('[P90] one material on two tablets', () => {
  it('keeps the photos of both, each tablet can show them, and the chosen ones stand', async () => {
    const caseId = await caseOnBoth();
    const entryOf = async (tablet: Tablet, fill: number): Promise<MaterialEntry> => {
      const page = await tablet.api.addPhoto({ bytes: new Uint8Array(400).fill(fill).buffer, mime: 'image/jpeg' }, { label: '正面', watermark: '' });
      const entry = (await stateOn(tablet, caseId)).materials.find(({ id }) => id === 'mat-id');
      if (!page.ok || entry === undefined) throw new Error('no page');
      return { ...entry, state: 'photographed', pages: [page.value] };
    };
    const [ofZhou, ofChen] = [await entryOf(zhou, 7), await entryOf(chen, 8)];
    await supplies(zhou, caseId, {}, [ofZhou]);
    await supplies(chen, caseId, {}, [ofChen]);
    await zhou.sync();
    await allSync();
    const at = 'materials.mat-id';
    for (const tablet of [chen, zhou]) {
      for (const { value } of valuesAt(await stateOn(tablet, caseId), at)) {
        const [page] = (value as MaterialEntry).pages;
        expect((await tablet.api.photo(page?.sha256 ?? ''))?.bytes.byteLength).toBe(400);
      }
    }
    await zhou.api.resolveConflict(caseId, at, { chosen: valuesAt(await stateOn(zhou, caseId), at)[1]?.opId ?? '' });
    await allSync();
    const standing = (await stateAtCounty(caseId)).materials.find(({ id }) => id === 'mat-id');
    expect(standing?.pages[0]?.sha256).toBe(ofChen.pages[0]?.sha256);
  });
});

describe('[P93] the county decides meanwhile', () => {
  it('accepts with the conflict open; the choice still comes through, and after the end there is no task', async () => {
    const [caseId, ended] = [await disputed(), await disputed()];
    const clerk = await scene.clerk();
    await clerk.decide(caseId, 'case.accepted', {});
    await clerk.decide(ended, 'case.notAccepted', { reason: '户籍不在本县', basis: '办法第三条' });
    await chen.api.resolveConflict(caseId, phone, { chosen: valuesAt(await stateOn(chen, caseId))[1]?.opId ?? '' });
    await allSync();
    expect(await stateAtCounty(caseId)).toMatchObject({ status: 'accepted', answers: { applicantPhone: mine } });
    expect((await zhou.api.today()).conflicts).toEqual([]);
    expect(valuesAt(await stateOn(zhou, ended))).toHaveLength(2);
  });
});

describe('[P94] one visit closed on two tablets', () => {
  it('is shown with both ends and settled by one more press', async () => {
    const { date } = await chen.api.today();
    const planned = await chen.api.planVisit({ date, time: '09:10', name: '李秀英', address: '柳塘组 12 号' });
    if (!planned.ok) throw new Error(planned.error.message);
    await allSync();
    expect(await zhou.api.closeVisit(planned.value, 'done')).toMatchObject({ ok: true });
    expect(await chen.api.closeVisit(planned.value, 'absent')).toMatchObject({ ok: true });
    await zhou.sync();
    await allSync();
    const visitOn = async ({ api }: Tablet) => {
      const visit = (await api.today()).visits.find(({ id }) => id === planned.value);
      if (visit === undefined) throw new Error('no visit');
      return visit;
    };
    for (const tablet of [chen, zhou]) expect(closingsInConflict(await visitOn(tablet)).map(({ value }) => value.outcome)).toEqual(['done', 'absent']);
    expect(await zhou.api.closeVisit(planned.value, 'absent')).toMatchObject({ ok: true });
    await allSync();
    for (const tablet of [chen, zhou]) expect(await visitOn(tablet)).toMatchObject({ status: 'absent' });
    expect(closingsInConflict(await visitOn(chen))).toEqual([]);
  });
});
