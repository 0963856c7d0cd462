/** What acts are made of: answers, materials, signatures. */
import * as z from 'zod/mini';

export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const shortSchema = z.string().check(z.maxLength(2000));
export const isoDateSchema = z.iso.date();

export const pageSchema = z.object({
  sha256: sha256Schema,
  bytes: z.number(),
  mime: z.string().check(z.maxLength(100)),
  label: z.string().check(z.maxLength(100)),
  takenAt: z.string(),
  width: z.optional(z.number()),
  height: z.optional(z.number())
});
const address = z.object({ division: z.string(), detail: shortSchema });
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
  name: shortSchema,
  state: z.enum(['photographed', 'paper', 'generated', 'deferred', 'sharedPending', 'committed', 'eCertificate', 'notNeeded']),
  originals: z.number(),
  copies: z.number(),
  /** 原件去向. */
  whereabouts: z.enum(['returned', 'kept', 'none']),
  pages: z.array(pageSchema),
  /** For `deferred`: the promised date. */
  due: z.optional(isoDateSchema),
  eCertificate: z.optional(shortSchema),
  note: z.optional(shortSchema)
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
  role: z.enum(['applicant', 'agent', 'principal', 'handler', 'witness', 'guardian', 'recipient', 'receiver']),
  name: shortSchema,
  documentHash: sha256Schema,
  document: z.string(),
  /** Points `[x, y, t ms, pressure]` per stroke, in CSS px of a `width`×`height` pad. */
  strokes: strokesSchema,
  width: z.number(),
  height: z.number(),
  signedAt: z.string()
});
export type Signature = z.infer<typeof signatureSchema>;

/** A consent where consent is the basis (PIPL §13, §29): one purpose, one text, one answer; a refusal is kept too. */
export const consentSchema = z.object({
  purpose: z.enum(['reuse', 'notify', 'sensitive', 'guardian']),
  textVersion: z.string().check(z.maxLength(40)),
  agreed: z.boolean(),
  by: shortSchema,
  at: z.string()
});
export type Consent = z.infer<typeof consentSchema>;

/** Who consents for a person under 14 (PIPL §31). */
export const guardianSchema = z.object({ name: shortSchema, idNo: z.string().check(z.maxLength(40)), relation: shortSchema, phone: z.optional(shortSchema) });

/** A paper as it was shown or handed over (rules 2.10): its text word for word, and the SHA-256 of it that signatures name. */
export const issuedPaperSchema = z.object({
  kind: z.string().check(z.maxLength(40)),
  /** 文书编号. */
  no: z.string().check(z.maxLength(80)),
  title: shortSchema,
  hash: sha256Schema,
  text: z.string().check(z.maxLength(100_000)),
  issuedAt: z.string()
});
export type IssuedPaper = z.infer<typeof issuedPaperSchema>;

/** A value or material that was taken over from an earlier case of the same person, with consent (M15). */
export const reusedSchema = z.object({ place: z.string().check(z.maxLength(300)), caseId: z.uuid(), givenOn: isoDateSchema });
