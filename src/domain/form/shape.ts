/** Whether a value has the shape of its field's type, and whether it is complete. */
import type { Column, Field, FieldType } from '../catalogue/format.ts';
import { isFilled, numberIn } from '../catalogue/condition.ts';
import { isIsoDate, isIsoMonth } from '../calendar/iso-date.ts';
import type { Value } from './values.ts';

const longestLine = 200;
const mostRows = 100;

export type Shape = 'text' | 'list' | 'address' | 'range' | 'rows' | 'agreement' | 'pages';

const shapes: Record<FieldType, Shape> = {
  text: 'text',
  textarea: 'text',
  number: 'text',
  money: 'text',
  date: 'text',
  select: 'text',
  radio: 'text',
  idNo: 'text',
  phone: 'text',
  bankCard: 'text',
  region: 'text',
  multiselect: 'list',
  address: 'address',
  dateRange: 'range',
  monthRange: 'range',
  table: 'rows',
  consent: 'agreement',
  commitment: 'agreement',
  photo: 'pages'
};

export function shapeOf(type: FieldType): Shape {
  return shapes[type];
}

export function hasShape(shape: Shape, value: Value): boolean {
  if (typeof value === 'string') return shape === 'text';
  if (!Array.isArray(value)) return 'agreed' in value ? shape === 'agreement' : 'from' in value ? shape === 'range' : shape === 'address';
  if (shape === 'list') return value.every((entry) => typeof entry === 'string');
  if (shape === 'pages') return value.every((entry) => typeof entry === 'object' && 'sha256' in entry);
  return shape === 'rows' && value.every((entry) => typeof entry === 'object' && Object.values(entry).every((cell) => typeof cell === 'string'));
}

/** What is still open in a value that has something in it already; null when nothing is. */
export function incomplete(value: Value): string | null {
  if (typeof value === 'string' || Array.isArray(value)) return null;
  if ('division' in value) {
    if (value.division.trim() === '') return '请选到村（社区）。';
    return value.detail.trim() === '' ? '请写门牌号或组名等详细地址。' : null;
  }
  if ('from' in value) {
    if (value.from.trim() === '') return '请填开始日期。';
    return value.to.trim() === '' ? '请填结束日期。' : null;
  }
  return null;
}

/** The sentence for a filled value that its own type forbids; null when the type allows it. */
export function typeProblem(field: Field, value: Value): string | null {
  if (!hasShape(shapeOf(field.type), value)) return `“${field.label}”存的内容读不出来，请重新填写。`;
  if (typeof value === 'string') return textProblem(field, value);
  if (field.type === 'table' && Array.isArray(value) && value.length > mostRows) return `${field.label}最多 ${mostRows} 行，请分两次办。`;
  if (field.type === 'multiselect' && Array.isArray(value)) {
    const unknown = value.find((entry) => typeof entry === 'string' && field.options?.includes(entry) === false);
    return unknown === undefined ? null : '选的内容已不在选项里，请重新选。';
  }
  if ('from' in value) return rangeProblem(field.type, value.from, value.to);
  if ('division' in value && [...value.detail].length > longestLine) return `${field.label}的详细地址最多 ${longestLine} 个字，请写短一点。`;
  if ('division' in value && value.division !== '' && !/^\d{6}(\d{6})?$/.test(value.division)) return '区划代码是 6 位或 12 位数字，请重新选。';
  return null;
}

/** Also for a table's columns. */
export function textProblem(field: Pick<Field | Column, 'type' | 'label' | 'options'>, value: string): string | null {
  switch (field.type) {
    case 'number':
      return numberIn(value) === null ? `${field.label}只填数字，比如 3 或 2.5。` : null;
    case 'money':
      return /^\d+(\.\d{1,2})?$/.test(value.trim()) ? null : `${field.label}填金额数字，单位元，最多两位小数，比如 1200.50。`;
    case 'date':
      return isIsoDate(value) ? null : `${field.label}不是真实的日期，请照年月日填，比如 1939-03-08。`;
    case 'select':
    case 'radio':
      return field.options && !field.options.includes(value) ? `“${value}”已不在选项里，请重新选。` : null;
    case 'region':
      return /^\d{6}(\d{6})?$/.test(value) ? null : '区划代码是 6 位或 12 位数字，请重新选。';
    case 'text':
      return [...value].length > longestLine ? `${field.label}最多 ${longestLine} 个字，请写短一点。` : null;
    default:
      return [...value].length > 2000 ? `${field.label}最多 2000 个字，请写短一点。` : null;
  }
}

function rangeProblem(type: FieldType, from: string, to: string): string | null {
  const real = type === 'monthRange' ? isIsoMonth : isIsoDate;
  if (from !== '' && !real(from)) return '开始日期不对，请重新选。';
  if (to !== '' && !real(to)) return '结束日期不对，请重新选。';
  return from !== '' && to !== '' && to < from ? '结束日期要在开始日期之后，请改一下。' : null;
}

/** Rows in which nothing stands are no rows. */
export function filledRows(value: Value | null): Record<string, string>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((row): row is Record<string, string> => typeof row === 'object' && !('sha256' in row) && isFilled([row]));
}
