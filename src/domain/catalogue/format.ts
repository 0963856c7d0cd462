/**
 * The catalogue format, version 1: service items (服务事项), their guides, materials, forms and
 * situation questions, as data. Rules with ids stand in SPEC.md (C1…). Conditions are data that
 * `condition.ts` interprets; nothing in a catalogue is ever evaluated as code.
 */
import * as z from 'zod/mini';

/** A field's key, shared across items: one key is one fact about the case (M7, M8). */
const key = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{1,63}$/));
/** A stable id of an item, bundle, question or material. */
const id = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,63}$/));
const text = z.string().check(z.minLength(1), z.maxLength(2000));
/** A count: of days, copies, rows, versions. */
const natural = z.int().check(z.minimum(0));

/**
 * A condition over situation answers and form values.
 * `situation`/`field` + `is`: the answer is one of the values (for a multiselect: contains one).
 * `field` + `min`/`max`: numeric comparison; for a multiselect or table, of how many are chosen or filled in. `field` + `age`: completed years on the day of intake.
 */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { situation: string; is: string[] }
  | { field: string; is: string[] }
  | { field: string; filled: boolean }
  | { field: string; min?: number | undefined; max?: number | undefined }
  | { field: string; age: { min?: number | undefined; max?: number | undefined } };

const bounds = { min: z.optional(z.number()), max: z.optional(z.number()) };
export const conditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).check(z.minLength(1)) }),
    z.strictObject({ any: z.array(conditionSchema).check(z.minLength(1)) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ situation: id, is: z.array(z.string()).check(z.minLength(1)) }),
    z.strictObject({ field: key, is: z.array(z.string()).check(z.minLength(1)) }),
    z.strictObject({ field: key, filled: z.boolean() }),
    z.strictObject({ field: key, age: z.strictObject(bounds) }),
    z.strictObject({ field: key, ...bounds })
  ])
);

export const fieldTypes = [
  'text',
  'textarea',
  'number',
  'money',
  'date',
  'dateRange',
  'monthRange',
  'select',
  'multiselect',
  'radio',
  'idNo',
  'phone',
  'bankCard',
  'region',
  'address',
  'table',
  'photo',
  'consent',
  'commitment'
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** What a value must satisfy. `level: 'warning'` is shown and never blocks. `field` names another field. */
export const checkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('maxLength'), value: natural }),
  z.strictObject({ kind: z.literal('personName') }),
  /** By the document type named in `typeField`; without one, GB 11643 (rules 2.5). */
  z.strictObject({ kind: z.literal('idNo'), typeField: z.optional(key) }),
  z.strictObject({ kind: z.literal('phone') }),
  z.strictObject({ kind: z.literal('bankCard'), luhn: z.optional(z.literal('warning')) }),
  z.strictObject({ kind: z.literal('division'), digits: z.union([z.literal(6), z.literal(12)]) }),
  z.strictObject({ kind: z.literal('range'), min: z.optional(z.number()), max: z.optional(z.number()) }),
  z.strictObject({ kind: z.literal('integer') }),
  z.strictObject({ kind: z.literal('year') }),
  z.strictObject({ kind: z.literal('disabilityCard'), idField: z.optional(key) }),
  z.strictObject({ kind: z.literal('uscc') }),
  z.strictObject({ kind: z.literal('notAfter'), other: z.union([z.literal('today'), z.strictObject({ field: key })]) }),
  z.strictObject({ kind: z.literal('notBefore'), other: z.union([z.literal('today'), z.strictObject({ field: key })]) }),
  /** The date lies at least so many months before today (距申请日满 N 个月). */
  z.strictObject({ kind: z.literal('monthsAgo'), min: natural, level: z.optional(z.literal('warning')) }),
  /** Or it equals one of the fields in `or`, e.g. the guardian's name. */
  z.strictObject({ kind: z.literal('equals'), field: key, or: z.optional(z.array(key)), message: z.optional(text) }),
  z.strictObject({ kind: z.literal('differs'), field: key, message: z.optional(text) }),
  /** Of a table's filled rows, a multiselect's choices or a photo's pages. */
  z.strictObject({ kind: z.literal('minRows'), value: natural }),
  z.strictObject({ kind: z.literal('maxRows'), value: natural })
]);
export type Check = z.infer<typeof checkSchema>;

