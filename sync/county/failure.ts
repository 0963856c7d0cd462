/** Expected failures of the county: one sentence at start, or one problem per refused call. */
import type { ErrorCode, Problem } from '#protocol/errors.ts';

/** Ends the start with exit code 1 and exactly this sentence. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 503;

/** A call that is refused: rolls its transaction back and becomes `{code, message, path}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: RefusalStatus;
  readonly problem: Problem;
  constructor(status: RefusalStatus, code: ErrorCode, message: string, path = '', details?: unknown) {
    super(code);
    this.status = status;
    this.problem = details === undefined ? { code, message, path } : { code, message, path, details };
  }
}
