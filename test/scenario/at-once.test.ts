/** Two things that happen at once to one draft or one case: nothing is done twice, nothing is lost unread. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '#device/api.ts';
import { sentences } from '#device/sentences.ts';
import type { Answers } from '#domain/form/values.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

/** Lets `meanwhile` happen when an act has been judged and is about to take the journal's lock. */
function beforeTheLock({ world }: Tablet, meanwhile: () => Promise<unknown>): void {
  const { request } = world.locks;
  world.locks.request = async (name, work) => {
    world.locks.request = request;
    await meanwhile();
    return request(name, work);
  };
}

describe('one draft', () => {
  it('becomes one case, however often 收件 is pressed', async () => {
    const { api } = await scene.tablet();
    const draft = await fillElderly(api, 1);
    const pressed = await Promise.all([api.receive(draft.id), api.receive(draft.id)]);
    expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(pressed.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'unknown_draft', message: sentences.unknown_draft } });
    expect((await api.journal()).lastSeq).toBe(1);
    expect((await api.cases({ sync: ['pending'] })).total).toBe(1);
    const next = await api.receive((await fillElderly(api, 2)).id);
    expect(next.ok && next.value.localNo).toMatch(/-0002.$/);
  });

  it('is not received over what was typed since it was judged, nor when it was discarded meanwhile', async () => {
    const tablet = await scene.tablet();
    const draft = await fillElderly(tablet.api, 3);
    beforeTheLock(tablet, () => tablet.api.saveDraft({ ...draft, answers: { ...draft.answers, bankName: '邮储银行' } }));
    expect(await tablet.api.receive(draft.id)).toMatchObject({ ok: false, error: { code: 'draft_changed', message: sentences.draft_changed } });
    expect((await tablet.api.draft(draft.id))?.answers.bankName).toBe('邮储银行');
    beforeTheLock(tablet, () => tablet.api.discardDraft(draft.id));
    expect(await tablet.api.receive(draft.id)).toMatchObject({ ok: false, error: { code: 'unknown_draft' } });
    expect((await tablet.api.journal()).lastSeq).toBe(0);
    await tablet.api.restoreDraft(draft.id);
    const received = await tablet.api.receive(draft.id);
    expect(received.ok && (await tablet.api.case(received.value.caseId))?.state.answers.bankName).toBe('邮储银行');
  });
});

describe('one case on two tablets', () => {
  /** Both have the case; mine has begun to mend it, hers has changed it since, and mine has heard of it. */
  async function crossed(seed: number, hers: Answers): Promise<{ mine: Tablet; draft: Draft; caseId: string }> {
    const [mine, other] = [await scene.tablet(), await scene.tablet()];
    const received = await mine.api.receive((await fillElderly(mine.api, seed)).id);
    if (!received.ok) throw new Error(received.error.message);
    const { caseId } = received.value;
    await mine.sync();
    await other.sync();
    const draft = await begin(mine, caseId);
    const theirs = await begin(other, caseId);
    await other.api.saveDraft({ ...theirs, answers: { ...theirs.answers, ...hers } });
    expect(await other.api.supply(theirs.id)).toMatchObject({ ok: true });
    await other.sync();
    expect((await mine.sync()).error).toBeNull();
    expect((await mine.api.case(caseId))?.state.answers).toMatchObject(hers);
    return { mine, draft, caseId };
  }
  async function begin({ api }: Tablet, caseId: string): Promise<Draft> {
    const draft = await api.startDraft({ itemId: 'elderly-allowance', caseId });
    if (!draft.ok) throw new Error(draft.error.message);
    return draft.value;
  }

  it("carries what the person changed and takes none of a colleague's newer words back", async () => {
    const { mine, draft, caseId } = await crossed(11, { bankName: '邮储银行' });
    expect(await mine.api.supply(draft.id)).toMatchObject({ ok: false, error: { code: 'nothing_changed' } });
    await mine.api.saveDraft({ ...draft, answers: { ...draft.answers, applicantPhone: '13912345678' } });
    expect(await mine.api.supply(draft.id)).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ confirmed: 1, rejected: 0 });
    expect((await mine.api.case(caseId))?.state.answers).toMatchObject({ bankName: '邮储银行', applicantPhone: '13912345678' });
  });

  it('asks once where both have changed the same, and touches nothing else of theirs', async () => {
    const { mine, draft, caseId } = await crossed(12, { bankName: '邮储银行', applicantPhone: '13811112222' });
    const answered = { ...draft, answers: { ...draft.answers, applicantPhone: '13912345678' } };
    await mine.api.saveDraft(answered);
    const asked = await mine.api.supply(draft.id);
    expect(asked).toMatchObject({ ok: false, error: { code: 'changed_meanwhile', message: sentences.changed_meanwhile } });
    expect(asked.findings).toMatchObject([{ path: 'answers.applicantPhone', level: 'error' }]);
    expect(asked.findings?.[0]?.message).toContain('13811112222');
    await mine.api.saveDraft(answered);
    expect(await mine.api.supply(draft.id)).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ confirmed: 1, rejected: 0 });
    expect((await mine.api.case(caseId))?.state.answers).toMatchObject({ bankName: '邮储银行', applicantPhone: '13912345678' });
  });
});

