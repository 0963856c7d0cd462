import { describe, expect, it } from 'vitest';
import type { Check, Field } from '#domain/catalogue/format.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import type { Answers, Finding, Value } from '#domain/form/values.ts';
import { emptyForm } from '../answerer.ts';
import { idNumber } from '../people.ts';
import { calendar, catalogueOf, field, finished, item, material, today } from '../sample.ts';

const others = [
  field('other', 'text', { label: '申请人姓名' }),
  field('third', 'text', { label: '监护人姓名' }),
  field('span', 'dateRange', { label: '期间' })
];

function findings(a1: Field, value: Value, answers: Answers = {}): Finding[] {
  const definition = itemDefinition(catalogueOf([item('one', { questions: [], fields: [a1, ...others] })]), 'one');
  if (!definition) throw new Error('no such item');
  const assessment = assess(definition, { ...emptyForm(), answers: { ...answers, a1: value } }, today, calendar);
  return assessment.fields[0]?.findings ?? [];
}
const checked = (type: Field['type'], check: Check, value: Value, answers: Answers = {}) =>
  findings(field('a1', type, { label: '内容', checks: [check] }), value, answers);
const typed = (type: Field['type'], value: Value, more: Partial<Field> = {}) => findings(field('a1', type, { label: '内容', ...more }), value);

describe('[C18] types', () => {
  it.each<[Field['type'], Value, Partial<Field>]>([
    ['number', '2.5', {}],
    ['number', '-3', {}],
    ['money', '1200.50', {}],
    ['money', '0', {}],
    ['date', '2026-02-28', {}],
    ['select', '甲', { options: ['甲'] }],
    ['multiselect', ['甲'], { options: ['甲', '乙'] }],
    ['region', '430199', {}],
    ['region', '430199101201', {}],
    ['address', { division: '430199101201', detail: '12 号' }, {}],
    ['dateRange', { from: '2026-01-01', to: '2026-01-01' }, {}],
    ['monthRange', { from: '2026-01', to: '2026-03' }, {}],
    ['phone', '0731-5550136', {}],
    ['bankCard', '4111111111111111', {}],
    ['idNo', idNumber('1980-01-01'), {}],
    ['text', '字'.repeat(200), {}],
    ['textarea', '字'.repeat(2000), {}]
  ])('%s takes %j', (type, value, more) => {
    expect(typed(type, value, more)).toEqual([]);
  });
  it.each<[Field['type'], Value, Partial<Field>]>([
    ['number', '三', {}],
    ['number', '1,000', {}],
    ['money', '12.345', {}],
    ['money', '-1', {}],
    ['date', '2026-02-29', {}],
    ['date', '明天', {}],
    ['select', '丙', { options: ['甲'] }],
    ['multiselect', ['甲', '丙'], { options: ['甲'] }],
    ['region', '4301', {}],
    ['address', { division: '43', detail: '12 号' }, {}],
    ['address', { division: '430199', detail: ' ' }, {}],
    ['address', { division: '', detail: '12 号' }, {}],
    ['dateRange', { from: '2026-02-01', to: '2026-01-31' }, {}],
    ['dateRange', { from: '2026-02-01', to: '' }, {}],
    ['dateRange', { from: '2026-02-30', to: '2026-03-01' }, {}],
    ['monthRange', { from: '2026-13', to: '2026-14' }, {}],
    ['phone', '123', {}],
    ['bankCard', '1234', {}],
    ['idNo', '11010519491231002', {}],
    ['text', '字'.repeat(201), {}],
    // A value of another type's shape: from a device gone wrong, or a catalogue that changed.
    ['text', ['甲'], {}],
    ['date', { from: 'x', to: 'y' }, {}],
    ['multiselect', '甲', { options: ['甲'] }],
    ['address', '柳塘村', {}],
    ['table', '一行', { columns: [] }],
    ['consent', '是', {}],
    ['photo', [{ name: 'x' }], {}]
  ])('%s refuses %j', (type, value, more) => {
    const found = typed(type, value, more);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: 'answers.a1', level: 'error' });
  });
});

