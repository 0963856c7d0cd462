import type { CaseState } from '#domain/case/state.ts';
import { isOpen } from '#domain/case/open.ts';
import { owedDelivery } from '#domain/handing/delivery.ts';
import { holdingsOf, isOut } from '#domain/handing/originals.ts';
import { factsOf } from '#domain/report/facts.ts';
import { chinaDate } from '#store/platform.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { CatalogueShelf } from './catalogue.ts';
import type { Core } from './core.ts';
import { everyCase } from './every-case.ts';
import type { HandingDeeds, HeldRow, OwedRow, ReportFacts } from './handing-api.ts';

const dayOf = (at: string) => chinaDate(Date.parse(at));

/** 送达、原件, and the facts of which the numbers are made. */
export class Handing {
  #core: Core;
  #shelf: CatalogueShelf;
  #acts: Acts;

  constructor(core: Core, shelf: CatalogueShelf, acts: Acts) {
    this.#core = core;
    this.#shelf = shelf;
    this.#acts = acts;
  }

  async owed(): Promise<OwedRow[]> {
    const calendar = (await this.#shelf.current())?.calendar ?? {};
    const states = await everyCase(this.#core, ({ status }) => !isOpen(status));
    return states
      .flatMap((state) => {
        const owed = owedDelivery(state, calendar, dayOf);
        return owed === null ? [] : [{ ...lineOf(state), owed }];
      })
      .sort((a, b) => (a.owed.due < b.owed.due ? -1 : 1));
  }
  async held(): Promise<HeldRow[]> {
    return (await everyCase(this.#core)).flatMap((state) => {
      const holdings = holdingsOf(state.materials, state.originalsMoves ?? []).filter(isOut);
      return holdings.length === 0 ? [] : [{ ...lineOf(state), holdings }];
    });
  }
  async facts(): Promise<ReportFacts> {
    const session = this.#core.vault.session;
    const asOf = new Date(this.#core.world.now()).toISOString();
    if (session === null) return { cases: [], visits: [], asOf };
    const heads = [...(await this.#core.streams.heads(session.keys)).values()];
    const visits = heads.flatMap((head) =>
      head.kind !== 'case' && head.state.kind === 'visit' ? [{ date: head.state.plan.date, status: head.state.status }] : []
    );
    return { cases: (await everyCase(this.#core)).map((state) => factsOf(state, dayOf)), visits, asOf };
  }

  deliver(caseId: string, delivered: Parameters<HandingDeeds['deliver']>[1]): Promise<Result<null>> {
    return this.#on(caseId, 'case.delivered', { ...delivered, id: this.#acts.newId() });
  }
  follow(caseId: string, body: Parameters<HandingDeeds['followDelivery']>[1]): Promise<Result<null>> {
    return this.#on(caseId, 'case.deliveryFollowed', body);
  }
  move(caseId: string, body: Parameters<HandingDeeds['moveOriginals']>[1]): Promise<Result<null>> {
    return this.#on(caseId, 'case.originalsMoved', body);
  }
  #on(caseId: string, type: string, body: object): Promise<Result<null>> {
    return this.#acts.perform(caseId, (current) => Promise.resolve(current?.kind === 'case' ? { type, body, blobs: [] } : ('unknown_case' as const)));
  }
}

export function lineOf({ id, applicantName, received, caseNo }: CaseState) {
  const { bundle, item, localNo } = received;
  return { caseId: id, applicantName, itemName: bundle?.name ?? item.name, localNo, caseNo };
}
