/** Papers that are handed over after 收件, from a tablet to the county and to a colleague (M16, M17, M32). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from '#domain/documents/evidence.ts';
import { act } from '#test/county/acts.ts';
import { signIn } from '#test/county/harness.ts';
import { TestDevice } from '#test/county/test-device.ts';
import { paperOf, signedUnder, stateOf } from '#test/device/papers.ts';
import { fillElderly, type Tablet } from '#test/device/tablet.ts';
import { openScene, type Clerk, type Scene } from './county.ts';

let scene: Scene;
let chen: Tablet;
let zhou: Tablet;
let clerk: Clerk;
beforeAll(async () => {
  scene = await openScene();
  chen = await scene.tablet('chenmin');
  zhou = await scene.tablet('zhouling');
  clerk = await scene.clerk();
});
afterAll(() => scene.close());

let seed = 700;
async function received(): Promise<string> {
  const done = await chen.api.receive((await fillElderly(chen.api, ++seed)).id);
  if (!done.ok) throw new Error(done.error.message);
  await chen.sync();
  return done.value.caseId;
}
async function atCounty(caseId: string) {
  const { call } = await signIn(scene.county.url, 'wangshen');
  return (await (await call('GET', `/api/v1/staff/cases/${scene.station}/${caseId}`)).json()) as {
    state: NonNullable<Awaited<ReturnType<typeof stateOf>>>;
    row: { revision: number };
  };
}

describe('case.paperIssued', () => {
  test('[P118] M32 what was handed over comes word for word to the county and to a colleague, with who signed', async () => {
    const caseId = await received();
    await clerk.decide(caseId, 'case.accepted', { due: null });
    await chen.sync();
    const paper = await paperOf(chen, caseId, 'acceptance');
    expect(await chen.api.desk('issuePaper', caseId, { paper, signatures: [signedUnder(paper.hash, '李秀英')] })).toEqual({ ok: true, value: null });
    expect(await chen.sync()).toMatchObject({ error: null });
    const { state } = await atCounty(caseId);
    expect(state.papers).toMatchObject([{ paper, signatures: [{ name: '李秀英', documentHash: paper.hash }] }]);
    expect(state.papers?.map((given) => verdictOf(given.paper))).toEqual(['intact']);
    await zhou.sync();
    expect((await stateOf(zhou, caseId))?.papers).toEqual((await stateOf(chen, caseId))?.papers);
  });

  test('[P119] M17 two workers without a line give papers of one case, and neither is refused', async () => {
    const caseId = await received();
    await zhou.sync();
    const paper = await paperOf(chen, caseId, 'receipt');
    await clerk.decide(caseId, 'case.correctionRequested', {
      items: [{ target: 'material', key: 'mat-id', label: '身份证', problem: '看不清', remedy: '重拍' }],
      due: '2099-01-01'
    });
    for (const tablet of [chen, zhou])
      expect(await tablet.api.desk('issuePaper', caseId, { paper, signatures: [], note: '已念给本人听' })).toMatchObject({ ok: true });
    for (const tablet of [chen, zhou, chen]) expect(await tablet.sync()).toMatchObject({ error: null });
    const { state } = await atCounty(caseId);
    expect(state.papers?.map(({ by }) => by).sort()).toEqual(['周玲', '陈敏']);
    expect(state.status).toBe('correction');
  });

  test('[P118] M16 a text that is not what its hash says is refused on the tablet, and at the county when a tablet sends it all the same', async () => {
    const caseId = await received();
    const paper = await paperOf(chen, caseId, 'receipt');
    const forged = { ...paper, text: paper.text.replace('本凭证不代表受理', '本凭证代表受理') };
    expect(forged.text).not.toBe(paper.text);
    const refused = await chen.api.desk('issuePaper', caseId, { paper: forged, signatures: [] });
    expect(refused).toMatchObject({ ok: false, error: { path: 'body.paper.hash' } });
    const signed = await chen.api.desk('issuePaper', caseId, { paper, signatures: [signedUnder('0'.repeat(64), '李秀英')] });
    expect(signed).toMatchObject({ ok: false, error: { path: 'body.signatures.0.documentHash' } });
    expect((await stateOf(chen, caseId))?.papers).toBeUndefined();

    const hostile = await TestDevice.enrol(scene.county.url, await scene.code());
    const { row } = await atCounty(caseId);
    const { verdicts } = await hostile.push([JSON.stringify(act('case.paperIssued', caseId, row.revision, { paper: forged, signatures: [] }))]);
    expect(verdicts).toMatchObject([{ verdict: 'rejected', error: { path: 'body.paper.hash' } }]);
    expect((await atCounty(caseId)).state.papers).toBeUndefined();
  });
});