describe('[C23] checks', () => {
  it.each<[Field['type'], Check, Value]>([
    ['text', { kind: 'maxLength', value: 3 }, '𠮷田一'],
    ['text', { kind: 'personName' }, '阿依古丽·买买提'],
    ['bankCard', { kind: 'bankCard' }, '4111111111111112'],
    ['region', { kind: 'division', digits: 6 }, '430199'],
    ['address', { kind: 'division', digits: 12 }, { division: '430199101201', detail: '12 号' }],
    ['number', { kind: 'range', min: 1, max: 9 }, '9'],
    ['number', { kind: 'integer' }, '9'],
    ['number', { kind: 'year' }, '2026'],
    ['text', { kind: 'disabilityCard' }, `${idNumber('1984-05-01', 51)}41`],
    ['text', { kind: 'uscc' }, '91350100M000100Y43'],
    ['date', { kind: 'notAfter', other: 'today' }, today],
    ['date', { kind: 'notBefore', other: 'today' }, today],
    ['monthRange', { kind: 'notAfter', other: 'today' }, { from: '2026-01', to: '2026-11' }],
    ['date', { kind: 'monthsAgo', min: 6 }, '2026-05-19'],
    ['table', { kind: 'minRows', value: 2 }, [{ b1: '王' }, { b1: '李' }]]
  ])('%s %j takes %j', (type, check, value) => {
    const columns = type === 'table' ? { columns: [{ key: 'b1', label: '姓名', type: 'text' as const, required: true }] } : {};
    expect(findings(field('a1', type, { checks: [check], ...columns }), value)).toEqual([]);
  });
  it.each<[Field['type'], Check, Value, string]>([
    ['text', { kind: 'maxLength', value: 3 }, '一二三四', '内容最多 3 个字，现在 4 个，请写短一点。'],
    ['text', { kind: 'personName' }, '李', '内容至少 2 个字，请填证件上的全名。'],
    ['region', { kind: 'division', digits: 6 }, '430199101201', '请选到县（区），区划代码是 6 位。'],
    ['address', { kind: 'division', digits: 12 }, { division: '430199', detail: '12 号' }, '请选到村（社区），区划代码是 12 位。'],
    ['number', { kind: 'range', min: 1, max: 9 }, '10', '内容要在 1 到 9 之间，请核对。'],
    ['number', { kind: 'range', min: 0 }, '-1', '内容不能小于 0，请核对。'],
    ['number', { kind: 'range', max: 9 }, '10', '内容不能大于 9，请核对。'],
    ['number', { kind: 'integer' }, '1.5', '内容填整数，不带小数。'],
    ['number', { kind: 'year' }, '26', '内容填 4 位年份，比如 2026。'],
    ['text', { kind: 'disabilityCard' }, '123', '残疾人证号是 20 位：身份证号 18 位、类别 1 位、等级 1 位。请对照证件再填。'],
    ['text', { kind: 'uscc' }, '91350100M000100Y44', '统一社会信用代码是 18 位数字和大写字母，有一位不对。请对照执照再填。'],
    ['date', { kind: 'notAfter', other: 'today' }, '2026-11-20', '内容不能晚于今天（11月19日），请核对年月日。'],
    ['date', { kind: 'notBefore', other: 'today' }, '2026-11-18', '内容不能早于今天（11月19日），请核对年月日。'],
    ['dateRange', { kind: 'notAfter', other: 'today' }, { from: '2026-01-01', to: '2026-12-01' }, '内容不能晚于今天（11月19日），请核对年月日。'],
    ['date', { kind: 'monthsAgo', min: 6 }, '2026-05-20', '内容到今天要满 6 个月，11月20日以后才满。请核对日期。']
  ])('%s %j refuses %j: %s', (type, check, value, message) => {
    expect(checked(type, check, value)).toMatchObject([{ level: 'error', path: 'answers.a1', code: check.kind, message }]);
  });
  it('only warns of Luhn, of months and of the organisation code', () => {
    expect(checked('bankCard', { kind: 'bankCard', luhn: 'warning' }, '4111111111111112')).toMatchObject([{ level: 'warning' }]);
    expect(checked('date', { kind: 'monthsAgo', min: 6, level: 'warning' }, '2026-11-01')).toMatchObject([{ level: 'warning' }]);
  });
  it('asks for at least so many rows, not counting empty ones', () => {
    const table = field('a1', 'table', {
      label: '家庭成员',
      columns: [{ key: 'b1', label: '姓名', type: 'text', required: true }],
      checks: [{ kind: 'minRows', value: 2 }]
    });
    expect(findings(table, [{ b1: '王' }, { b1: ' ' }])).toMatchObject([{ code: 'minRows', message: '家庭成员至少填 2 行，现在 1 行。' }]);
  });
});

