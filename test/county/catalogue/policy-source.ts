/** The list that the sample county's catalogue was translated from, as it was collected from public policy. The product never loads it. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const text = z.string();
const nullable = z.nullable(z.string());
const days = z.object({ value: z.nullable(z.number()), unit: text, note: nullable });
const basis = z.array(z.object({ name: text, docNo: nullable, mark: text }));

const fieldSchema = z.strictObject({
  key: text,
  label: text,
  type: text,
  required: z.boolean(),
  sensitive: z.optional(z.boolean()),
  options: z.optional(z.array(text)),
  rule: z.optional(text),
  note: z.optional(text),
  visibleWhen: z.optional(text)
});

const materialSchema = z.strictObject({
  materialId: text,
  name: text,
  form: text,
  originals: z.number(),
  copies: z.number(),
  necessity: text,
  condition: nullable,
  deferrable: z.boolean(),
  deferWorkdays: z.nullable(z.number()),
  commitmentReplaceable: z.boolean(),
  sharedExempt: z.boolean(),
  sharedSource: nullable,
  sourceChannel: text,
  medium: text,
  checkMode: text,
  note: nullable
});

const itemSchema = z.strictObject({
  id: text,
  name: text,
  aliases: z.array(text),
  basicCode: text,
  implementationCode: text,
  handlingItemCode: text,
  codeIsSample: z.boolean(),
  itemType: text,
  itemTypeCode: text,
  department: text,
  departmentUsccSample: text,
  exerciseLevel: text,
  acceptingBody: text,
  serviceObject: text,
  caseType: text,
  target: text,
  conditions: z.array(text),
  legalBasis: basis,
  materials: z.array(materialSchema),
  statutoryDays: days,
  promisedDays: days,
  specialProcedures: z.array(z.unknown()),
  publicNotice: z.nullable(z.object({ days: z.number(), unit: text, place: text, note: z.optional(text) })),
  fee: z.unknown(),
  result: z.unknown(),
  onSiteVisits: z.number(),
  applicantMustAttend: nullable,
  assistModes: z.array(text),
  homeVisitSupported: z.boolean(),
  process: text,
  formFields: z.array(fieldSchema),
  commonMistakes: z.array(text),
  supervision: text,
  consult: text,
  localVariation: z.boolean(),
  certainty: text,
  unsure: nullable,
  sampleRegionCode: text
});

const bundleSchema = z.strictObject({
  id: text,
  name: text,
  bundleCode: text,
  codeIsSample: z.boolean(),
  leadDepartment: text,
  basis,
  target: text,
  entryConditions: z.array(text),
  oneThing: z.record(text, text),
  mergedItems: z.array(
    z.strictObject({
      itemId: nullable,
      name: text,
      department: text,
      inCatalogue: z.boolean(),
      role: text,
      dependsOn: z.array(text),
      mandatory: z.boolean(),
      note: nullable
    })
  ),
  sharedFields: z.unknown(),
  sharedMaterials: z.array(z.strictObject({ materialId: text, name: text, usedBy: z.array(text), note: nullable })),
  extraFields: z.array(fieldSchema),
  results: z.array(text),
  promisedDays: days,
  offlineNotes: z.array(text),
  commonMistakes: z.array(text),
  localVariation: z.boolean(),
  certainty: text,
  handoff: text
});

const sourceSchema = z.object({
  meta: z.object({ title: text, version: text, sampleRegion: z.object({ code: text }) }),
  items: z.array(itemSchema),
  bundles: z.array(bundleSchema)
});

export type SourceField = z.infer<typeof fieldSchema>;
export const policySource = z.parse(sourceSchema, JSON.parse(readFileSync(new URL('policy-source.json', import.meta.url), 'utf8')));

export const unitNames: Record<string, string> = { 工作日: 'workingDay', 自然日: 'naturalDay' };
export const necessityNames: Record<string, string> = { 必要: 'required', 非必要: 'optional', 情形必要: 'conditional' };
export const caseTypeNames: Record<string, string> = { 即办件: 'instant', 承诺件: 'promised' };