describe('a lock in the middle of a read', () => {
  it('lets no name come back to the page, nor stay in memory', async () => {
    const tablet = await scene.tablet();
    const received = await tablet.api.receive((await fillElderly(tablet.api, 21)).id);
    if (!received.ok) throw new Error(received.error.message);
    const { caseId } = received.value;
    const draft = await tablet.api.startDraft({ itemId: 'elderly-allowance', caseId });
    if (!draft.ok) throw new Error(draft.error.message);
    const [way] = (await tablet.api.status()).colleagues;
    const reads = {
      cases: () => tablet.api.cases({}),
      today: () => tablet.api.today(),
      case: () => tablet.api.case(caseId),
      drafts: () => tablet.api.drafts(),
      draft: () => tablet.api.draft(draft.value.id),
      start: () => tablet.api.startDraft({ itemId: 'elderly-allowance', caseId })
    };
    const { subtle } = tablet.world.crypto;
    for (const [name, read] of Object.entries(reads)) {
      await tablet.api.lock();
      await tablet.api.unlock(way?.id ?? '', '246810');
      let opened = 0;
      // Locks when the first sealed row has been opened, before the read has its answer.
      const decrypt: SubtleCrypto['decrypt'] = async (...given) => {
        const clear = await subtle.decrypt(...given);
        // After the unlock only counted.
        if (opened++ === 0) await tablet.api.lock();
        return clear;
      };
      tablet.world.crypto = withDecrypt(decrypt);
      const told = JSON.stringify(await read());
      expect(opened, name).toBeGreaterThan(0);
      expect(told, name).not.toContain(String(draft.value.answers.applicantName));
      // Nothing stayed in memory: after the unlock every row is opened again.
      await tablet.api.unlock(way?.id ?? '', '246810');
      opened = 1;
      const { total } = await tablet.api.cases({});
      expect(opened - 1, name).toBeGreaterThanOrEqual(total);
      tablet.world.crypto = globalThis.crypto;
    }
  });
});
function withDecrypt(decrypt: SubtleCrypto['decrypt']): Crypto {
  const subtle = new Proxy(globalThis.crypto.subtle, {
    get: (target, key) => {
      if (key === 'decrypt') return decrypt;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    }
  });
  return { subtle, getRandomValues: (bytes) => globalThis.crypto.getRandomValues(bytes), randomUUID: () => globalThis.crypto.randomUUID() };
}

describe('an act of the station that comes after the decision', () => {
  it('is refused, told, and leaves nothing to mend: the case shows what the county decided', async () => {
    const mine = await scene.tablet();
    const received = await mine.api.receive((await fillElderly(mine.api, 21)).id);
    if (!received.ok) throw new Error(received.error.message);
    const { caseId } = received.value;
    await mine.sync();
    const clerk = await scene.clerk();
    await clerk.decide(caseId, 'case.accepted', {});
    await clerk.decide(caseId, 'case.completed', { outcome: 'approved', result: '按月发放' });
    expect(await mine.api.withdraw(caseId, '不办了')).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ rejected: 1 });
    const seen = await mine.api.case(caseId);
    expect(seen).toMatchObject({ atCounty: true, row: { sync: 'confirmed', status: 'completed' } });
    expect(seen?.row.rejection?.message).toBeTruthy();
    expect((await mine.api.today()).rejected).toEqual([]);
  });

  it('is supplied again, not taken in again, while the case is open', async () => {
    const mine = await scene.tablet();
    const received = await mine.api.receive((await fillElderly(mine.api, 22)).id);
    if (!received.ok) throw new Error(received.error.message);
    const { caseId } = received.value;
    await mine.sync();
    const clerk = await scene.clerk();
    const draft = await mine.api.startDraft({ itemId: 'elderly-allowance', caseId });
    if (!draft.ok) throw new Error(draft.error.message);
    await mine.api.saveDraft({ ...draft.value, answers: { ...draft.value.answers, applicantPhone: '13912345678' } });
    expect(await mine.api.supply(draft.value.id)).toMatchObject({ ok: true });
    const next = await mine.api.startDraft({ itemId: 'elderly-allowance', caseId });
    if (!next.ok) throw new Error(next.error.message);
    await mine.api.saveDraft({ ...next.value, answers: { ...next.value.answers, applicantName: '李秀兰' } });
    expect(await mine.api.supply(next.value.id)).toMatchObject({ ok: true });
    await clerk.decide(caseId, 'case.correctionRequested', {
      items: [{ target: 'field', key: 'applicantPhone', label: '联系电话', problem: '打不通', remedy: '换一个能接通的号码' }],
      due: '2099-12-31'
    });
    expect((await mine.sync()).records).toMatchObject({ rejected: 2 });
    expect(await mine.api.case(caseId)).toMatchObject({ atCounty: true, row: { sync: 'rejected', status: 'correction' } });
    // What else is done on the case does not hide what is to be mended, nor lose it.
    expect(await mine.api.desk('askVoid', caseId, '重复收件')).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ confirmed: 1 });
    expect((await mine.api.case(caseId))?.row).toMatchObject({ sync: 'rejected', rejection: { code: 'depends_on_refused' } });
    expect((await mine.api.today()).rejected.map(({ id }) => id)).toContain(caseId);
    const again = await mine.api.startDraft({ itemId: 'elderly-allowance', caseId });
    expect(again.ok && again.value.answers).toMatchObject({ applicantPhone: '13912345678', applicantName: '李秀兰' });
    expect(again.ok && (await mine.api.supply(again.value.id))).toMatchObject({ ok: true });
    expect((await mine.sync()).records).toMatchObject({ confirmed: 1 });
    expect((await mine.api.case(caseId))?.row).toMatchObject({ sync: 'confirmed', status: 'received' });
  });
});
