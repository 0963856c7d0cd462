/**
 * The one judge of a form: the screen, 收件 on the device and the county's ledger all ask it, so that what the tablet calls
 * complete the county does not refuse.
 */
import type { Consent, MaterialEntry, Signature } from '../case/schemas.ts';
import { isFilled, references } from '../catalogue/condition.ts';
import type { Field, Material, Question } from '../catalogue/format.ts';
import type { Calendar } from '../calendar/working-days.ts';
import { addDays } from '../calendar/working-days.ts';
import { guardianFinding, type Guardian } from '../privacy/minors.ts';
import { checkField } from './check-field.ts';
import { optionsElsewhere } from './child-form.ts';
import { checkMaterial, deferDue, settledEntry, waysIn, wanted } from './check-material.ts';
import type { IntakeDefinition } from './definition.ts';
import { agentActs } from './known-fields.ts';
import type { Resolved } from './resolve.ts';
import { isAskedAsSituation, resolve } from './resolve.ts';
import { filledRows, shapeOf } from './shape.ts';
import type { Answers, Finding, Situation, Value } from './values.ts';

export type Section = 'situation' | 'applicant' | 'agent' | 'form' | 'materials' | 'promise';

export type AssessedField = {
  field: Field;
  visible: boolean;
  required: boolean;
  value: Value | null;
  /** The value was derived, not typed; read-only unless `field.derive.editable`. */
  derived: boolean;
  findings: Finding[];
};
export type AssessedMaterial = {
  material: Material;
  wanted: 'required' | 'optional' | 'no';
  entry: MaterialEntry | null;
  canDefer: boolean;
  /** The last day to which it may be deferred, from today. */
  deferDue: string | null;
  findings: Finding[];
};
/** `asked`: the answer decides something in this form. */
export type AssessedQuestion = { question: Question; answer: string | null; asked: boolean };
/** One line of "还缺什么": where to jump, what it is called, and how to mend it in a few words. */
export type Missing = { path: string; label: string; hint: string; section: Section };
export type SectionCount = { required: number; done: number; missing: number };

export type Assessment = {
  /** Visible answers with derived values laid over: what is shown and what is handed in. */
  answers: Answers;
  fields: AssessedField[];
  materials: AssessedMaterial[];
  questions: AssessedQuestion[];
  /** Errors and warnings, in the order of the page. */
  findings: Finding[];
  /** Everything that keeps the case from being received. */
  missing: Missing[];
  deferred: { materialId: string; name: string; due: string }[];
  sections: Record<Section, SectionCount>;
  ready: boolean;
  /** What 收件 writes: hidden values and unwanted materials left out, defaults and promised dates filled in. */
  submission: { situation: Situation; answers: Answers; materials: MaterialEntry[] };
};

export type AssessInput = {
  situation: Situation;
  answers: Answers;
  materials: Record<string, MaterialEntry>;
  signatures: Signature[];
  privacyNotice: string | null;
  /** Absent in what tablets of the first two versions took in: they asked for no guardian. */
  consents?: readonly Consent[] | undefined;
  guardian?: Guardian | undefined;
};

/** `today`: the day of intake, also when the county judges later. */
export function assess(definition: IntakeDefinition, input: AssessInput, today: string, calendar: Calendar): Assessment {
  const resolved = resolve(definition, input.situation, input.answers, today);
  const tally = new Tally();
  const questions = assessQuestions(definition, resolved, tally);
  const materials = assessMaterials(definition, input.materials, resolved, today, calendar);
  const deferredIds = new Set(materials.filter((each) => each.entry?.state === 'deferred' && each.deferDue !== null).map((each) => each.material.id));
  const fields = assessFields(definition, resolved, materials, deferredIds);
  applyRules(definition, resolved, fields);
  const answers: Answers = {};
  for (const each of fields) {
    if (!each.visible || each.value === null || !isFilled(each.value)) continue;
    answers[each.field.key] = shapeOf(each.field.type) === 'rows' ? filledRows(each.value) : each.value;
  }
  refuseAgent(definition, answers, fields);
  for (const each of fields) tally.field(each);
  for (const each of materials) tally.material(each);
  assessPromise(input, answers, tally);
  const lacking = input.consents === undefined ? null : guardianFinding(answers, input, today);
  if (lacking !== null) tally.thing('promise', false, lacking, '监护人', lacking.message);

  const deferred = materials.flatMap(({ material, entry, deferDue: due }) =>
    deferredIds.has(material.id) && due !== null ? [{ materialId: material.id, name: material.name, due: entry?.due ?? due }] : []
  );
  const situation: Situation = {};
  for (const each of questions) if (each.answer !== null) situation[each.question.id] = each.answer;
  const handedIn = materials.flatMap(({ wanted: need, entry }) => (entry && need !== 'no' && entry.state !== 'notNeeded' ? [entry] : []));
  return {
    answers,
    fields,
    materials,
    questions,
    findings: tally.findings,
    missing: tally.missing,
    deferred,
    sections: tally.sections,
    ready: tally.missing.length === 0,
    submission: { situation, answers, materials: handedIn }
  };
}