/** What a person types wins over what is derived (C22). */
const editable = z.boolean();
const bands = z.array(z.strictObject({ ...bounds, value: z.string() })).check(z.minLength(1));
/** Where a value comes from when it need not be typed. */
export const deriveSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('idNo'), field: key, part: z.enum(['birthDate', 'gender', 'age', 'division']), editable }),
  z.strictObject({ from: z.literal('age'), field: key, bands, editable }),
  /** Completed years of a date field, as a number. */
  z.strictObject({ from: z.literal('years'), field: key, editable }),
  /** The day on which so many years after a date field are completed. */
  z.strictObject({ from: z.literal('birthday'), field: key, years: natural, editable }),
  /** The county (6 digits) or village (12) in which an address or region lies. */
  z.strictObject({ from: z.literal('division'), field: key, digits: z.union([z.literal(6), z.literal(12)]), editable }),
  z.strictObject({ from: z.literal('situation'), question: id, map: z.record(z.string(), z.string()), editable }),
  z.strictObject({ from: z.literal('copy'), field: key, editable }),
  z.strictObject({ from: z.literal('constant'), value: z.string(), editable }),
  /** How many of a multiselect's options are NOT chosen, by band (特困自理能力评估). */
  z.strictObject({ from: z.literal('unchosen'), field: key, bands, editable })
]);
export type Derive = z.infer<typeof deriveSchema>;

export const columnSchema = z.strictObject({
  key,
  label: text,
  type: z.enum(['text', 'number', 'money', 'date', 'select', 'idNo', 'phone']),
  required: z.boolean(),
  options: z.optional(z.array(text)),
  checks: z.optional(z.array(checkSchema)),
  sensitive: z.optional(z.boolean())
});
export type Column = z.infer<typeof columnSchema>;

export const fieldSchema = z.strictObject({
  key,
  label: text,
  type: z.enum(fieldTypes),
  /** The step of the intake page on which it stands. */
  section: z.enum(['applicant', 'agent', 'form', 'promise']),
  required: z.boolean(),
  requiredWhen: z.optional(conditionSchema),
  visibleWhen: z.optional(conditionSchema),
  options: z.optional(z.array(text)),
  columns: z.optional(z.array(columnSchema)),
  checks: z.optional(z.array(checkSchema)),
  derive: z.optional(deriveSchema),
  /** Mask on screen and seal at rest. */
  sensitive: z.optional(z.boolean()),
  /** 敏感个人信息 in the sense of PIPL §28. */
  legallySensitive: z.optional(z.boolean()),
  /** May be handed in later together with this deferrable material (可容缺后补). */
  deferWith: z.optional(id),
  /** Plain words beside the field: what could not be a rule, examples, common mistakes. */
  guide: z.optional(text),
  /** The words of the source that this field was translated from, for review. */
  source: z.optional(z.strictObject({ rule: z.optional(text), visibleWhen: z.optional(text), note: z.optional(text) }))
});
export type Field = z.infer<typeof fieldSchema>;

/** A limit in days; `value` null: no uniform national limit. Natural days count every day (rules 2.9). */
export const daysSchema = z.strictObject({
  value: z.nullable(natural),
  unit: z.enum(['workingDay', 'naturalDay']),
  note: z.nullable(z.string())
});

