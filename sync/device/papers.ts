import type { Acts } from './acts.ts';
import type { Result } from './api.ts';
import type { DeskApi } from './desk-api.ts';

/** Papers that are handed over after 收件. */
export class Papers {
  #acts: Acts;

  constructor(acts: Acts) {
    this.#acts = acts;
  }

  issue(caseId: string, body: Parameters<DeskApi['issuePaper']>[1]): Promise<Result<null>> {
    return this.#acts.perform(caseId, (current) =>
      Promise.resolve(current?.kind === 'case' ? { type: 'case.paperIssued', body, blobs: [] } : ('unknown_case' as const))
    );
  }
}
