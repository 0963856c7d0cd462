/** Drafts as screens list, read and save them; what they become is the desk's. */
import { applicantNameKey, textAnswer } from '#domain/form/known-fields.ts';
import type { Draft, DraftRow, Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import { failure } from './sentences.ts';

export class Drafting {
  #core: Core;
  #shelf: CatalogueShelf;

  constructor(core: Core, shelf: CatalogueShelf) {
    this.#core = core;
    this.#shelf = shelf;
  }

  async list(): Promise<DraftRow[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const catalogue = await this.#shelf.current();
    return (await this.#core.drafts.list(session.keys)).map((draft) => ({
      id: draft.id,
      applicantName: textAnswer(draft.answers, applicantNameKey),
      itemId: draft.itemId,
      itemName:
        (draft.bundle === null ? catalogue?.items.find(({ id }) => id === draft.itemId) : catalogue?.bundles.find(({ id }) => id === draft.bundle?.id))?.name ??
        draft.itemId,
      step: draft.step,
      focus: draft.focus,
      updatedAt: draft.updatedAt,
      caseId: draft.caseId
    }));
  }
  async get(id: string): Promise<Draft | null> {
    const session = this.#core.vault.session;
    return session === null ? null : this.#core.drafts.get(session.keys, id);
  }

  async save(draft: Draft): Promise<Result<string>> {
    const session = this.#core.vault.session;
    if (session === null) return failure('locked');
    const updatedAt = new Date(this.#core.world.now()).toISOString();
    if (!(await this.#core.drafts.save(session.keys, { ...draft, updatedAt }, false))) return failure('unknown_draft');
    this.#core.changed('drafts');
    return { ok: true, value: updatedAt };
  }
  async mark(id: string, discarded: 0 | 1): Promise<void> {
    await this.#core.drafts.mark(id, discarded);
    this.#core.changed('drafts');
  }
}
