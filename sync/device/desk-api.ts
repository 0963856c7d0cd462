/**
 * What the screens beyond the first ask: the station worker loads the desk for it, so that none of it weighs on the first screen.
 * Everything that crosses is structured-cloneable; failures are `Failure` values.
 */
import type * as z from 'zod/mini';
import type { paperIssuedSchema } from '#domain/case/acts/papers.ts';
import type { Household } from '#domain/household/household.ts';
import type { Result } from './api.ts';
import type { AssistDeeds, AssistReads } from './assist-api.ts';
import type { VoiceDeeds, VoiceReads } from './voice-api.ts';
import type { HandingDeeds, HandingReads } from './handing-api.ts';
import type { EndingDraft } from './draft-life.ts';
import type { KnownPerson } from './people.ts';

/** Asked again when the database was lost under them; while the vault is locked they answer with nothing. */
export interface DeskReads extends AssistReads, HandingReads, VoiceReads {
  /** What this device has of the person with that number: open cases and drafts for the same items, and what may be reused. Null: not known now. */
  knownPerson(draftId: string, idNo: string): Promise<KnownPerson | null>;
  /** People and homes that the case leads to; null without it. */
  household(caseId: string): Promise<Household | null>;
  /** Drafts that end within a week. */
  endingDrafts(): Promise<EndingDraft[]>;
}
/** What a person does: each answers with a `Result`, and is never done twice by itself. */
export interface DeskDeeds extends AssistDeeds, HandingDeeds, VoiceDeeds {
  /** `no`: of a joint case's child. */
  withdrawChild(caseId: string, no: string, reason: string): Promise<Result<null>>;
  /** `evidence`: what the resident showed. */
  elsewhereDone(caseId: string, no: string, evidence: string): Promise<Result<null>>;
  /** Notes that somebody asks to see what is masked; `place`: which of the case's values. */
  reveal(caseId: string, place: string): Promise<Result<null>>;
  /** 申请作废. */
  askVoid(caseId: string, reason: string): Promise<Result<null>>;
  /** A paper that was handed over, with what was signed under it. */
  issuePaper(caseId: string, issued: z.infer<typeof paperIssuedSchema>): Promise<Result<null>>;
}
export type DeskApi = DeskReads & DeskDeeds;
export type DeskCall = <K extends keyof DeskApi>(name: K, ...args: Parameters<DeskApi[K]>) => ReturnType<DeskApi[K]>;
