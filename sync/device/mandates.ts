import type { MandateState } from '#domain/assist/mandate.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { AssistDeeds, MandateView } from './assist-api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import { recordWith, recordsOf } from './records.ts';

/** 授权委托书 on this device. */
export class Mandates {
  #core: Core;
  #shelf: CatalogueShelf;
  #acts: Acts;

  constructor(core: Core, shelf: CatalogueShelf, acts: Acts) {
    this.#core = core;
    this.#shelf = shelf;
    this.#acts = acts;
  }

  list(): Promise<MandateState[]> {
    return recordsOf(this.#core, 'mandate');
  }
  async one(id: string): Promise<MandateView | null> {
    const found = await recordWith(this.#core, 'mandate', id);
    return found === null ? null : { mandate: found.state, sync: found.sync, refused: found.refused };
  }
  grant(id: string, granted: Parameters<AssistDeeds['grantMandate']>[1]): Promise<Result<null>> {
    return this.#acts.perform(id, async () => {
      const revision = (await this.#shelf.current())?.revision;
      return { type: 'mandate.granted', body: { ...granted, ...(revision !== undefined && { catalogueRevision: revision }) }, blobs: [] };
    });
  }
  revoke(id: string, revoked: Parameters<AssistDeeds['revokeMandate']>[1]): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type: 'mandate.revoked', body: revoked, blobs: [] }));
  }
}
