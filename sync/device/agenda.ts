import type { VisitState } from '#domain/case/state.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { Agenda, AssistDeeds } from './assist-api.ts';
import type { Core } from './core.ts';

/** Ids alone: they say nothing of whose home it is. */
const routeKey = (date: string) => `route:${date}`;

/** When one goes where (M21, M22): what is agreed is an act, the order of the way is this device's own. */
export class AgendaBook {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  async between(from: string, through: string): Promise<Agenda> {
    const visits = (await this.#visits()).filter(({ plan }) => plan.date >= from && plan.date <= through);
    return { visits, route: from === through ? await readMeta<string[]>(this.#core.db, routeKey(from), []) : [] };
  }
  async one(id: string): Promise<VisitState | null> {
    return (await this.#visits()).find((visit) => visit.id === id) ?? null;
  }
  async #visits(): Promise<VisitState[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const heads = [...(await this.#core.streams.heads(session.keys)).values()];
    return heads
      .flatMap((head) => (head.kind !== 'case' && head.state.kind === 'visit' ? [head.state] : []))
      .sort((a, b) => `${a.plan.date} ${a.plan.time} ${a.id}`.localeCompare(`${b.plan.date} ${b.plan.time} ${b.id}`));
  }

  async book(plan: Parameters<AssistDeeds['bookVisit']>[0]): Promise<Result<string>> {
    const id = this.#acts.newId();
    const done = await this.#acts.perform(id, () => Promise.resolve({ type: 'visit.planned', body: plan, blobs: [] }));
    return done.ok ? { ok: true, value: id } : done;
  }
  move(id: string, slot: Parameters<AssistDeeds['moveVisit']>[1]): Promise<Result<null>> {
    return this.#acts.perform(id, () => Promise.resolve({ type: 'visit.moved', body: slot, blobs: [] }));
  }
  async sort(date: string, ids: string[]): Promise<Result<null>> {
    await writeMeta(this.#core.db, routeKey(date), ids);
    this.#core.changed('visits');
    return { ok: true, value: null };
  }
}
