import type { Slot } from '../assist/visit.ts';
import type { ChildFacts } from '../bundle/schemas.ts';
import type { Answers, Situation, Value } from '../form/values.ts';
import type { RecordState } from '../record/kinds.ts';
import type { BodyOf, Received } from './operations.ts';
import type { IssuedPaper, MaterialEntry, Signature } from './schemas.ts';

/** received → correction ⇄ received(supplied) → accepted → completed; notAccepted and withdrawn end it (rules 2.8). */
export type CaseStatus = 'received' | 'correction' | 'accepted' | 'notAccepted' | 'completed' | 'withdrawn';

/** One line of 经过. */
export type TimelineEntry = { opId: string; type: string; at: string; by: string; authorId: string; byCounty: boolean; text: string };

/** A value with who gave it; `chosen`: the act whose value it was, when it was chosen in a conflict. */
export type Given<V = Value | MaterialEntry> = { opId: string; by: string; authorId: string; at: string; value: V; chosen?: string | undefined };
/** `place`: `answers.<key>` or `materials.<id>`. */
export type Conflict = { place: string; values: Given[] };

export type CaseState = {
  kind: 'case';
  id: string;
  revision: number;
  status: CaseStatus;
  received: Received;
  /** Current answers and materials: as received, with later supplies laid over. */
  situation: Situation;
  answers: Answers;
  materials: MaterialEntry[];
  signatures: Signature[];
  /** Per place that was supplied: the values that nobody has knowingly replaced, the one that stands first. Absent until the first supply. */
  given?: Record<string, Given[]> | undefined;
  caseNo: string | null;
  /** Due date of the promised limit, once accepted; null where the item has none. */
/** A paper with what was signed under it when it was handed over. */
export type GivenPaper = { paper: IssuedPaper; signatures: Signature[]; note?: string | undefined; opId: string; at: string; by: string };

  due: string | null;
  correction: BodyOf<'case.correctionRequested@1'> | null;
  decision: BodyOf<'case.completed@1'> | BodyOf<'case.notAccepted@1'> | null;
  applicantName: string;
  timeline: TimelineEntry[];
  updatedAt: string;
};
export type VisitState = {
  kind: 'visit';
  id: string;
  revision: number;
  status: 'planned' | 'done' | 'absent' | 'cancelled';
  plan: BodyOf<'visit.planned@1'>;
  caseId: string | null;
  /** As `CaseState.given`, for how it ended. */
  closings?: Given<Pick<BodyOf<'visit.closed@1'>, 'outcome' | 'caseId'>>[] | undefined;
  /** Of a joint case, by child number: what acts have made of it. */
  children?: Record<string, ChildFacts> | undefined;
  /** What was handed over after 收件, oldest first; what was given at 收件 is in `received.papers`. */
  papers?: GivenPaper[] | undefined;
  updatedAt: string;
  timeline: TimelineEntry[];
};
export type StreamState = CaseState | VisitState | RecordState;
