/** An answer as a person reads it: on the check list, on the case page and in what is signed. */
import { longDate } from '#domain/calendar/words.ts';
import { maskBankCard, maskDigits, maskIdNumber, maskPhone } from '#domain/identity/mask.ts';
import type { Catalogue, Column, Field } from '#domain/catalogue/format.ts';
import type { Value } from '#domain/form/values.ts';
import { check } from '#lib/messages/zh-intake.ts';

export type Divisions = Catalogue['divisions'];
export type WordsOptions = { divisions: Divisions; /** Numbers of people in full; masked otherwise. */ full: boolean };

export function divisionName(code: string, divisions: Divisions): string {
  return divisions.find((division) => division.code === code)?.name ?? code;
}

function textWords(field: Pick<Field | Column, 'type' | 'sensitive'>, text: string, options: WordsOptions): string {
  if (field.type === 'region') return divisionName(text, options.divisions);
  if (field.type === 'date') return longDate(text);
  if (options.full) return text;
  if (field.type === 'idNo') return maskIdNumber(text);
  if (field.type === 'phone') return maskPhone(text);
  if (field.type === 'bankCard') return maskBankCard(text);
  return (field.sensitive ? maskDigits(text) : null) ?? text;
}

function rowWords(field: Field, row: Record<string, string>, options: WordsOptions): string {
  const cells = (field.columns ?? []).map((column) => textWords(column, row[column.key] ?? '', options)).filter((cell) => cell !== '');
  return cells.join(' ');
}

/** Empty string for what is not answered. */
export function valueWords(field: Field, value: Value | undefined, options: WordsOptions): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return textWords(field, value, options);
  if (Array.isArray(value)) {
    if (field.type === 'photo') return check.photos(value.length);
    if (field.type === 'table') return (value as Record<string, string>[]).map((row) => rowWords(field, row, options)).join('；');
    return (value as string[]).join('、');
  }
  if ('agreed' in value) return value.agreed ? check.agreedYes : check.agreedNo;
  if ('division' in value) return [divisionName(value.division, options.divisions), value.detail].filter(Boolean).join(' ');
  return [value.from, value.to]
    .filter(Boolean)
    .map((day) => longDate(day))
    .join(check.to);
}
