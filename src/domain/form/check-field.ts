/** All findings of one visible field: required, its type, its own checks, and a table's rows. */
import type { Check, Column, Field } from '../catalogue/format.ts';
import { isFilled } from '../catalogue/condition.ts';
import type { CheckScene } from './check-value.ts';
import { checkValue } from './check-value.ts';
import type { Resolved } from './resolve.ts';
import { filledRows, hasShape, incomplete, shapeOf, textProblem, typeProblem } from './shape.ts';
import type { Finding, Row, Value } from './values.ts';

export type FieldScene = { resolved: Resolved; required: boolean; canDefer: boolean; suggestion: Value | null; derived: boolean };

export function checkField(field: Field, value: Value | null, scene: FieldScene): Finding[] {
  const path = `answers.${field.key}`;
  const rows = shapeOf(field.type) === 'rows' && value !== null && hasShape('rows', value) ? filledRows(value) : null;
  if (value === null || !isFilled(value) || rows?.length === 0) {
    return scene.required ? [{ code: 'required', path, level: 'error', message: requiredMessage(field, scene.canDefer) }] : [];
  }
  const wrongType = typeProblem(field, value);
  if (wrongType !== null) return [{ code: 'type', path, level: 'error', message: wrongType }];
  const open = incomplete(value);
  if (open !== null) return [{ code: 'incomplete', path, level: 'error', message: open }];

  const findings: Finding[] = [];
  const { resolved } = scene;
  const checkScene: CheckScene = {
    label: field.label,
    today: resolved.facts.today,
    canDefer: scene.canDefer,
    answer: resolved.answer,
    labelOf: (key) => resolved.field(key)?.label ?? key
  };
  for (const check of withImplied(field.type, field.checks)) {
    const result = checkValue(check, rows ?? value, checkScene);
    if (result) findings.push({ code: check.kind, path, ...result });
  }
  if (rows) rows.forEach((row, index) => findings.push(...checkRow(field, row, `${path}.${index}`, checkScene)));
  if (differsFromIdNumber(field, value, scene)) {
    findings.push({
      code: 'differsFromDerived',
      path,
      level: 'warning',
      message: `${field.label}和证件号码推出的（${String(scene.suggestion)}）不同，请对照证件核对。`
    });
  }
  return findings;
}

function checkRow(field: Field, row: Row, path: string, scene: CheckScene): Finding[] {
  const findings: Finding[] = [];
  const columns = field.columns ?? [];
  for (const column of columns) {
    const cell = (row[column.key] ?? '').trim();
    const at = `${path}.${column.key}`;
    if (cell === '') {
      if (column.required) findings.push({ code: 'required', path: at, level: 'error', message: `请填${column.label}。` });
      continue;
    }
    const wrong = textProblem(column, cell);
    if (wrong !== null) {
      findings.push({ code: 'type', path: at, level: 'error', message: wrong });
      continue;
    }
    const cellScene: CheckScene = {
      ...scene,
      label: column.label,
      canDefer: false,
      answer: (key) => (columns.some((other) => other.key === key) ? row[key] || undefined : scene.answer(key)),
      labelOf: (key) => columns.find((other) => other.key === key)?.label ?? scene.labelOf(key)
    };
    for (const check of withImplied(column.type, column.checks)) {
      const result = checkValue(check, cell, cellScene);
      if (result) findings.push({ code: check.kind, path: at, ...result });
    }
  }
  return findings;
}

const implied: Partial<Record<Field['type'], Check>> = {
  idNo: { kind: 'idNo' },
  phone: { kind: 'phone' },
  bankCard: { kind: 'bankCard', luhn: 'warning' }
};

/** A type that speaks for itself is checked even when the catalogue writes no check. */
function withImplied(type: Field['type'] | Column['type'], checks: Check[] | undefined): Check[] {
  const own = checks ?? [];
  const check = implied[type];
  // A disability card number may be typed as a number of its own kind.
  return check && !own.some((known) => known.kind === check.kind || known.kind === 'disabilityCard') ? [check, ...own] : own;
}

function differsFromIdNumber(field: Field, value: Value, scene: FieldScene): boolean {
  return field.derive?.from === 'idNo' && !scene.derived && typeof scene.suggestion === 'string' && scene.suggestion !== value;
}

const verbs: Partial<Record<Field['type'], string>> = {
  select: '请选',
  radio: '请选',
  multiselect: '请选',
  date: '请选',
  dateRange: '请选',
  monthRange: '请选',
  region: '请选',
  photo: '请拍',
  consent: '请向当事人念清楚并勾选',
  commitment: '请向当事人念清楚并勾选'
};

function requiredMessage(field: Field, canDefer: boolean): string {
  const verb = verbs[field.type] ?? '请填';
  const label = field.type === 'consent' || field.type === 'commitment' ? `“${field.label}”` : field.label;
  return `${verb}${label}${canDefer ? '，没有就随材料容缺后补' : ''}。`;
}
