/** Rules that could never do anything where they stand: a check that its type never asks, a source without such a value, bands that overlap (SPEC C39). */
import type { Check, Column, Derive, Field, FieldType } from './format.ts';
import type { CatalogueProblem } from './problems.ts';

type Type = FieldType | Column['type'];
const dates: readonly Type[] = ['date', 'dateRange', 'monthRange'];
const texts: readonly Type[] = ['text', 'textarea'];
const numbers: readonly Type[] = ['number', 'money', 'text'];
const oneText: readonly Type[] = ['text', 'textarea', 'number', 'money', 'date', 'select', 'radio', 'idNo', 'phone', 'bankCard', 'region'];
const lists: readonly Type[] = ['table', 'multiselect', 'photo'];

/** Absent: whatever holds one text. */
const checked: Partial<Record<Check['kind'], readonly Type[]>> = {
  maxLength: oneText,
  personName: texts,
  idNo: ['idNo', 'text'],
  phone: ['phone', 'text'],
  bankCard: ['bankCard', 'text'],
  division: ['address', 'region'],
  range: numbers,
  integer: numbers,
  year: numbers,
  disabilityCard: ['text', 'idNo'],
  uscc: texts,
  notAfter: dates,
  notBefore: dates,
  monthsAgo: ['date'],
  minRows: lists,
  maxRows: lists
};

export function checkFits(check: Check, type: Type, path: string): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const types = checked[check.kind] ?? oneText;
  if (!types.includes(type)) problems.push(contradiction(path, `检查“${check.kind}”管不到 ${type} 类型，只用于 ${types.join('、')}。`));
  if (check.kind === 'range' && reversed(check)) problems.push(contradiction(path, '范围的 min 大于 max。'));
  return problems;
}

/** Types of the fields from which a value can come, and of those that can hold it. */
const sources: Partial<Record<Derive['from'], readonly Type[]>> = {
  idNo: ['idNo', 'text'],
  age: ['date'],
  years: ['date'],
  birthday: ['date'],
  division: ['address', 'region'],
  unchosen: ['multiselect']
};
const targets: Partial<Record<Derive['from'], readonly Type[]>> = {
  age: ['select', 'radio', 'text'],
  years: ['number', 'text'],
  birthday: ['date'],
  division: ['region'],
  situation: oneText,
  constant: oneText,
  unchosen: ['select', 'radio', 'text']
};
const parts: Record<Extract<Derive, { from: 'idNo' }>['part'], readonly Type[]> = {
  birthDate: ['date'],
  gender: ['select', 'radio', 'text'],
  age: ['number', 'text'],
  division: ['region']
};

export function deriveFits(field: Field, derive: Derive, path: string, fields: ReadonlyMap<string, Field>): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const into = derive.from === 'idNo' ? parts[derive.part] : targets[derive.from];
  if (into?.includes(field.type) === false) problems.push(contradiction(path, `推出的值放不进 ${field.type} 类型，只放进 ${into.join('、')}。`));
  const source = 'field' in derive ? fields.get(derive.field) : undefined;
  const from = sources[derive.from];
  if (source && from?.includes(source.type) === false)
    problems.push(contradiction(path, `“${source.key}”是 ${source.type}，这样推只能从 ${from.join('、')}。`));
  if (source && derive.from === 'copy' && isList(source.type) !== isList(field.type))
    problems.push(contradiction(path, `${source.type} 的值放不进 ${field.type}。`));
  if ('bands' in derive) problems.push(...bandProblems(derive.bands, path));
  return problems;
}

type Band = { min?: number | undefined; max?: number | undefined };
const isList = (type: Type): boolean => !oneText.includes(type);
const reversed = ({ min, max }: Band): boolean => min !== undefined && max !== undefined && min > max;

/** The first band that holds wins, so one that overlaps another is a mistake of its writer. */
function bandProblems(bands: readonly Band[], path: string): CatalogueProblem[] {
  if (bands.some(reversed)) return [contradiction(path, '分段的 min 大于 max。')];
  const sorted = bands.map(({ min = -Infinity, max = Infinity }) => ({ min, max })).sort((a, b) => a.min - b.min);
  const overlap = sorted.find((band, index) => index > 0 && band.min <= (sorted[index - 1]?.max ?? -Infinity));
  return overlap ? [contradiction(path, '分段互相重叠，请改成前后相接。')] : [];
}

function contradiction(path: string, message: string): CatalogueProblem {
  return { code: 'contradiction', path, message };
}
