import type { Acts } from './acts.ts';
import type { Result } from './api.ts';

/** A station may only ask to have a case voided (作废): a lead of the county decides. */
export function askVoid(acts: Acts, caseId: string, reason: string): Promise<Result<null>> {
  return acts.perform(caseId, (current) =>
    Promise.resolve(current?.kind === 'case' ? { type: 'case.voidAsked', body: { reason }, blobs: [] } : ('unknown_case' as const))
  );
}
