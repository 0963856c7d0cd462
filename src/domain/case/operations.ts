/**
 * Operations: the acts that make up a case. State is a fold of them, on the device and at the county, by
 * `fold.ts` (design decision 1). Each type has a version; a new version is a new schema plus an upcaster.
 */
import * as z from 'zod/mini';
import { visitExtras, visitMovedSchema } from '../assist/visit.ts';
import { bundleSchema } from '../bundle/schemas.ts';
import { recordActs } from '../record/kinds.ts';
import type { RecordAct } from '../record/record.ts';
import type { CaseAct } from './acts/act.ts';
import { caseActs } from './acts/index.ts';
import {
  answersSchema,
  consentSchema,
  guardianSchema,
  isoDateSchema,
  issuedPaperSchema,
  materialEntrySchema,
  reusedSchema,
  sha256Schema,
  shortSchema,
  signatureSchema,
  valueSchema
} from './schemas.ts';

const short = shortSchema;
const isoDate = isoDateSchema;

export const receivedSchema = z.object({
  localNo: z.string().check(z.maxLength(60)),
  item: z.object({ id: z.string(), name: short, version: z.number(), handlingItemCode: z.string(), department: short }),
  catalogueRevision: z.number(),
  /** A bundle's joint case (联办): the children that were chosen. Absent for a single item. */
  bundle: z.optional(bundleSchema),
  situation: z.record(z.string(), z.string()),
  answers: answersSchema,
  materials: z.array(materialEntrySchema).check(z.maxLength(200)),
  /** Under the application, and one under each paper that was signed with it. */
  signatures: z.array(signatureSchema).check(z.maxLength(40)),
  /** 收件 day on the device's calendar; the county counts its five days from here (rules 2.8). */
  receivedOn: isoDate,
  /** Version of the privacy notice that was shown and acknowledged (PIPL §17, §35). */
  privacyNotice: z.string(),
  place: z.enum(['station', 'home']),
  offline: z.boolean(),
  /** Opaque token of the receipt's QR; holds no name and no number (M28). */
  queryToken: z.string().check(z.regex(/^[0-9A-Za-z_-]{16,64}$/)),
  // From protocol 3 on; absent in what older tablets took in.
  orderId: z.optional(z.uuid()),
  visitId: z.optional(z.uuid()),
  mandateId: z.optional(z.uuid()),
  consents: z.optional(z.array(consentSchema).check(z.maxLength(20))),
  guardian: z.optional(guardianSchema),
  /** Papers that were shown, signed or handed over at intake, word for word. */
  papers: z.optional(z.array(issuedPaperSchema).check(z.maxLength(30))),
  reused: z.optional(z.array(reusedSchema).check(z.maxLength(300)))
});
export type Received = z.infer<typeof receivedSchema>;

/** Late supply of deferred material (容缺后补) or the answer to a correction notice (补正). */
export const suppliedSchema = z.object({
  answers: answersSchema,
  materials: z.array(materialEntrySchema),
  note: z.optional(short)
});
/** One line of a one-time notice (一次性告知): which place, what is wrong, how to mend it. */
export const correctionItemSchema = z.object({
  target: z.enum(['material', 'field', 'other']),
  key: z.string(),
  label: short,
  problem: short,
  remedy: short
});
export const correctionSchema = z.object({
  items: z.array(correctionItemSchema).check(z.minLength(1), z.maxLength(100)),
  due: isoDate,
  note: z.optional(short),
  /** Labels of what stands on no list (异常索要, M14); the county fills it in. */
  unlisted: z.optional(z.array(short).check(z.maxLength(100))),
  /** Of a second notice: why, by a lead. */
  again: z.optional(z.object({ reason: short }))
});
export type Correction = z.infer<typeof correctionSchema>;
/** `since`: the day from which the limit runs when the county was silent for five days (视为受理); else the day of the act. */
export const acceptedSchema = z.object({ caseNo: z.string(), note: z.optional(short), due: z.nullable(isoDate), since: z.optional(isoDate) });
/** Which bodies one may turn to against it, where the decision names others than the law's default (rules 2.10 no. 3 and 9). */
const remedySchema = z.object({ review: short, court: short });
export const notAcceptedSchema = z.object({ reason: short, basis: short, whereTo: z.optional(short), remedy: z.optional(remedySchema) });
export const completedSchema = z.object({
  outcome: z.enum(['approved', 'refused']),
  result: short,
  explain: z.optional(short),
  remedy: z.optional(remedySchema)
});
/** Ends a conflict: the value of the act `chosen`, or another `value`. `label`: the place's name, for 经过. */
export const conflictResolvedSchema = z.object({
  place: z.string().check(z.regex(/^(answers|materials)\../), z.maxLength(300)),
  label: short,
  choice: z.union([z.object({ chosen: z.uuid() }), z.object({ value: z.union([materialEntrySchema, valueSchema]) })])
});
export const withdrawnSchema = z.object({ reason: short });
export const visitPlannedSchema = z.object({
  date: isoDate,
  time: z.string().check(z.regex(/^\d{2}:\d{2}$/)),
  name: short,
  phone: z.optional(short),
  address: short,
  itemId: z.optional(z.string()),
  note: z.optional(short),
  ...visitExtras
});
export const visitClosedSchema = z.object({ outcome: z.enum(['done', 'absent', 'cancelled']), caseId: z.optional(z.string()), note: z.optional(short) });

