/**
 * A worker who takes in cases with photos, plans visits and withdraws now and then, whatever happens to the tablet. What was called
 * saved is written down here; what was interrupted is looked up again, as a person would.
 */
import { randomUUID } from 'node:crypto';
import type { Draft } from '#device/api.ts';
import type { Page } from '#domain/form/values.ts';
import { receivedBody } from './body.ts';
import type { Chance } from './random.ts';
import { Interrupted, type Site } from './site.ts';

/** `sure`: the save resolved. Else it was cut off: it may be there, but not twice. */
export type Saved = { kind: 'case' | 'visit' | 'withdrawal'; id: string; sure: boolean };

/** The worker rests while so many photos wait: else no line would ever catch up. */
const enough = 14;

export class Hand {
  readonly saved: Saved[] = [];
  /** What was called saved and was not there when it was wanted. */
  readonly lost: string[] = [];
  readonly #site: Site;
  readonly #chance: Chance;
  #serial = 0;

  constructor(site: Site, chance: Chance) {
    this.#site = site;
    this.#chance = chance;
  }

  /** Works until told to stop, and for so many cases at least. */
  async works(cases: number, stop: AbortSignal): Promise<void> {
    for (let taken = 0; taken < cases || !stop.aborted;) {
      if ((await this.#steadily(() => this.#site.call('counts'))).unsyncedPhotos > enough) {
        if (taken >= cases && stop.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      const caseId = await this.#takesIn();
      taken++;
      const chance = this.#chance.between(0, 5);
      if (chance <= 1) await this.#plans();
      if (chance === 2 && caseId !== null) await this.#withdraws(caseId);
    }
  }

  /** Repeats what changes nothing, or nothing more, until it got through. */
  async #steadily<T>(act: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        await this.#site.awake;
        return await act();
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
      }
    }
  }

  async #takesIn(): Promise<string | null> {
    const name = `${++this.#serial}号`;
    const draft = must(await this.#steadily(() => this.#site.call('startDraft', { itemId: 'elderly-allowance' })));
    const pages: Page[] = [];
    for (let count = this.#chance.between(2, 4); pages.length < count;) {
      const label = `${name} 第 ${pages.length + 1} 页`;
      pages.push(must(await this.#steadily(() => this.#site.photograph(label))));
    }
    must(await this.#steadily(() => this.#site.call('saveDraft', filled(draft, this.#serial, pages))));
    return this.#receives(draft.id, pages);
  }

  /** 收件 of a draft that is saved: after an interruption it is still there, or it has become a case. */
  async #receives(draftId: string, pages: Page[]): Promise<string | null> {
    for (;;) {
      try {
        await this.#site.awake;
        const received = await this.#site.call('receive', draftId);
        if (received.ok) this.saved.push({ kind: 'case', id: received.value.caseId, sure: true });
        else this.lost.push(`a draft that was called saved: ${received.error.code}`);
        return received.ok ? received.value.caseId : null;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
      }
      const found = await this.#steadily(() => this.#caseWith(pages));
      if (found === null) continue;
      this.saved.push({ kind: 'case', id: found, sure: true });
      return found;
    }
  }
  async #caseWith(pages: Page[]): Promise<string | null> {
    const { states } = await this.#site.inspect();
    const named = pages[0]?.sha256 ?? '?';
    return states.find(({ current }) => current?.kind === 'case' && JSON.stringify(current.materials).includes(named))?.id ?? null;
  }

  async #plans(): Promise<void> {
    const visit = { date: '2026-11-24', time: '09:30', name: `访${randomUUID()}`, address: '柳塘村三组' };
    try {
      this.saved.push({ kind: 'visit', id: must(await this.#site.call('planVisit', visit)), sure: true });
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      await this.#site.awake;
    }
  }
  async #withdraws(caseId: string): Promise<void> {
    try {
      must(await this.#site.call('withdraw', caseId, '本人不办了'));
      this.saved.push({ kind: 'withdrawal', id: caseId, sure: true });
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      this.saved.push({ kind: 'withdrawal', id: caseId, sure: false });
      await this.#site.awake;
    }
  }
}

function filled(draft: Draft, serial: number, pages: Page[]): Draft {
  const body = receivedBody(serial);
  const materials = Object.fromEntries(body.materials.map((material) => [material.id, material]));
  const identity = body.materials.find(({ id }) => id === 'mat-id');
  if (identity === undefined) throw new Error('the item asks for no identity card');
  return {
    ...draft,
    situation: body.situation,
    // Written for this very form.
    answers: body.answers as Draft['answers'],
    materials: { ...materials, 'mat-id': { ...identity, state: 'photographed', pages } },
    signatures: body.signatures,
    privacyNotice: body.privacyNotice
  };
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value;
}
