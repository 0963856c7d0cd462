/** One answer as the console shows it: words, and for numbers that name a person a masked form. */
import type { Catalogue, Column, Field } from '#domain/catalogue/format.ts';
import type { Address, Agreement, Page, Range, Row, Value } from '#domain/form/values.ts';
import { maskBankCard, maskDigits, maskIdNumber, maskPhone } from '#domain/identity/mask.ts';
import { fullDayWords } from '#lib/messages/zh-county-dates.ts';
import { say } from '#lib/messages/zh-county.ts';

export type Cell = { text: string; masked: string | null };
export type Shown =
  { kind: 'text'; text: string; masked: string | null } | { kind: 'table'; columns: string[]; rows: Cell[][] } | { kind: 'photos'; pages: Page[] };

type Typed = Pick<Field | Column, 'type' | 'sensitive'>;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

export function showValue(value: Value, field: Field | undefined, divisions: Catalogue['divisions']): Shown {
  if (typeof value === 'string') return { kind: 'text', ...showText(value, field, divisions) };
  if (Array.isArray(value)) return showList(value, field, divisions);
  if (isAgreement(value)) return plain(value.agreed ? say.case.agreed : say.case.notAgreed);
  if (isAddress(value)) return plain(`${divisionName(value.division, divisions)}${value.detail}`);
  return plain(rangeWords(value));
}

export function showText(text: string, typed: Typed | undefined, divisions: Catalogue['divisions']): Cell {
  if (text === '') return { text, masked: null };
  if (typed === undefined) return { text: isoDay.test(text) ? fullDayWords(text) : text, masked: maskDigits(text) };
  switch (typed.type) {
    case 'date':
      return { text: fullDayWords(text), masked: null };
    case 'idNo':
      return { text, masked: maskIdNumber(text) };
    case 'phone':
      return { text, masked: maskPhone(text) };
    case 'bankCard':
      return { text, masked: maskBankCard(text) };
    case 'region':
      return { text: divisionName(text, divisions), masked: null };
    case 'money':
      return { text: say.case.yuan(text), masked: null };
    default:
      return { text, masked: typed.sensitive ? maskDigits(text) : null };
  }
}

/** 松溪镇柳塘村: the names from the township down; the county itself is known to its own clerk. */
export function divisionName(code: string, divisions: Catalogue['divisions']): string {
  const wanted = code.length === 12 && !code.endsWith('000') ? [`${code.slice(0, 9)}000`, code] : [code];
  const names = wanted.map((one) => divisions.find((division) => division.code === one)?.name ?? '');
  return names.join('') === '' ? code : names.join('');
}

export function pagesOf(value: Value | undefined): Page[] {
  return Array.isArray(value) ? value.filter(isPage) : [];
}

function showList(value: string[] | Row[] | Page[], field: Field | undefined, divisions: Catalogue['divisions']): Shown {
  if (value.every((one) => typeof one === 'string')) return plain(value.join('、'));
  if (value.every(isPage) && value.length > 0) return { kind: 'photos', pages: value };
  const rows = value.filter((one): one is Row => typeof one === 'object' && !isPage(one));
  const columns = field?.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))].map((key) => ({ key, label: key, type: 'text' as const }));
  return {
    kind: 'table',
    columns: columns.map((column) => column.label),
    rows: rows.map((row) => columns.map((column) => showText(row[column.key] ?? '', column, divisions)))
  };
}

function plain(text: string): Shown {
  return { kind: 'text', text, masked: null };
}
function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && 'sha256' in value && 'bytes' in value;
}
function isAgreement(value: Address | Range | Agreement): value is Agreement {
  return 'agreed' in value;
}
function isAddress(value: Address | Range): value is Address {
  return 'division' in value;
}
function rangeWords(range: Range): string {
  return [range.from, range.to].map((end) => (isoDay.test(end) ? fullDayWords(end) : end)).join(say.case.to);
}
