/** Fills a form in as a worker does: look at what is missing, give it, look again. */
import { assess, type Assessment } from '#domain/form/assess.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import type { Calendar } from '#domain/calendar/working-days.ts';
import type { Column, Field, Material } from '#domain/catalogue/format.ts';
import type { MaterialEntry, Signature } from '#domain/case/schemas.ts';
import type { Answers, Situation, Value } from '#domain/form/values.ts';

export const today = '2026-11-23';
const applicant = { name: '周桂兰', idNo: '11010519491231002X' };
const child = { name: '周小满', idNo: '430199202406150029' };
const other = { name: '李建国', idNo: '430103198502150510' };
const page = { sha256: 'a'.repeat(64), bytes: 1000, mime: 'image/jpeg', label: '照片', takenAt: '2026-11-23T08:00:00Z' };

type Input = { situation?: Situation; answers?: Answers };

/** Stops when nothing is missing, or when what is missing can't be given by the kind of field alone. */
export function fillIn(definition: IntakeDefinition, calendar: Calendar, given: Input = {}): Assessment {
  const situation: Situation = { agent: 'self', ...given.situation };
  const answers: Answers = { ...given.answers };
  const materials: Record<string, MaterialEntry> = {};
  const signatures: Signature[] = [signed('applicant'), signed('agent')];
  const look = () => assess(definition, { situation, answers, materials, signatures, privacyNotice: 'v1' }, today, calendar);
  let assessment = look();
  // Each round can reveal what the one before made visible.
  for (let round = 0; round < 6 && !assessment.ready; round++) {
    for (const { question, answer, asked } of assessment.questions) if (asked && answer === null) situation[question.id] = question.options[0]?.value ?? '';
    for (const { field, visible, required, value } of assessment.fields) {
      // What can be derived is typed only when a round has shown that it was not.
      if (visible && required && value === null && (round > 0 || !field.derive)) answers[field.key] = valueFor(field, assessment.answers);
    }
    for (const { material, wanted, entry } of assessment.materials) if (wanted === 'required' && !entry) materials[material.id] = paper(material);
    assessment = look();
  }
  return assessment;
}

function valueFor(field: Field, answers: Answers): Value {
  const [first = ''] = field.options ?? [];
  switch (field.type) {
    case 'multiselect':
      return field.options ?? [];
    case 'select':
    case 'radio':
      return first;
    case 'address':
      return { division: '430199100200', detail: '三组12号' };
    case 'dateRange':
      return { from: '2026-09-01', to: '2026-09-30' };
    case 'monthRange':
      return { from: '2026-01', to: '2026-06' };
    case 'table':
      return [Object.fromEntries((field.columns ?? []).map((column) => [column.key, cell(column)]))];
    case 'photo':
      return [page];
    case 'consent':
    case 'commitment':
      return { agreed: true, textVersion: '1' };
    case 'region':
      return field.key === 'insuredRegion' ? '430199' : '110000';
    default:
      return text(field, answers);
  }
}

function text(field: Field, answers: Answers): string {
  const check = (kind: string) => field.checks?.some((each) => each.kind === kind) ?? false;
  const owner = /^applicant|^bankAccount|^disabilityCert/.test(field.key) ? applicant : field.key.startsWith('child') ? child : other;
  if (check('equals')) return typeof answers['applicantName'] === 'string' ? answers['applicantName'] : applicant.name;
  if (check('personName')) return owner.name;
  if (check('disabilityCard')) return `${applicant.idNo}41`;
  if (check('year')) return '2026';
  switch (field.type) {
    case 'idNo':
      return owner.idNo;
    case 'phone':
      return '13800000000';
    case 'bankCard':
      return '6222020200112233445';
    case 'date':
      return check('monthsAgo') ? '2025-06-01' : '2026-11-23';
    case 'number':
    case 'money':
      return '1';
    default:
      return '某某';
  }
}

function cell(column: Column): string {
  if (column.options) return column.options[0] ?? '';
  const values: Partial<Record<Column['type'], string>> = { idNo: other.idNo, date: '2000-01-01', money: '1200', number: '1', phone: '13800000000' };
  return values[column.type] ?? '李建国';
}

function paper(material: Material): MaterialEntry {
  return { id: material.id, name: material.name, state: 'paper', originals: 1, copies: 0, whereabouts: 'returned', pages: [] };
}

function signed(role: Signature['role']): Signature {
  return {
    role,
    name: '某某',
    documentHash: 'b'.repeat(64),
    document: '',
    strokes: [[[1, 1, 0, 0.5]]],
    width: 600,
    height: 200,
    signedAt: '2026-11-23T08:00:00Z'
  };
}
