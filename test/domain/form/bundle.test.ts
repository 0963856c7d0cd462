import { describe, expect, it } from 'vitest';
import type { Field } from '#domain/catalogue/format.ts';
import { assess } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import { mergeFields } from '#domain/form/merge-fields.ts';
import { emptyForm } from '../answerer.ts';
import { allowance, calendar, catalogue, field, subsidy, today } from '../sample.ts';

const merged = bundleDefinition(catalogue, 'care', ['subsidy', 'allowance']);
const fieldOf = (key: string) => merged?.fields.find((each) => each.key === key);
const materialOf = (id: string) => merged?.materials.find((each) => each.id === id);
const shape = (...parts: Partial<Field>[]) =>
  mergeFields(
    parts.map((part) => [field('a1', 'text', part)]),
    new Map()
  )[0];

describe('[C34] one form', () => {
  it('asks nothing twice', () => {
    const keys = merged?.fields.map((each) => each.key) ?? [];
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys)).toEqual(new Set([...allowance.fields, ...subsidy.fields].map((each) => each.key).concat('homeService')));
    expect(merged?.questions.map((question) => question.id)).toEqual(['agent', 'married']);
  });
  it('is the same for the same choice, in whatever order it was made', () => {
    expect(bundleDefinition(catalogue, 'care', ['allowance', 'subsidy'])).toEqual(merged);
    expect(merged?.items.map((each) => each.id)).toEqual(['allowance', 'subsidy']);
  });
  it('takes the bundle’s words, and all checks', () => {
    expect(fieldOf('applicantName')).toMatchObject({ label: '老人姓名', checks: [{ kind: 'personName' }, { kind: 'maxLength', value: 20 }], sensitive: true });
  });
  it('lets nothing wait that one item wants at once', () => {
    expect(fieldOf('bankAccountNo')?.deferWith).toBeUndefined();
    expect(fieldOf('bankAccountName')?.deferWith).toBe('mat-bank');
  });
  it('is null for what is unknown, unchosen or no child', () => {
    expect([
      bundleDefinition(catalogue, 'nowhere', ['allowance']),
      bundleDefinition(catalogue, 'care', []),
      bundleDefinition(catalogue, 'care', ['allowance', 'nowhere'])
    ]).toEqual([null, null, null]);
  });
  it('is the item’s own form when one is chosen', () => {
    expect(bundleDefinition(catalogue, 'care', ['subsidy'])?.materials.map((each) => each.id)).toEqual(subsidy.materials.map((each) => each.id));
  });
});

describe('merging a field', () => {
  const minors = { field: 'born', age: { max: 17 } };
  const married = { situation: 'married', is: ['yes'] };
  it.each<[Partial<Field>[], Partial<Field>]>([
    [[{ required: true }, { required: false }], { required: true }],
    [[{ visibleWhen: minors }, {}], { required: false }],
    [[{ visibleWhen: minors, required: true }, {}], { required: false, requiredWhen: minors }],
    [[{ visibleWhen: minors, required: true }, { visibleWhen: minors }], { required: true, visibleWhen: minors }],
    [
      [
        { visibleWhen: minors, required: true },
        { visibleWhen: married, required: true }
      ],
      { visibleWhen: { any: [minors, married] }, required: false, requiredWhen: { any: [minors, married] } }
    ],
    [[{ requiredWhen: married }, { requiredWhen: minors }], { requiredWhen: { any: [married, minors] } }],
    [[{ requiredWhen: married, visibleWhen: minors }, {}], { requiredWhen: { all: [minors, married] } }],
    [[{ options: ['甲', '乙'] }, { options: ['丙', '乙'] }], { options: ['甲', '乙', '丙'] }],
    [[{ type: 'select' }, { type: 'multiselect' }], { type: 'multiselect' }],
    [[{ guide: '一' }, { guide: '二' }, { guide: '一' }], { guide: '一\n二' }],
    [
      [
        { deferWith: 'mat-bank', required: true },
        { deferWith: 'mat-bank', required: true }
      ],
      { deferWith: 'mat-bank' }
    ],
    [[{ deferWith: 'mat-bank', required: true }, {}], { deferWith: 'mat-bank' }]
  ])('%j', (parts, expected) => {
    expect(shape(...parts)).toMatchObject(expected);
  });
  it('shows what any part shows', () => {
    expect(shape({ visibleWhen: minors }, {})?.visibleWhen).toBeUndefined();
  });
});

describe('[C35] one set of materials', () => {
  it('is as strict as the strictest', () => {
    expect(materialOf('mat-bank')).toMatchObject({ name: '收款账户', deferrable: true, deferWorkdays: 3, originals: 1, copies: 1 });
    expect(materialOf('mat-id')).toMatchObject({ copies: 2, sharedExempt: false, pages: ['人像面', '国徽面', '住址页'] });
    expect(materialOf('mat-photo')).toMatchObject({ necessity: 'conditional', when: { situation: 'married', is: ['no'] } });
    expect(merged?.materials.map((each) => each.id)).toEqual(['mat-form', 'mat-id', 'mat-bank', 'mat-photo', 'mat-poa']);
  });
});

it('judges the empty form too', () => {
  const definition = itemDefinition(catalogue, 'allowance');
  expect(definition && assess(definition, emptyForm(), today, calendar).ready).toBe(false);
});
