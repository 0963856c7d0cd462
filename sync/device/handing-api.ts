/** The desk's part for what changes hands: results, originals, sheets for departments; and the station's numbers. */
import type { Delivered, DeliveryFollowed, Owed } from '#domain/handing/delivery.ts';
import type { HandoverState, handoverSignedSchema, handoverToldSchema } from '#domain/handing/handover.ts';
import type { Holding, OriginalsMoved } from '#domain/handing/originals.ts';
import type { CaseFacts, VisitFacts } from '#domain/report/facts.ts';
import type * as z from 'zod/mini';
import type { Problem } from '#protocol/errors.ts';
import type { Result } from './api.ts';

type CaseLine = { caseId: string; applicantName: string; itemName: string; localNo: string; caseNo: string | null };
export type OwedRow = CaseLine & { owed: Owed };
export type HeldRow = CaseLine & { holdings: Holding[] };
/** A case that can go on a sheet: its department, and what would go along. */
export type HandoverCandidate = CaseLine & { department: string; originals: number; photos: number };
export type HandoverView = { handover: HandoverState; sync: 'pending' | 'confirmed' | 'rejected'; refused: Problem | null };
/** `ratings`: null where this device knows none. */
export type ReportFacts = { cases: CaseFacts[]; visits: VisitFacts[]; asOf: string };

export interface HandingReads {
  /** Decided cases of which nobody has the result yet, the most urgent first. */
  owedDeliveries(): Promise<OwedRow[]>;
  /** Cases of which originals are out of the residents' hands. */
  heldOriginals(): Promise<HeldRow[]>;
  /** Newest act first. */
  handovers(): Promise<HandoverState[]>;
  handover(id: string): Promise<HandoverView | null>;
  handoverCandidates(): Promise<HandoverCandidate[]>;
  reportFacts(): Promise<ReportFacts>;
}
export interface HandingDeeds {
  deliver(caseId: string, delivered: Omit<Delivered, 'id'>): Promise<Result<null>>;
  followDelivery(caseId: string, followed: DeliveryFollowed): Promise<Result<null>>;
  moveOriginals(caseId: string, moved: OriginalsMoved): Promise<Result<null>>;
  prepareHandover(department: string, caseIds: string[], note: string): Promise<Result<{ id: string; no: string }>>;
  /** Then the originals on the sheet count as the department's. */
  signHandover(id: string, signed: z.infer<typeof handoverSignedSchema>): Promise<Result<null>>;
  cancelHandover(id: string, reason: string): Promise<Result<null>>;
  tellHandover(id: string, told: z.infer<typeof handoverToldSchema>): Promise<Result<null>>;
}
