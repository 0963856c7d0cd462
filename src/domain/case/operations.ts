/**
 * Operations: the acts that make up a case. State is a fold of them, on the device and at the county, by
 * `fold.ts` (design decision 1). Each type has a version; a new version is a new schema plus an upcaster.
 */
import * as z from 'zod/mini';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const short = z.string().check(z.maxLength(2000));
const isoDate = z.iso.date();

export const pageSchema = z.object({
  sha256,
  bytes: z.number(),
  mime: z.string().check(z.maxLength(100)),
  label: z.string().check(z.maxLength(100)),
  takenAt: z.string(),
  width: z.optional(z.number()),
  height: z.optional(z.number())
});
const address = z.object({ division: z.string(), detail: short });
export const valueSchema = z.union([
  z.string().check(z.maxLength(10000)),
  z.array(z.string()),
  z.array(z.object(pageSchema.shape)),
  address,
  z.object({ from: z.string(), to: z.string() }),
  z.array(z.record(z.string(), z.string())),
  z.object({ agreed: z.boolean(), textVersion: z.string() })
]);
export const answersSchema = z.record(z.string(), valueSchema);

/**
 * How a material came in (收取方式, rules 2.7): photographed, paper kept, made from the form and signed, to be
 * supplied later (容缺后补), to be obtained by sharing (待联网核验), replaced by a commitment (告知承诺), e-certificate.
 */
export const materialEntrySchema = z.object({
  id: z.string(),
  name: short,
  state: z.enum(['photographed', 'paper', 'generated', 'deferred', 'sharedPending', 'committed', 'eCertificate', 'notNeeded']),
  originals: z.number(),
  copies: z.number(),
  /** 原件去向. */
  whereabouts: z.enum(['returned', 'kept', 'none']),
  pages: z.array(pageSchema),
  /** For `deferred`: the promised date. */
  due: z.optional(isoDate),
  eCertificate: z.optional(short),
  note: z.optional(short)
});
export type MaterialEntry = z.infer<typeof materialEntrySchema>;

/** A signature has hundreds of numbers: asked one by one as a schema they cost as much as all the rest of a case. */
const strokesSchema = z.custom<number[][][]>((value) => isListOf(value, (stroke) => isListOf(stroke, (point) => isListOf(point, Number.isFinite))));
strokesSchema._zod.toJSONSchema = () => {
  const number = { type: 'array', items: { type: 'number' } };
  return { type: 'array', items: { type: 'array', items: number } };
};
function isListOf(value: unknown, holds: (part: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}

/** A handwritten signature as evidence: what was shown (hash), the strokes (blob, JSON), who and when. */
export const signatureSchema = z.object({
  role: z.enum(['applicant', 'agent', 'principal', 'handler', 'witness']),
  name: short,
  documentHash: sha256,
  document: z.string(),
  /** Points `[x, y, t ms, pressure]` per stroke, in CSS px of a `width`×`height` pad. */
  strokes: strokesSchema,
  width: z.number(),
  height: z.number(),
  signedAt: z.string()
});
export type Signature = z.infer<typeof signatureSchema>;

export const receivedSchema = z.object({
  localNo: z.string().check(z.maxLength(60)),
  item: z.object({ id: z.string(), name: short, version: z.number(), handlingItemCode: z.string(), department: short }),
  catalogueRevision: z.number(),
  /** A bundle's joint case (联办): the children that were chosen. Absent for a single item. */
  bundle: z.optional(z.object({ id: z.string(), name: short, jointNo: z.string(), itemIds: z.array(z.string()) })),
  situation: z.record(z.string(), z.string()),
  answers: answersSchema,
  materials: z.array(materialEntrySchema).check(z.maxLength(200)),
  signatures: z.array(signatureSchema).check(z.maxLength(10)),
  /** 收件 day on the device's calendar; the county counts its five days from here (rules 2.8). */
  receivedOn: isoDate,
  /** Version of the privacy notice that was shown and acknowledged (PIPL §17, §35). */
  privacyNotice: z.string(),
  place: z.enum(['station', 'home']),
  offline: z.boolean(),
  /** Opaque token of the receipt's QR; holds no name and no number (M28). */
  queryToken: z.string().check(z.regex(/^[0-9A-Za-z_-]{16,64}$/))
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
  note: z.optional(short)
});
export const acceptedSchema = z.object({ caseNo: z.string(), note: z.optional(short), due: z.nullable(isoDate) });
export const notAcceptedSchema = z.object({ reason: short, basis: short, whereTo: z.optional(short) });
export const completedSchema = z.object({ outcome: z.enum(['approved', 'refused']), result: short, explain: z.optional(short) });
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
  note: z.optional(short)
});
export const visitClosedSchema = z.object({ outcome: z.enum(['done', 'absent', 'cancelled']), caseId: z.optional(z.string()), note: z.optional(short) });

/** A device begins a new chain: where its former one ended. */
export const epochOpenedSchema = z.object({ previousEpoch: z.uuid(), previousSeq: z.number(), previousHead: sha256 });
export const epochOpenedType = 'device.epochOpened';

/** type@version → body. Stations write the first group, the county the second; the last is the device's own. */
export const bodies = {
  'case.received@1': receivedSchema,
  'case.supplied@1': suppliedSchema,
  'case.withdrawn@1': withdrawnSchema,
  'case.conflictResolved@1': conflictResolvedSchema,
  'visit.planned@1': visitPlannedSchema,
  'visit.closed@1': visitClosedSchema,
  'case.accepted@1': acceptedSchema,
  'case.correctionRequested@1': correctionSchema,
  'case.notAccepted@1': notAcceptedSchema,
  'case.completed@1': completedSchema,
  'device.epochOpened@1': epochOpenedSchema
} as const;
export type BodyOf<K extends keyof typeof bodies> = z.infer<(typeof bodies)[K]>;
export const stationTypes: ReadonlySet<string> = new Set([
  'case.received',
  'case.supplied',
  'case.withdrawn',
  'case.conflictResolved',
  'visit.planned',
  'visit.closed'
]);
/** About a device's journal, not about a case: of no stream, in no feed. */
export const deviceTypes: ReadonlySet<string> = new Set([epochOpenedType]);
export const countyTypes: ReadonlySet<string> = new Set(['case.accepted', 'case.correctionRequested', 'case.notAccepted', 'case.completed']);

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
  blobs: z.array(sha256)
});
export type Operation = z.infer<typeof operationSchema>;
