import type { BodyOf } from '#domain/case/operations.ts';
import type { Acts } from './acts.ts';
import type { Result, StationApi } from './api.ts';

type Plan = Parameters<StationApi['planVisit']>[0];

export class Visits {
  #acts: Acts;

  constructor(acts: Acts) {
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
}
