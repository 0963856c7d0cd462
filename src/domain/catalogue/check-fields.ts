/** The fields of an item or a bundle: options, columns, conditions, checks, derivations, deferral. */
import { checkFits, deriveFits } from './check-fit.ts';
import type { Check, Column, Derive, Field } from './format.ts';
import type { CatalogueProblem, Scope } from './problems.ts';
import { conditionProblems, duplicates, unknownOptions } from './problems.ts';

const choices = new Set<Field['type']>(['select', 'radio', 'multiselect']);

export function checkFields(fields: Field[], path: string, scope: Scope): CatalogueProblem[] {
  return fields.flatMap((field) => checkField(field, `${path}.${field.key}`, scope));
}

function checkField(field: Field, path: string, scope: Scope): CatalogueProblem[] {
  const problems = checkOptions(field, path);
  const isTable = field.type === 'table';
  if (isTable !== (field.columns !== undefined && field.columns.length > 0)) {
    problems.push({ code: 'contradiction', path: `${path}.columns`, message: isTable ? '表格要有列。' : '只有表格才有列。' });
  }
  const isPromise = field.type === 'consent' || field.type === 'commitment';
  if (isPromise && field.section !== 'promise') {
    problems.push({ code: 'contradiction', path: `${path}.section`, message: '同意和承诺放在 promise 这一步。' });
  }
  for (const name of ['visibleWhen', 'requiredWhen'] as const) {
    const condition = field[name];
    if (condition) problems.push(...conditionProblems(condition, `${path}.${name}`, scope));
  }
  if (field.deferWith !== undefined && scope.materials.get(field.deferWith)?.deferrable !== true) {
    problems.push({ code: 'unknown_material', path: `${path}.deferWith`, message: `没有可容缺的材料“${field.deferWith}”。` });
  }
  if (field.derive) problems.push(...checkDerive(field, field.derive, `${path}.derive`, scope));
  for (const check of field.checks ?? [])
    problems.push(...checkNames(check, `${path}.checks`, field.key, scope.fields), ...checkFits(check, field.type, `${path}.checks`));
  problems.push(
    ...duplicates(
      (field.columns ?? []).map((column) => column.key),
      (key) => `${path}.columns.${key}`,
      '列重复'
    )
  );
  for (const column of field.columns ?? []) problems.push(...checkColumn(column, field, `${path}.columns.${column.key}`, scope));
  return problems;
}

function checkColumn(column: Column, table: Field, path: string, scope: Scope): CatalogueProblem[] {
  const problems = checkOptions(column, path);
  const names = new Map<string, unknown>([...scope.fields, ...(table.columns ?? []).map((each) => [each.key, each] as const)]);
  for (const check of column.checks ?? [])
    problems.push(...checkNames(check, `${path}.checks`, column.key, names), ...checkFits(check, column.type, `${path}.checks`));
  return problems;
}

function checkOptions(field: Field | Column, path: string): CatalogueProblem[] {
  const wants = choices.has(field.type);
  const problems = duplicates(field.options ?? [], () => `${path}.options`, '选项重复');
  if (wants !== (field.options !== undefined && field.options.length > 0)) {
    problems.push({ code: 'contradiction', path: `${path}.options`, message: wants ? '选择类要有选项。' : '只有选择类才有选项。' });
  }
  return problems;
}

function checkNames(check: Check, path: string, own: string, fields: Map<string, unknown>): CatalogueProblem[] {
  if (check.kind === 'range' && check.min === undefined && check.max === undefined) {
    return [{ code: 'contradiction', path, message: '范围要有 min 或 max。' }];
  }
  return namesIn(check).flatMap((name) =>
    name === own
      ? [{ code: 'contradiction', path, message: `检查“${check.kind}”拿“${name}”和它自己比。` }]
      : fields.has(name)
        ? []
        : [{ code: 'unknown_field', path, message: `检查“${check.kind}”提到的字段“${name}”不存在。` }]
  );
}

function namesIn(check: Check): string[] {
  switch (check.kind) {
    case 'idNo':
      return check.typeField === undefined ? [] : [check.typeField];
    case 'disabilityCard':
      return check.idField === undefined ? [] : [check.idField];
    case 'notAfter':
    case 'notBefore':
      return check.other === 'today' ? [] : [check.other.field];
    case 'equals':
      return [check.field, ...(check.or ?? [])];
    case 'differs':
      return [check.field];
    default:
      return [];
  }
}

function checkDerive(field: Field, derive: Derive, path: string, scope: Scope): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  if (derive.from === 'situation') {
    const question = scope.questions.get(derive.question);
    if (!question) problems.push({ code: 'unknown_question', path, message: `这里没有列出情形问题“${derive.question}”。` });
    else
      problems.push(
        ...unknownOptions(
          Object.keys(derive.map),
          question.options.map((option) => option.value),
          path
        )
      );
  } else if (derive.from !== 'constant' && !scope.fields.has(derive.field)) {
    problems.push({ code: 'unknown_field', path, message: `取值来源“${derive.field}”不存在。` });
  }
  problems.push(...deriveFits(field, derive, path, scope.fields));
  return field.options ? [...problems, ...unknownOptions(valuesOf(derive), field.options, path)] : problems;
}

function valuesOf(derive: Derive): string[] {
  switch (derive.from) {
    case 'age':
    case 'unchosen':
      return derive.bands.map((band) => band.value);
    case 'situation':
      return Object.values(derive.map);
    case 'constant':
      return [derive.value];
    default:
      return [];
  }
}
