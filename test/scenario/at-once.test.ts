/** Two things that happen at once to one draft or one case: nothing is done twice, nothing is lost unread. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentences } from '#device/sentences.ts';
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
