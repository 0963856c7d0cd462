/** What this device knows of a person and a household: earlier cases to reuse from, open ones not to double, and the note of who looked. */
import { duplicatesOf, type Duplicate } from '#domain/household/duplicates.ts';
import { householdOf, joined, type Household } from '#domain/household/household.ts';
import { reuseOffers, type Offer } from '#domain/privacy/reuse.ts';
import { applicantIdNoKey, textAnswer } from '#domain/form/known-fields.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import { normalizeIdNumber } from '#domain/identity/id-number.ts';
import type { CaseState } from '#domain/case/state.ts';
import type { CaseHead } from '#store/streams.ts';
import type { Acts } from './acts.ts';
import type { Draft, Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';

/** `drafts`: others of this device for the same person and items, not handed in yet. */
export type KnownPerson = { duplicates: Duplicate[]; drafts: { id: string; name: string; updatedAt: string }[]; offers: Offer[] };

export class People {
  #core: Core;
  #shelf: CatalogueShelf;
  #acts: Acts;

  constructor(core: Core, shelf: CatalogueShelf, acts: Acts) {
    this.#core = core;
    this.#shelf = shelf;
    this.#acts = acts;
  }

  /** By the identity number as it stands in the draft. Null while locked, and for a draft or form that is gone: then nothing is known, not that there is nothing. */
  async known(draftId: string, idNo: string): Promise<KnownPerson | null> {
    const session = this.#core.vault.session;
    const [draft, catalogue] = [session === null ? null : await this.#core.drafts.get(session.keys, draftId), await this.#shelf.current()];
    const number = normalizeIdNumber(idNo);
    if (draft === null || catalogue === null) return null;
    const definition = draft.bundle === null ? itemDefinition(catalogue, draft.itemId) : bundleDefinition(catalogue, draft.bundle.id, draft.bundle.itemIds);
    if (definition === null || number === '') return null;
    const cases = await this.#cases((head) => head.links?.people.includes(number) === true && head.sync !== 'rejected');
    return {
      duplicates: duplicatesOf(
        cases,
        number,
        definition.items.map(({ id }) => id),
        draft.caseId
      ),
      drafts: draft.caseId === null ? await this.#drafts(draft, number, definition) : [],
      offers: reuseOffers(cases, definition, number, this.#acts.today())
    };
  }

  /** All whom the case leads to; null when this device has no such case. */
  async household(caseId: string): Promise<Household | null> {
    const heads = await this.#heads();
    const ids = new Set(
      joined(
        heads.map(({ id, links = { people: [], homes: [] } }) => ({ id, links })),
        caseId
      )
    );
    const cases = await this.#cases(({ id }) => ids.has(id));
    return cases.length === 0 ? null : householdOf(cases);
  }

  /** The note comes first: what could not be noted is not shown. */
  reveal(caseId: string, place: string): Promise<Result<null>> {
    return this.#acts.note('device.revealed', { caseId, place });
  }

  async #heads(): Promise<CaseHead[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    return [...(await this.#core.streams.heads(session.keys)).values()].filter((head) => head.kind === 'case');
  }
  async #cases(wanted: (head: CaseHead) => boolean): Promise<CaseState[]> {
    const session = this.#core.vault.session;
    const ids = (await this.#heads()).filter(wanted).map(({ id }) => id);
    if (session === null || ids.length === 0) return [];
    const folded = await this.#core.streams.foldedMany(session.keys, ids);
    return [...folded.values()].flatMap(({ current }) => (current?.kind === 'case' ? [current] : []));
  }

  async #drafts(mine: Draft, number: string, { items }: IntakeDefinition): Promise<KnownPerson['drafts']> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const [all, catalogue] = [await this.#core.drafts.list(session.keys), await this.#shelf.current()];
    return all
      .filter(({ id, caseId, answers }) => id !== mine.id && caseId === null && normalizeIdNumber(textAnswer(answers, applicantIdNoKey)) === number)
      .filter(({ itemId, bundle }) => (bundle?.itemIds ?? [itemId]).some((id) => items.some((item) => item.id === id)))
      .map(({ id, itemId, bundle, updatedAt }) => {
        const name = bundle === null ? catalogue?.items.find((item) => item.id === itemId)?.name : catalogue?.bundles.find((one) => one.id === bundle.id)?.name;
        return { id, name: name ?? itemId, updatedAt };
      });
  }
}
