/** What the county answers the console, checked: the wire's schemas, with the case's state spelled out. */
import * as z from 'zod/mini';
import { childFactsSchema } from '#domain/bundle/schemas.ts';
import { paperIssuedSchema } from '#domain/case/acts/papers.ts';
import { completedSchema, correctionSchema, notAcceptedSchema, receivedSchema } from '#domain/case/operations.ts';
import { answersSchema, materialEntrySchema, signatureSchema, valueSchema } from '#domain/case/schemas.ts';
import type { CaseState, CaseStatus } from '#domain/case/state.ts';
import { promiseReplies } from './county-promise-replies.ts';
import {
  type backupStatusSchema,
  consoleCaseSchema,
  queueReplySchema,
  type queueRowSchema,
  type staffSchema,
  type stationRowSchema
} from '#protocol/messages.ts';

export const caseStatuses = [
  'received',
  'preReturned',
  'correction',
  'accepted',
  'suspended',
  'notAccepted',
  'completed',
  'returned',
  'withdrawn',
  'voided'
] as const satisfies readonly CaseStatus[];

const timelineEntry = z.object({
  opId: z.string(),
  type: z.string(),
  at: z.string(),
  by: z.string(),
  authorId: z.string(),
  byCounty: z.boolean(),
  text: z.string()
});

const givenSchema = z.object({
  opId: z.string(),
  by: z.string(),
  authorId: z.string(),
  at: z.string(),
  value: z.union([materialEntrySchema, valueSchema]),
  chosen: z.optional(z.string())
});

const givenPaperSchema = z.extend(paperIssuedSchema, { opId: z.string(), at: z.string(), by: z.string() });

const caseStateSchema = z.object({
  kind: z.literal('case'),
  id: z.string(),
  revision: z.number(),
  status: z.enum(caseStatuses),
  received: receivedSchema,
  situation: z.record(z.string(), z.string()),
  answers: answersSchema,
  materials: z.array(materialEntrySchema),
  signatures: z.array(signatureSchema),
  given: z.optional(z.record(z.string(), z.array(givenSchema))),
  caseNo: z.nullable(z.string()),
  due: z.nullable(z.string()),
  correction: z.nullable(correctionSchema),
  decision: z.nullable(z.union([completedSchema, notAcceptedSchema])),
  children: z.optional(z.record(z.string(), childFactsSchema)),
  papers: z.optional(z.array(givenPaperSchema)),
  applicantName: z.string(),
  timeline: z.array(timelineEntry),
  updatedAt: z.string(),
  ...promiseReplies
}) satisfies z.ZodMiniType<CaseState>;

export const caseReplySchema = z.extend(consoleCaseSchema, { state: caseStateSchema });
export type ConsoleCase = z.infer<typeof caseReplySchema>;
export const enrolmentCodeSchema = z.object({ code: z.string(), expiresAt: z.string() });
export type EnrolmentCode = z.infer<typeof enrolmentCodeSchema>;

export type QueueRow = z.infer<typeof queueRowSchema>;
export type QueueReply = z.infer<typeof queueReplySchema>;
export type BackupStatus = z.infer<typeof backupStatusSchema>;
export type StationRow = z.infer<typeof stationRowSchema>;
export type StaffMember = z.infer<typeof staffSchema>;
