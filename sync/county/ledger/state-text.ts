/**
 * A state as its row holds it. Until the first supply a case's answers, materials, signatures and situation are those that it was received
 * with: such a one stands once, which halves what a day of new cases writes.
 */
import type { CaseState, StreamState } from '#domain/case/state.ts';

type StoredCase = Omit<CaseState, Shared> & Partial<Pick<CaseState, Shared>>;
type Shared = 'situation' | 'answers' | 'materials' | 'signatures';

export function stateToText(state: StreamState): string {
  if (state.kind !== 'case') return JSON.stringify(state);
  const stored: StoredCase = { ...state };
  if (state.situation === state.received.situation) delete stored.situation;
  if (state.answers === state.received.answers) delete stored.answers;
  if (state.materials === state.received.materials) delete stored.materials;
  if (state.signatures === state.received.signatures) delete stored.signatures;
  return JSON.stringify(stored);
}

export function textToState(text: string): StreamState {
  const stored = JSON.parse(text) as StoredCase | Exclude<StreamState, CaseState>;
  if (stored.kind !== 'case') return stored;
  const { situation, answers, materials, signatures } = stored.received;
  return { situation, answers: answers as CaseState['answers'], materials, signatures, ...stored };
}
