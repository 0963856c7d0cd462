/** What a station's screens show of an answer before somebody asks for the whole of it (rules 3). */
import { describe, expect, test } from 'vitest';
import type { Field } from '#domain/catalogue/format.ts';
import { valueWords } from '#lib/state/value-words.ts';

const field = (type: Field['type'], sensitive: boolean, changes: Partial<Field> = {}): Field => ({
  key: 'one',
  label: '一',
  type,
  required: true,
  sensitive,
  section: 'form',
  ...changes
});
const certificate = '43010119491231002X41';

describe('[M30] masked until somebody asks', () => {
  test('a certificate whose number is an identity number with two more characters', () => {
    expect(valueWords(field('text', true), certificate, { divisions: [], full: false })).not.toContain('19491231');
    expect(valueWords(field('text', true), certificate, { divisions: [], full: true })).toBe(certificate);
  });
  test('such a number in a row of a table', () => {
    const table = field('table', true, { columns: [{ key: 'no', label: '证号', type: 'text', required: true, sensitive: true }] });
    expect(valueWords(table, [{ no: certificate }], { divisions: [], full: false })).not.toContain('19491231');
  });
  test('names, addresses and amounts stay as they are', () => {
    expect(valueWords(field('text', true), '刘桂英', { divisions: [], full: false })).toBe('刘桂英');
    expect(valueWords(field('money', true), '1200.50', { divisions: [], full: false })).toBe('1200.50');
  });
});
