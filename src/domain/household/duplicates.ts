/** An open case of the same person and item, shown before a second one is made. */
import { isOpen } from '../case/open.ts';
import type { CaseState, CaseStatus } from '../case/state.ts';
import { applicantIdNoKey, textAnswer } from '../form/known-fields.ts';
import { normalizeIdNumber } from '../identity/id-number.ts';

export type Known = Pick<CaseState, 'id' | 'status' | 'received' | 'answers' | 'applicantName'>;
/** `itemNames`: of the chosen items those that are under way there. */
export type Duplicate = { caseId: string; localNo: string; receivedOn: string; status: CaseStatus; name: string; itemIds: string[] };

/** Newest first. `but`: the case that is being mended. */
export function duplicatesOf(cases: readonly Known[], idNo: string, itemIds: readonly string[], but: string | null): Duplicate[] {
  const number = normalizeIdNumber(idNo);
  if (number === '') return [];
  return cases
    .filter(({ id, status, answers }) => id !== but && isOpen(status) && normalizeIdNumber(textAnswer(answers, applicantIdNoKey)) === number)
    .flatMap(({ id, status, received, applicantName }): Duplicate[] => {
      const items = received.bundle?.itemIds ?? [received.item.id];
      const shared = items.filter((item) => itemIds.includes(item));
      if (shared.length === 0) return [];
      const name = received.bundle?.name ?? received.item.name;
      return [{ caseId: id, localNo: received.localNo, receivedOn: received.receivedOn, status, name: `${applicantName} ${name}`.trim(), itemIds: shared }];
    })
    .sort((a, b) => b.receivedOn.localeCompare(a.receivedOn) || b.localNo.localeCompare(a.localNo));
}