describe('comparisons with another field', () => {
  it('equals it, or one of the others, whatever the spacing', () => {
    const check: Check = { kind: 'equals', field: 'other', or: ['third'] };
    expect(checked('text', check, '阿依古丽•买买提', { other: '阿依古丽·买买提' })).toEqual([]);
    expect(checked('text', check, '王强', { other: '李秀英', third: '王强' })).toEqual([]);
    expect(checked('text', check, '王五', { other: '李秀英', third: '王强' })[0]?.message).toBe('内容要和申请人姓名或监护人姓名一致，请填“李秀英”。');
    expect(checked('text', check, '王五')).toEqual([]);
  });
  it('differs from it', () => {
    expect(checked('text', { kind: 'differs', field: 'other' }, '甲', { other: '甲' })[0]?.message).toBe('内容不能和申请人姓名相同，请改一下。');
    expect(checked('text', { kind: 'differs', field: 'other' }, '甲', { other: '乙' })).toEqual([]);
  });
  it('stands before or after it; a span by its ends', () => {
    expect(checked('date', { kind: 'notBefore', other: { field: 'span' } }, '2026-03-01', { span: { from: '2026-01-01', to: '2026-04-01' } })).toHaveLength(1);
    expect(checked('date', { kind: 'notAfter', other: { field: 'span' } }, '2026-01-02', { span: { from: '2026-01-01', to: '2026-04-01' } })).toHaveLength(1);
    expect(checked('date', { kind: 'notAfter', other: { field: 'span' } }, '2026-01-01', { span: { from: '2026-01-01', to: '2026-04-01' } })).toEqual([]);
  });
  it('says how to mend the account name, with the name', () => {
    const of = item('one', {
      questions: [],
      materials: [material('mat-bank', { deferrable: true, deferWorkdays: 5 })],
      fields: [
        others[0] ?? field('other', 'text'),
        field('a1', 'text', {
          label: '账户户名',
          deferWith: 'mat-bank',
          checks: [{ kind: 'equals', field: 'other', message: '户名要和领取人一致。请填{other}本人的账户，没有就选容缺后补。' }]
        })
      ]
    });
    const definition = itemDefinition(catalogueOf([of]), 'one');
    const assessment = definition && assess(definition, { ...emptyForm(), answers: { other: '李秀英', a1: '李建军' } }, today, calendar);
    expect(assessment?.missing[0]).toMatchObject({ path: 'answers.a1', hint: '户名要和领取人一致。请填李秀英本人的账户，没有就选容缺后补。' });
  });
  it('judges a number by the document that was chosen', () => {
    const check: Check = { kind: 'idNo', typeField: 'other' };
    expect(checked('idNo', check, 'E12345678', { other: '护照' })).toEqual([]);
    expect(checked('idNo', check, 'E12345678', { other: '居民身份证' })).toHaveLength(1);
    expect(checked('idNo', check, '军字第0012号', { other: '军官证' })).toEqual([]);
    expect(checked('idNo', check, 'E12345678')).toHaveLength(1);
  });
  it('compares a disability card with an identity card, not with a passport', () => {
    const id = idNumber('1984-05-01', 51);
    const check: Check = { kind: 'disabilityCard', idField: 'other' };
    expect(checked('text', check, `${id}41`, { other: id.toLowerCase() })).toEqual([]);
    expect(checked('text', check, `${id}41`, { other: idNumber('1984-05-01', 53) })).toHaveLength(1);
    expect(checked('text', check, `${id}41`, { other: 'E12345678' })).toEqual([]);
  });
});

describe('[C24] tables', () => {
  const family = field('a1', 'table', {
    label: '家庭成员',
    required: true,
    columns: [
      { key: 'name', label: '姓名', type: 'text', required: true, checks: [{ kind: 'personName' }] },
      { key: 'number', label: '身份证号', type: 'idNo', required: false, checks: [{ kind: 'differs', field: 'other' }] },
      { key: 'kin', label: '关系', type: 'select', required: true, options: ['配偶', '子女'] },
      { key: 'alias', label: '曾用名', type: 'text', required: false, checks: [{ kind: 'differs', field: 'name' }] }
    ]
  });
  it('points at row and column', () => {
    const rows = [
      { name: '王强', kin: '配偶' },
      { name: '王', number: '123', kin: '叔父', alias: '' },
      { name: '', number: '', kin: '子女' }
    ];
    expect(findings(family, rows).map(({ path, code }) => [path, code])).toEqual([
      ['answers.a1.1.name', 'personName'],
      ['answers.a1.1.number', 'idNo'],
      ['answers.a1.1.kin', 'type'],
      ['answers.a1.2.name', 'required']
    ]);
  });
  it('compares within the row first, else with the form', () => {
    const number = idNumber('1980-01-01');
    expect(findings(family, [{ name: '王强', kin: '配偶', alias: '王强', number }], { other: number }).map((finding) => finding.path)).toEqual([
      'answers.a1.0.number',
      'answers.a1.0.alias'
    ]);
  });
  it('drops empty rows and is required as a whole', () => {
    expect(findings(family, [{ name: '' }])).toMatchObject([{ code: 'required', path: 'answers.a1' }]);
  });
});

it('the finished form of the other tests has no finding', () => {
  expect(Object.keys(finished().answers)).toContain('bankAccountNo');
});
