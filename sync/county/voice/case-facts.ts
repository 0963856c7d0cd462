/** What a rating or a ticket is about, out of the state of a case or visit. */
import { applicantPhoneKey, textAnswer } from '#domain/form/known-fields.ts';
import type { StreamState } from '#domain/case/state.ts';

export type CaseFacts = { item: string; no: string | null; name: string; phone: string };

export function factsOf(state: StreamState | null): CaseFacts | null {
  if (state?.kind === 'case') {
    const { received, caseNo, applicantName, answers } = state;
    return { item: received.item.name, no: caseNo ?? received.localNo, name: applicantName, phone: textAnswer(answers, applicantPhoneKey) };
  }
  if (state?.kind === 'visit') return { item: '上门', no: null, name: state.plan.name, phone: state.plan.phone ?? '' };
  return null;
}