/** Somebody asked to see what is masked (rules 3): which case, which of its values. */
export const revealedSchema = z.object({ caseId: z.uuid(), place: z.string().check(z.maxLength(100)) });
/**
 * A resident's rating (好差评, M25), sealed to the county's rating key on the spot. Clear is only what it is about and that it is there; a
 * refusal is sealed like any other answer, and all boxes are of one length.
 */
export const ratedSchema = z.object({
  /** The case or visit. */
  about: z.uuid(),
  /** One rating each: the day's service at the counter or at home (一次一评). The one by the receipt's code is no tablet's to give. */
  occasion: z.string().check(z.regex(/^(counter|home)-\d{4}-\d{2}-\d{2}$/)),
  suite: z.string().check(z.maxLength(60)),
  box: z.string().check(z.maxLength(20000))
});

/** A device begins a new chain: where its former one ended. */
export const epochOpenedSchema = z.object({ previousEpoch: z.uuid(), previousSeq: z.number(), previousHead: sha256Schema });
export const epochOpenedType = 'device.epochOpened';

/** type@version → body of the acts that protocols 1 and 2 had. Stations write the first group, the county the second; the last is the device's own. */
const firstBodies = {
  'case.received@1': receivedSchema,
  'case.supplied@1': suppliedSchema,
  'case.withdrawn@1': withdrawnSchema,
  'case.conflictResolved@1': conflictResolvedSchema,
  'visit.planned@1': visitPlannedSchema,
  'visit.closed@1': visitClosedSchema,
  'visit.moved@1': visitMovedSchema,
  'case.accepted@1': acceptedSchema,
  'case.correctionRequested@1': correctionSchema,
  'case.notAccepted@1': notAcceptedSchema,
  'case.completed@1': completedSchema,
  'device.epochOpened@1': epochOpenedSchema,
  'device.revealed@1': revealedSchema,
  'rating.given@1': ratedSchema
} as const;
export type BodyOf<K extends keyof typeof firstBodies> = z.infer<(typeof firstBodies)[K]>;
const laterActs = Object.entries<Pick<CaseAct | RecordAct, 'by' | 'schema'>>({ ...caseActs, ...recordActs });
const laterOf = (by: CaseAct['by']) => laterActs.flatMap(([type, act]) => (act.by === by ? [type] : []));
/** type@version → body. */
export const bodies: Readonly<Record<string, z.ZodMiniType>> = {
  ...firstBodies,
  ...Object.fromEntries(laterActs.map(([type, { schema }]) => [`${type}@1`, schema]))
};
export const stationTypes: ReadonlySet<string> = new Set([
  ...laterOf('station'),
  'case.received',
  'case.supplied',
  'case.withdrawn',
  'case.conflictResolved',
  'visit.planned',
  'visit.moved',
  'visit.closed'
]);
/** What a device notes in its journal beside the cases: of no stream, in no feed, so that no other tablet gets it. */
export const deviceTypes: ReadonlySet<string> = new Set([epochOpenedType, 'device.revealed', 'rating.given']);
export const countyTypes: ReadonlySet<string> = new Set([
  ...laterOf('county'),
  'case.accepted',
  'case.correctionRequested',
  'case.notAccepted',
  'case.completed'
]);

export const operationSchema = z.object({
  opId: z.uuid(),
  groupId: z.uuid(),
  groupSize: z.number(),
  dependsOn: z.array(z.uuid()),
  /** The case (or visit) that the act concerns; client-made UUIDv7. */
  caseId: z.uuid(),
  type: z.string().check(z.maxLength(60)),
  version: z.number(),
  author: z.object({ id: z.string(), name: short }),
  /** The author's clock, ISO; shown, never decisive. */
  at: z.iso.datetime(),
  /** The case's revision that the act was made on; 0 for a first act. */
  base: z.number(),
  body: z.unknown(),
  blobs: z.array(sha256Schema)
});
export type Operation = z.infer<typeof operationSchema>;
