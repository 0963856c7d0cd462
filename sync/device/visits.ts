import type { BodyOf } from '#domain/case/operations.ts';
import type { Acts } from './acts.ts';
import type { Result, StationApi } from './api.ts';
import type { Core } from './core.ts';
import type { VisitState } from '#domain/case/state.ts';

type Plan = Parameters<StationApi['planVisit']>[0];

export class Visits {
  #core: Core;
  #acts: Acts;

  constructor(core: Core, acts: Acts) {
    this.#core = core;
    this.#acts = acts;
  }

  async plan(plan: Plan): Promise<Result<string>> {
    const id = this.#acts.newId();
    const body: BodyOf<'visit.planned@1'> = plan;
    const performed = await this.#acts.perform(id, () => Promise.resolve({ type: 'visit.planned', body, blobs: [] }));
    return performed.ok ? { ok: true, value: id } : performed;
  }
  close(id: string, outcome: 'done' | 'absent' | 'cancelled', caseId?: string): Promise<Result<null>> {
    const body: BodyOf<'visit.closed@1'> = { outcome, ...(caseId !== undefined && { caseId }) };
    return this.#acts.perform(id, () => Promise.resolve({ type: 'visit.closed', body, blobs: [] }));
  }
  /** Of one day, in order, and those of days before that nobody has closed. */
  async on(date: string): Promise<VisitState[]> {
    const session = this.#core.vault.session;
    if (session === null) return [];
    const visits = [...(await this.#core.streams.heads(session.keys)).values()].flatMap((head) => (head.kind === 'visit' ? [head.state] : []));
    return visits
      .filter(({ plan, status }) => plan.date === date || (plan.date < date && status === 'planned'))
      .sort((a, b) => `${a.plan.date} ${a.plan.time}`.localeCompare(`${b.plan.date} ${b.plan.time}`));
  }
}