function assessQuestions(definition: IntakeDefinition, resolved: Resolved, tally: Tally): AssessedQuestion[] {
  const deciding = decidingQuestions(definition);
  return definition.questions.map((question) => {
    const answer = resolved.situation(question.id);
    const asked = deciding.has(question.id);
    if (asked) tally.question(question, answer);
    return { question, answer, asked };
  });
}

function assessMaterials(
  definition: IntakeDefinition,
  entries: Record<string, MaterialEntry>,
  resolved: Resolved,
  today: string,
  calendar: Calendar
): AssessedMaterial[] {
  return definition.materials.map((material) => {
    const need = wanted(material, resolved);
    const due = need === 'no' ? null : deferDue(material, today, calendar);
    const given = Object.hasOwn(entries, material.id) ? entries[material.id] : undefined;
    const entry = settledEntry(material, given, need, due, (value) => addDays(today, { value, unit: 'workingDay' }, calendar).date);
    return { material, wanted: need, entry, canDefer: due !== null, deferDue: due, findings: checkMaterial(material, entry, need, due) };
  });
}

function assessFields(definition: IntakeDefinition, resolved: Resolved, materials: AssessedMaterial[], deferredIds: Set<string>): AssessedField[] {
  const deferrable = new Set(materials.filter((each) => each.canDefer).map((each) => each.material.id));
  return definition.fields.map((field) => {
    if (!resolved.visible(field)) return { field, visible: false, required: false, value: null, derived: false, findings: [] };
    const { value, derived, suggestion } = resolved.value(field);
    const waits = (field.deferWith !== undefined && deferredIds.has(field.deferWith)) || (value === null && isAskedAsSituation(field));
    const required = !waits && (field.required || (field.requiredWhen !== undefined && resolved.holds(field.requiredWhen)));
    const canDefer = field.deferWith !== undefined && deferrable.has(field.deferWith);
    const findings = checkField(field, value, { resolved, required, canDefer, suggestion, derived });
    if (value !== null && definition.kind === 'bundle') {
      for (const message of optionsElsewhere(definition, field.key, value)) {
        findings.push({ code: 'optionElsewhere', path: `answers.${field.key}`, level: 'warning', message });
      }
    }
    return { field, visible: true, required, value, derived, findings };
  });
}

/** A broken rule stands at its field, unless that field is not shown, is still to be filled, or holds what can't be read. */
function applyRules(definition: IntakeDefinition, resolved: Resolved, fields: AssessedField[]): void {
  if (definition.rules.length === 0) return;
  const byKey = new Map(fields.map((each) => [each.field.key, each]));
  for (const rule of definition.rules) {
    const at = byKey.get(rule.field);
    if (!at?.visible || at.findings.some(({ code }) => code === 'required' || code === 'type')) continue;
    if (!resolved.holds(rule.when) || resolved.holds(rule.then)) continue;
    at.findings.push({ code: `rule.${rule.id}`, path: `answers.${rule.field}`, level: rule.level, message: rule.message });
  }
}

