import type { CaseState } from '#domain/case/state.ts';
import type { Acts } from './acts.ts';
import type { Result } from './api.ts';

/** What a station does to the children of a joint case (联办件). */
export class Joint {
  #acts: Acts;

  constructor(acts: Acts) {
    this.#acts = acts;
  }

  /** The resident takes one matter back; the others go on. */
  withdraw(caseId: string, no: string, reason: string): Promise<Result<null>> {
    return this.#perform(caseId, 'case.childWithdrawn', (state) => ({ ...this.#child(state, no), reason }));
  }
  /** Another body has done its part: what waited for it may go on. */
  elsewhereDone(caseId: string, no: string, evidence: string): Promise<Result<null>> {
    return this.#perform(caseId, 'case.elsewhereDone', (state) => ({ ...this.#child(state, no), evidence }));
  }

  #child({ received }: CaseState, no: string): { no: string; name: string; on: string } {
    // An unknown number is refused by its judge.
    return { no, name: received.bundle?.children?.find((child) => child.no === no)?.name ?? '', on: this.#acts.today() };
  }
  #perform(caseId: string, type: string, bodyOf: (state: CaseState) => object): Promise<Result<null>> {
    return this.#acts.perform(caseId, (current) =>
      Promise.resolve(current?.kind === 'case' ? { type, body: bodyOf(current), blobs: [] } : ('unknown_case' as const))
    );
  }
}
