/**
 * Somebody who fills any form: looks at what is missing, tries the answers that a person could give, and stops when nothing is
 * missing or nothing helps. Knows no item by name.
 */
import type { MaterialEntry, Signature } from '#domain/case/schemas.ts';
import type { Field, Material } from '#domain/catalogue/format.ts';
import type { AssessInput, Assessment } from '#domain/form/assess.ts';
import { assess } from '#domain/form/assess.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import type { Situation, Value } from '#domain/form/values.ts';
import type { Calendar } from '#domain/calendar/working-days.ts';
import { idNumber, sha } from './people.ts';

export type Person = {
  today: string;
  calendar: Calendar;
  /** Picks one of so many options, e.g. always the first, or by chance. */
  pick: (count: number) => number;
  /** Date of birth of the applicant. */
  born: string;
  /** Fill optional fields too. */
  thorough: boolean;
  /** Defer every material that may be deferred. */
  defers: boolean;
  /** Answers to situation questions that are not left to `pick`. */
  situation?: Situation;
};

export function emptyForm(): AssessInput {
  return { situation: {}, answers: {}, materials: {}, signatures: [], privacyNotice: null };
}

export function fill(definition: IntakeDefinition, person: Person): { input: AssessInput; assessment: Assessment } {
  const input = emptyForm();
  const look = (): Assessment => assess(definition, input, person.today, person.calendar);
  input.privacyNotice = '1';
  for (const question of definition.questions) {
    input.situation[question.id] = person.situation?.[question.id] ?? question.options[person.pick(question.options.length)]?.value ?? '';
  }
  let assessment = look();
  // Each round may show new fields; a form that isn't settled after as many rounds as fields has a dead end.
  for (let round = 0; round < definition.fields.length + 5 && (round === 0 || !assessment.ready); round++) {
    for (const { material, wanted, entry, findings } of assessment.materials) {
      if (wanted === 'required' && (!entry || findings.some((finding) => finding.level === 'error'))) input.materials[material.id] = handIn(material, person);
    }
    for (const { field } of assessment.fields) answerField(field, input, person, look);
    for (const missing of look().missing) if (missing.path.startsWith('signatures.')) input.signatures = [signature(missing.path.slice(11))];
    assessment = look();
  }
  return { input, assessment };
}

function answerField(field: Field, input: AssessInput, person: Person, look: () => Assessment): void {
  const state = (): Assessment['fields'][number] | undefined => look().fields.find((each) => each.field.key === field.key);
  const before = state();
  const wrong = before?.findings.some((finding) => finding.level === 'error') === true;
  const skipped = person.thorough && before?.visible === true && before.value === null;
  if (!before || (!wrong && !skipped)) return;
  // What the law wants done in person is mended where it was said: in the situation.
  if (field.key === 'isAgent' && before.derived) {
    input.situation['agent'] = 'self';
    return;
  }
  for (const value of candidates(field, input, person)) {
    input.answers[field.key] = value;
    if (state()?.findings.some((finding) => finding.level === 'error') !== true) return;
  }
  if (!before.required) Reflect.deleteProperty(input.answers, field.key);
}

function candidates(field: Field, input: AssessInput, person: Person): Value[] {
  const options = rotate(field.options ?? [], person);
  switch (field.type) {
    case 'select':
    case 'radio':
      return options;
    case 'multiselect':
      return [options.slice(0, 1), options.slice(0, 2), options];
    case 'table':
      return ['王小明', '王小华'].map((name) => [
        Object.fromEntries((field.columns ?? []).map((column, index) => [column.key, cell(column.type, column.options ?? [], index, name)]))
      ]);
    case 'address':
      return [
        { division: '430199101201', detail: '柳塘组 12 号' },
        { division: '430199', detail: '人民路 1 号' }
      ];
    case 'dateRange':
      return [
        { from: '2026-01-05', to: '2026-03-09' },
        { from: '2027-01-05', to: '2027-03-09' }
      ];
    case 'monthRange':
      return [{ from: '2026-01', to: '2026-03' }];
    case 'consent':
    case 'commitment':
      return [{ agreed: true, textVersion: '1' }];
    case 'photo':
      return [[{ sha256: sha(field.key.length), bytes: 1000, mime: 'image/jpeg', label: field.label, takenAt: '2026-11-19T02:06:00Z' }]];
    case 'region':
      return ['430199', '430199101201', '430102', '430102001001'];
    case 'date':
      return ['2026-01-15', '2020-06-01', '1990-05-05', '2026-12-30', '2030-01-01', person.born];
    case 'phone':
      return ['13812345678'];
    case 'bankCard':
      return ['6222021234567890128'];
    case 'idNo':
      return field.key === 'applicantIdNo' ? documents(person.born) : [idNumber('1975-03-08', field.key.length), idNumber('2025-03-08', field.key.length)];
    case 'number':
    case 'money':
      return ['1', '12', '2026', '0'];
    default:
      return [
        ...Object.values(input.answers).filter((value) => typeof value === 'string'),
        '王小明',
        '测试',
        '2020',
        '11430199MB990011XA',
        ...documents(person.born).map((number) => `${number}41`)
      ];
  }
}

/** A number for each kind of document. */
function documents(born: string): string[] {
  return [idNumber(born, 24), idNumber(born, 24, '810000'), idNumber(born, 24, '830000'), idNumber(born, 24, '911124'), 'H12345678', '12345678', 'E12345678'];
}

function cell(type: string, options: string[], index: number, name: string): string {
  const samples: Record<string, string> = {
    number: '1',
    money: '1200.50',
    date: '1990-05-05',
    idNo: idNumber('1990-05-05', 100 + index),
    phone: '13812345678'
  };
  return options[0] ?? samples[type] ?? name;
}

function rotate(options: string[], person: Person): string[] {
  const start = options.length === 0 ? 0 : person.pick(options.length);
  return [...options.slice(start), ...options.slice(0, start)];
}

function handIn(material: Material, person: Person): MaterialEntry {
  const entry: MaterialEntry = { id: material.id, name: material.name, state: 'photographed', originals: 1, copies: 0, whereabouts: 'returned', pages: [] };
  if (person.defers && material.deferrable) return { ...entry, state: 'deferred', originals: 0, whereabouts: 'none' };
  const labels = material.pages ?? [material.name];
  return {
    ...entry,
    pages: labels.map((label, index) => ({ sha256: sha(index + 1), bytes: 1000, mime: 'image/jpeg', label, takenAt: '2026-11-19T02:06:00Z' }))
  };
}

export function signature(role: string): Signature {
  return {
    role: role as Signature['role'],
    name: '王小明',
    documentHash: sha(7),
    document: 'form@1',
    strokes: [
      [
        [1, 2, 0, 0.5],
        [3, 4, 10, 0.5]
      ]
    ],
    width: 600,
    height: 200,
    signedAt: '2026-11-19T02:06:00Z'
  };
}
