/** Derived places, the longest of each kind, and answers for which one department's form has no option. */
import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { Field } from '#domain/catalogue/format.ts';
import { assess, type Assessment } from '#domain/form/assess.ts';
import { childValue } from '#domain/form/child-form.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { Answers } from '#domain/form/values.ts';
import { emptyForm } from '../answerer.ts';
import { idNumber } from '../people.ts';
import { calendar, catalogueOf, field, item, today } from '../sample.ts';

function look(fields: Field[], answers: Answers, rules: Parameters<typeof item>[1] = {}): Assessment {
  const definition = itemDefinition(catalogueOf([item('one', { questions: [], fields, ...rules })]), 'one');
  if (!definition) throw new Error('no such item');
  return assess(definition, { ...emptyForm(), answers }, today, calendar);
}
const at = (assessment: Assessment, key: string) => assessment.fields.find((each) => each.field.key === key);

describe('[C22] places that follow', () => {
  const home = field('home', 'address');
  const county = field('county', 'region', { derive: { from: 'division', field: 'home', digits: 6, editable: true } });
  const village = field('village', 'region', { derive: { from: 'division', field: 'home', digits: 12, editable: false } });
  it('from an address, as far down as it is known', () => {
    const whole = look([home, county, village], { home: { division: '430199100200', detail: '三组' } });
    expect([at(whole, 'county')?.value, at(whole, 'village')?.value]).toEqual(['430199', '430199100200']);
    const rough = look([home, county, village], { home: { division: '430199', detail: '三组' } });
    expect([at(rough, 'county')?.value, at(rough, 'village')?.value]).toEqual(['430199', null]);
    expect(at(look([home, county], { county: '430102', home: { division: '430199', detail: '三组' } }), 'county')).toMatchObject({
      value: '430102',
      derived: false
    });
  });
  it('from a citizen’s number; a permit’s names no place', () => {
    const fields = [field('no', 'idNo'), field('from', 'region', { derive: { from: 'idNo', field: 'no', part: 'division', editable: true } })];
    const of = (no: string) => at(look(fields, { no }), 'from')?.value;
    expect([of(idNumber('1990-05-05', 11)), of(idNumber('1990-05-05', 11, '810000')), of('1234')]).toEqual(['430199', null, null]);
  });
});

describe('[M26] the longest of each kind', () => {
  it.each<[string, Field, Answers[string], string | undefined]>([
    ['line', field('a1', 'text'), '柳'.repeat(201), '最多 200 个字'],
    ['text', field('a1', 'textarea'), '柳'.repeat(10_000), '最多 2000 个字'],
    ['address', field('a1', 'address'), { division: '430199100200', detail: '柳'.repeat(201) }, '详细地址最多 200 个字'],
    ['address that fits', field('a1', 'address'), { division: '430199100200', detail: '柳'.repeat(200) }, undefined],
    [
      'table',
      field('a1', 'table', { columns: [{ key: 'b1', label: '名', type: 'text', required: false }] }),
      Array.from({ length: 101 }, () => ({ b1: '王' })),
      '最多 100 行'
    ],
    [
      'choices',
      field('a1', 'multiselect', { options: ['甲', '乙', '丙'], checks: [{ kind: 'maxRows', value: 2 }] }),
      ['甲', '乙', '丙'],
      '最多填 2 项，现在 3 项'
    ]
  ])('%s', (_name, a1, value, sentence) => {
    const [finding] = at(look([a1], { a1: value }), 'a1')?.findings ?? [];
    if (sentence === undefined) expect(finding).toBeUndefined();
    else expect(finding).toMatchObject({ level: 'error', message: expect.stringContaining(sentence) as string });
  });
  it('a rule says nothing of a day that is none', () => {
    const born = field('born', 'date');
    const rules = [
      { id: 'old', when: { field: 'born', filled: true }, then: { field: 'born', age: { min: 80 } }, field: 'born', level: 'warning' as const, message: '…' }
    ];
    const codes = (value: string) => at(look([born], { born: value }, { rules }), 'born')?.findings.map(({ code }) => code);
    expect([codes('1939-02-31'), codes('1990-02-01')]).toEqual([['type'], ['rule.old']]);
  });
});

describe('[C34 M26] a department whose form has another list', () => {
  const catalogue = sampleCatalogue(1, '2026-11-19T00:00:00Z');
  it('keeps what stands on its own form by itself', () => {
    expect(childValue(field('a1', 'select', { required: true, options: ['银行发放'] }), '窗口领取')).toBe('银行发放');
    expect(childValue(field('a1', 'select', { required: true, options: ['邮寄', '上门'] }), '窗口领取')).toBe('窗口领取');
  });
  it('says which word it lacks', () => {
    const part = (id: string, options: string[]) => item(id, { questions: [], fields: [field('way', 'select', { required: true, options })] });
    const whole = catalogueOf(
      [part('one', ['窗口', '上门']), part('two', ['窗口', '邮寄'])],
      [
        {
          ...(catalogue.bundles[0] ?? raise()),
          id: 'bundle-x',
          questions: [],
          sharedFields: [],
          sharedMaterials: [],
          extraFields: [],
          children: ['one', 'two'].map((itemId) => ({ itemId, name: itemId, department: 'x', role: 'x', dependsOn: [], mandatory: true, note: null }))
        }
      ]
    );
    const merged = bundleDefinition(whole, 'bundle-x', ['one', 'two']);
    if (!merged) throw new Error('no bundle');
    const said = (way: string) => at(assess(merged, { ...emptyForm(), answers: { way } }, today, calendar), 'way')?.findings.map(({ message }) => message);
    const [first] = merged.items;
    expect([said('窗口'), said('邮寄')]).toEqual([[], [`“${first?.name ?? ''}”的表上没有“邮寄”，由${first?.department ?? ''}判定。`]]);
  });
  it('prints one of several choices as the words that were chosen', () => {
    expect(childValue(field('a1', 'select', { options: ['甲', '乙'] }), ['甲'])).toBe('甲');
    expect(childValue(field('a1', 'select', { options: ['甲', '乙'] }), ['甲', '乙'])).toBe('甲、乙');
    expect(childValue(field('a1', 'multiselect', { options: ['甲', '乙'] }), ['甲', '乙'])).toEqual(['甲', '乙']);
  });
});

function raise(): never {
  throw new Error('the sample has no bundle');
}