/** What the law wants done in person can't be delegated (M11). */
function refuseAgent(definition: IntakeDefinition, answers: Answers, fields: AssessedField[]): void {
  const personal = definition.items.find((item) => !item.agentAllowed);
  if (!personal || !agentActs(answers)) return;
  const at = fields.find((each) => each.field.key === 'isAgent');
  at?.findings.push({
    code: 'agentNotAllowed',
    path: 'answers.isAgent',
    level: 'error',
    message: `“${personal.name}”要本人亲自办，不能代办。请改由本人申请${definition.kind === 'bundle' ? '，或者这次先不选这一项' : ''}。`
  });
}

function assessPromise(input: AssessInput, answers: Answers, tally: Tally): void {
  const noticed = input.privacyNotice !== null && input.privacyNotice !== '';
  tally.thing(
    'promise',
    noticed,
    { code: 'required', path: 'privacyNotice', level: 'error', message: '请先念个人信息处理告知书，当事人知道后再收件。' },
    '个人信息处理告知',
    '念给当事人听并确认'
  );
  const role = agentActs(answers) ? 'agent' : 'applicant';
  const label = role === 'agent' ? '代办人签名' : '申请人签名';
  const signed = input.signatures.some((signature) => signature.role === role && signature.strokes.some((stroke) => stroke.length > 0));
  tally.thing(
    'promise',
    signed,
    { code: 'required', path: `signatures.${role}`, level: 'error', message: `还缺${label}，请在屏幕上签名。` },
    label,
    '请在屏幕上签名'
  );
}

/** Collects findings, what is missing, and the counts per step. */
class Tally {
  readonly findings: Finding[] = [];
  readonly missing: Missing[] = [];
  readonly sections: Record<Section, SectionCount> = {
    situation: none(),
    applicant: none(),
    agent: none(),
    form: none(),
    materials: none(),
    promise: none()
  };

  question(question: Question, answer: string | null): void {
    const finding: Finding = { code: 'required', path: `situation.${question.id}`, level: 'error', message: `请回答：${question.ask}` };
    this.thing('situation', answer !== null, finding, question.ask, '请选一项');
  }

  field({ field, visible, required, findings }: AssessedField): void {
    if (!visible) return;
    this.add(field.section, required, findings, field.label, (finding) => (finding.code === 'required' ? fieldHint(field, finding) : finding.message));
  }

  material({ material, wanted: need, findings }: AssessedMaterial): void {
    this.add('materials', need === 'required', findings, material.name, (finding) => (finding.code === 'required' ? waysIn(material) : finding.message));
  }

  thing(section: Section, done: boolean, finding: Finding, label: string, hint: string): void {
    this.add(section, true, done ? [] : [finding], label, () => hint);
  }

  private add(section: Section, required: boolean, findings: Finding[], label: string, hint: (finding: Finding) => string): void {
    this.findings.push(...findings);
    const blocking = findings.filter((finding) => finding.level === 'error');
    const count = this.sections[section];
    if (required) count.required++;
    if (required && blocking.length === 0) count.done++;
    const [first] = blocking;
    if (!first) return;
    count.missing++;
    this.missing.push({ path: first.path, label, hint: hint(first), section });
  }
}

function none(): SectionCount {
  return { required: 0, done: 0, missing: 0 };
}

/** In a cell of a table the sentence names the column. */
function fieldHint(field: Field, finding: Finding): string {
  if (finding.path !== `answers.${field.key}`) return finding.message;
  return finding.message.includes('容缺') ? '填写，或随材料容缺后补' : finding.message;
}

const deciding = new WeakMap<IntakeDefinition, Set<string>>();

/** Questions that some condition or derivation of this form looks at. */
function decidingQuestions(definition: IntakeDefinition): Set<string> {
  let found = deciding.get(definition);
  if (!found) {
    const conditions = [
      ...definition.fields.flatMap((field) => [field.visibleWhen, field.requiredWhen]),
      ...definition.materials.map((material) => material.when),
      ...definition.rules.flatMap((rule) => [rule.when, rule.then])
    ].filter((condition) => condition !== undefined);
    found = new Set(conditions.flatMap(references).flatMap((reference) => (reference.kind === 'situation' ? [reference.name] : [])));
    for (const field of definition.fields) if (field.derive?.from === 'situation') found.add(field.derive.question);
    deciding.set(definition, found);
  }
  return found;
}