export const materialSchema = z.strictObject({
  id,
  name: text,
  form: text,
  originals: natural,
  copies: natural,
  necessity: z.enum(['required', 'optional', 'conditional']),
  /** For `conditional`: when it is required. Exactly then it has `conditionText`, the guide's words for it. */
  when: z.optional(conditionSchema),
  conditionText: z.optional(text),
  /** 可容缺: may be supplied within so many working days (M12). */
  deferrable: z.boolean(),
  deferWorkdays: z.nullable(natural),
  /** 可告知承诺 (M13). */
  commitmentReplaceable: z.boolean(),
  /** 免提交: obtainable by data sharing (M15); offline: 待联网核验. */
  sharedExempt: z.boolean(),
  sharedSource: z.nullable(z.string()),
  sourceChannel: text,
  medium: text,
  checkMode: text,
  note: z.nullable(z.string()),
  /** Made by the system out of the form's data, to be signed; never photographed. */
  generated: z.boolean(),
  /** Page labels for the camera, e.g. 人像面, 国徽面. */
  /** Days for which what a person handed in before may be offered again (M15); 0: never. Absent: 90 for what an office issues. */
  reuseDays: z.optional(z.number()),
  pages: z.optional(z.array(text)),
  /** 审查要点. */
  reviewPoints: z.optional(z.array(text)),
  /** 证明事项清单 (M14): what the proof shows, why it may be asked for, by whom, who issues it, how it is had; within how many working days a commitment in its place is checked (M13). */
  proof: z.optional(
    z.strictObject({
      content: z.optional(text),
      basis: z.optional(text),
      askedBy: z.optional(text),
      issuedBy: z.optional(text),
      guide: z.optional(text),
      checkWorkdays: z.optional(z.number())
    })
  )
});
export type Material = z.infer<typeof materialSchema>;

/** A situation question (办事情形, M4), in the worker's words. */
export const questionSchema = z.strictObject({
  id,
  ask: text,
  help: z.optional(text),
  options: z.array(z.strictObject({ value: z.string(), label: text })).check(z.minLength(2)),
  /** Preselected; without one the question is open until answered. */
  default: z.optional(z.string()),
  /** The distinct prose conditions of the source that it stands for. */
  source: z.array(z.string())
});
export type Question = z.infer<typeof questionSchema>;

/** When `when` holds, `then` must hold, else `message` stands at `field`. */
export const ruleSchema = z.strictObject({
  id,
  when: conditionSchema,
  then: conditionSchema,
  field: key,
  level: z.enum(['error', 'warning']),
  message: text
});
export type Rule = z.infer<typeof ruleSchema>;

export const basisSchema = z.strictObject({ name: text, docNo: z.nullable(z.string()), mark: z.nullable(z.string()) });

export const itemSchema = z.strictObject({
  id,
  name: text,
  aliases: z.array(text),
  /** Raised by every change of the item; kept with each case (M1). */
  version: natural,
  basicCode: z.string(),
  implementationCode: z.string(),
  handlingItemCode: z.string(),
  codeIsSample: z.boolean(),
  itemType: text,
  itemTypeCode: z.string(),
  department: text,
  departmentUscc: z.string(),
  exerciseLevel: text,
  acceptingBody: text,
  serviceObject: text,
  caseType: z.enum(['instant', 'promised']),
  target: text,
  conditions: z.array(text),
  legalBasis: z.array(basisSchema),
  statutoryDays: daysSchema,
  promisedDays: daysSchema,
  specialProcedures: z.array(z.strictObject({ name: text, workdays: z.nullable(natural), countsTowardLimit: z.boolean() })),
  publicNotice: z.nullable(z.strictObject({ days: natural, unit: z.enum(['workingDay', 'naturalDay']), place: text, note: z.nullable(z.string()) })),
  fee: z.strictObject({ charged: z.boolean(), standard: text, basis: z.nullable(z.string()) }),
  result: z.strictObject({ name: text, type: text, deliveryModes: z.array(text) }),
  onSiteVisits: natural,
  applicantMustAttend: z.nullable(z.string()),
  /** False: what the law wants done in person can't be delegated (M11). */
  agentAllowed: z.boolean(),
  assistModes: z.array(text),
  homeVisitSupported: z.boolean(),
  process: z.array(text),
  commonMistakes: z.array(text),
  supervision: text,
  consult: text,
  localVariation: z.boolean(),
  certainty: z.string(),
  unsure: z.nullable(z.string()),
  /** Life events and groups for browsing, e.g. 养老, 救助, 生育. */
  topics: z.array(text),
  questions: z.array(id),
  fields: z.array(fieldSchema).check(z.minLength(1)),
  rules: z.array(ruleSchema),
  materials: z.array(materialSchema)
});
export type ServiceItem = z.infer<typeof itemSchema>;

