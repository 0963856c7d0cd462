import type { Slot } from '../assist/visit.ts';
import type { ChildFacts } from '../bundle/schemas.ts';
import type { Answers, Situation, Value } from '../form/values.ts';
import type { Delivery } from '../handing/delivery.ts';
import type { OriginalsMove } from '../handing/originals.ts';
import type { RecordState } from '../record/kinds.ts';
import type { causes } from './acts/clock.ts';
import type { BodyOf, Received } from './operations.ts';
import type { IssuedPaper, MaterialEntry, Signature } from './schemas.ts';

/** Which act leads from which to which: `machine.ts` (rules 2.8). */
export type CaseStatus =
  'received' | 'preReturned' | 'correction' | 'accepted' | 'suspended' | 'notAccepted' | 'completed' | 'returned' | 'withdrawn' | 'voided';

/** A special procedure (特别程序): the clock stands from `since` until `ended`. `until`: when it is expected to end. */
export type Stop = { procedure: string; reason: string; since: string; until: string | null; ended: string | null; result: string | null };
/** What the county found out of a material that was promised or is to be fetched. */
export type MaterialCheck = { by: string; at: string } & (
  | { kind: 'commitment'; finding: 'true' | 'false' | 'unclear'; how: string; consequence?: string | undefined }
  | { kind: 'share'; outcome: 'matches' | 'differs' | 'notFound'; source: string; note?: string | undefined }
);

/** 退件 or 作废. */
export type Ending = { kind: 'returned' | 'voided'; cause: keyof typeof causes; reason: string };

/** One line of 经过. */
export type TimelineEntry = { opId: string; type: string; at: string; by: string; authorId: string; byCounty: boolean; text: string };

/** A value with who gave it; `chosen`: the act whose value it was, when it was chosen in a conflict. */
export type Given<V = Value | MaterialEntry> = { opId: string; by: string; authorId: string; at: string; value: V; chosen?: string | undefined };
/** `place`: `answers.<key>` or `materials.<id>`. */
export type Conflict = { place: string; values: Given[] };

/** A paper with what was signed under it when it was handed over. */
export type GivenPaper = { paper: IssuedPaper; signatures: Signature[]; note?: string | undefined; opId: string; at: string; by: string };

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
  due: string | null;
  correction: BodyOf<'case.correctionRequested@1'> | null;
  decision: BodyOf<'case.completed@1'> | BodyOf<'case.notAccepted@1'> | null;
  /** Of a joint case, by child number: what acts have made of it. */
  children?: Record<string, ChildFacts> | undefined;
  /** What was handed over after 收件, oldest first; what was given at 收件 is in `received.papers`. */
  papers?: GivenPaper[] | undefined;
  /** 送达, each attempt, oldest first. */
  deliveries?: Delivery[] | undefined;
  /** Where originals went, oldest first. */
  originalsMoves?: OriginalsMove[] | undefined;
  applicantName: string;
  timeline: TimelineEntry[];
  updatedAt: string;
  /** Special procedures, oldest first; one without an end is under way. */
  stops?: Stop[] | undefined;
  extension?: { days: number; reason: string; approvedBy: string; due: string } | undefined;
  /** What the pre-check wants mended, while the status is `preReturned`. */
  preReview?: { items: BodyOf<'case.correctionRequested@1'>['items']; note?: string | undefined } | null | undefined;
  ending?: Ending | undefined;
  voidAsked?: { reason: string; by: string; at: string } | undefined;
  /** By material id. */
  checks?: Record<string, MaterialCheck> | undefined;
  /** Day 0 of the promised limit. */
  acceptedOn?: string | undefined;
  /** Day on which a correction was answered last: the county's five days run from here (rules 2.9). */
  completeOn?: string | undefined;
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
  /** The same for when it is, once it was moved. */
  slots?: Given<Slot>[] | undefined;
  updatedAt: string;
  timeline: TimelineEntry[];
};
export type StreamState = CaseState | VisitState | RecordState;