export const bundleSchema = z.strictObject({
  id,
  name: text,
  bundleCode: z.string(),
  codeIsSample: z.boolean(),
  version: natural,
  leadDepartment: text,
  basis: z.array(basisSchema),
  target: text,
  entryConditions: z.array(text),
  oneThing: z.record(z.string(), text),
  children: z.array(
    z.strictObject({
      /** Null: done by a body outside this catalogue; shown as what it is, never opened as a case here. */
      itemId: z.nullable(id),
      name: text,
      department: text,
      role: text,
      /** Names of children that come before (待前序). */
      dependsOn: z.array(text),
      mandatory: z.boolean(),
      note: z.nullable(z.string()),
      /** A situation answer tells that it is done already, so that nobody is asked a second time. */
      doneWhen: z.optional(z.strictObject({ situation: id, is: z.array(z.string()).check(z.minLength(1)) })),
      /** The item's fields as this bundle asks them: of another person under the bundle's own key, with a value that is sure here, shown only when. */
      adapt: z.optional(
        z.record(key, z.strictObject({ as: z.optional(key), label: z.optional(text), value: z.optional(text), visibleWhen: z.optional(conditionSchema) }))
      ),
      /** Material → the one that stands for it here: a birth certificate proves who the parents are. */
      materials: z.optional(z.record(id, id))
    })
  ),
  sharedFields: z.array(z.strictObject({ key, label: text, usedBy: z.array(text) })),
  sharedMaterials: z.array(z.strictObject({ id, name: text, usedBy: z.array(text), note: z.nullable(z.string()) })),
  extraFields: z.array(fieldSchema),
  /** Situation questions beside those of its items. */
  questions: z.optional(z.array(id)),
  results: z.array(text),
  promisedDays: daysSchema,
  offlineNotes: z.array(text),
  commonMistakes: z.array(text),
  localVariation: z.boolean(),
  certainty: z.string(),
  handoff: z.optional(z.unknown())
});
export type Bundle = z.infer<typeof bundleSchema>;

/** One year's deviations from Saturday/Sunday, ISO dates (rules 2.9). A year that is absent is an estimate. */
export const yearSchema = z.strictObject({ off: z.array(z.iso.date()), work: z.array(z.iso.date()), source: text });
export type CalendarYear = z.infer<typeof yearSchema>;

export const divisionSchema = z.strictObject({ code: z.string().check(z.regex(/^\d{6}(\d{6})?$/)), name: text });

export const catalogueSchema = z.strictObject({
  format: z.literal(1),
  title: text,
  /** Dense revision of the published pack; higher is newer. */
  revision: natural,
  version: z.string(),
  publishedAt: z.iso.datetime(),
  region: z.strictObject({ code: z.string(), name: text }),
  divisions: z.array(divisionSchema),
  calendar: z.record(z.string(), yearSchema),
  questions: z.array(questionSchema),
  items: z.array(itemSchema),
  bundles: z.array(bundleSchema),
  /** itemId or bundleId → searchable pinyin: full syllables and initials, made by the county when it publishes. */
  pinyin: z.record(z.string(), z.array(z.string()))
});
export type Catalogue = z.infer<typeof catalogueSchema>;
