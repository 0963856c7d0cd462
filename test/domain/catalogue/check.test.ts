import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import type { Bundle, Catalogue, Field, Material, ServiceItem } from '#domain/catalogue/format.ts';
import { careBundle, catalogue, catalogueOf, field, item, material } from '../sample.ts';

function problems(input: unknown): { code: string; path: string }[] {
  const result = checkCatalogue(input);
  return result.ok ? [] : result.problems.map(({ code, path }) => ({ code, path }));
}
const withFields = (...fields: Field[]) => catalogueOf([item('one', { fields: [field('applicantName', 'text'), ...fields] })]);
const withMaterials = (...materials: Material[]) => catalogueOf([item('one', { materials })]);
const withItem = (more: Partial<ServiceItem>) => catalogueOf([item('one', more)]);
const withBundle = (more: Partial<Bundle>) => catalogueOf(catalogue.items, [{ ...careBundle, ...more }]);
const changed = (more: Partial<Catalogue>) => ({ ...catalogue, ...more });

describe('[C36] structure', () => {
  it('passes the sample', () => {
    expect(checkCatalogue(catalogue)).toMatchObject({ ok: true });
  });
  it('names the place by ids, not by numbers', () => {
    const broken = structuredClone(catalogue) as unknown as { items: { fields: { type: string }[] }[] };
    const [, second] = broken.items[0]?.fields ?? [];
    if (second) second.type = 'seletc';
    expect(problems(broken)).toEqual([{ code: 'structure', path: 'items.allowance.fields.applicantIdType.type' }]);
  });
  it('[C1] refuses a misspelt property', () => {
    expect(problems(withFields({ ...field('x1', 'text'), requird: true } as unknown as Field))).toMatchObject([{ code: 'structure' }]);
  });
  it('[C36] says what stands there and what belongs there, down to the part of a condition', () => {
    const said = (more: object): unknown => {
      const result = checkCatalogue(catalogueOf([{ ...item('one'), ...more } as ServiceItem]));
      return result.ok ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
    };
    expect(said({ agentAlowed: true })).toEqual(['items.one.agentAlowed 不认识的属性“agentAlowed”，请改正拼写或删掉它。']);
    expect(said({ onSiteVisits: '一次' })).toEqual(['items.one.onSiteVisits 这里要写数字，现在是“一次”。']);
    expect(said({ caseType: 'slow' })).toEqual(['items.one.caseType 没有“slow”，只能是：instant、promised。']);
    expect(said({ fields: [{ ...field('a1', 'text'), checks: [{ kind: 'luhn' }] }] })).toEqual([
      'items.one.fields.a1.checks.0.kind 没有“luhn”这一种，请照格式说明改。'
    ]);
    const [deep] = said({ fields: [{ ...field('a1', 'text'), visibleWhen: { all: [{ not: { field: 'b1', equals: '是' } }] } }] }) as string[];
    expect(deep).toBe('items.one.fields.a1.visibleWhen.all.0.not.equals 不认识的属性“equals”，请改正拼写或删掉它。');
    const [loose] = said({ fields: [{ ...field('a1', 'text'), requiredWhen: { any: [{ field: 'b1' }, { question: 'b1' }] } }] }) as string[];
    expect(loose).toMatch(/^items\.one\.fields\.a1\.requiredWhen\.any\.1 “\{"question":"b1"\}”不对。条件只有这几种写法/);
    for (const message of said({ id: 'One', fields: [] }) as string[]) expect(message).not.toContain('Invalid');
  });
  it('answers anything without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(checkCatalogue(input).ok).toBe(false);
      }),
      { numRuns: 200 }
    );
  });
});

describe('[C37] doubles', () => {
  it.each<[string, Catalogue]>([
    ['items.one', catalogueOf([item('one'), item('one')])],
    ['items.care', catalogueOf([item('care'), ...catalogue.items], [careBundle])],
    ['items.one.fields.applicantName', withFields(field('applicantName', 'text'))],
    ['items.one.materials.mat-id', withMaterials(material('mat-id'), material('mat-id'))],
    ['items.one.fields.people.columns.name', withFields(field('people', 'table', { columns: [column('name'), column('name')] }))],
    [
      'divisions.430199',
      changed({
        divisions: [
          { code: '430199', name: 'a' },
          { code: '430199', name: 'b' }
        ]
      })
    ],
    ['items.one.rules.rule-a', withItem({ rules: [rule({}), rule({})] })]
  ])('%s', (path, input) => {
    expect(problems(input)).toContainEqual({ code: 'duplicate', path });
  });
});

describe('[C38] references', () => {
  const nowhere = { field: 'nowhere', filled: true };
  it.each<[string, string, Catalogue]>([
    ['unknown_question', 'items.one.questions', withItem({ questions: ['agent', 'nobody'] })],
    ['unknown_question', 'items.one.fields.a1.visibleWhen', withFields(field('a1', 'text', { visibleWhen: { situation: 'married', is: ['yes'] } }))],
    ['unknown_option', 'items.one.fields.a1.visibleWhen', withFields(field('a1', 'text', { visibleWhen: { not: { situation: 'agent', is: ['nobody'] } } }))],
    ['unknown_field', 'items.one.fields.a1.requiredWhen', withFields(field('a1', 'text', { requiredWhen: { all: [nowhere] } }))],
    [
      'unknown_option',
      'items.one.fields.a1.visibleWhen',
      withFields(field('b1', 'radio', { options: ['是', '否'] }), field('a1', 'text', { visibleWhen: { field: 'b1', is: ['也许'] } }))
    ],
    ['unknown_field', 'items.one.rules.rule-a.field', withItem({ rules: [rule({ field: 'nowhere' })] })],
    ['unknown_field', 'items.one.rules.rule-a.then', withItem({ rules: [rule({ then: nowhere })] })],
    ['unknown_material', 'items.one.fields.a1.deferWith', withFields(field('a1', 'text', { deferWith: 'mat-none' }))],
    [
      'unknown_material',
      'items.one.fields.a1.deferWith',
      withItem({ fields: [field('a1', 'text', { deferWith: 'mat-id' })], materials: [material('mat-id')] })
    ],
    ['unknown_field', 'items.one.fields.a1.derive', withFields(field('a1', 'text', { derive: { from: 'copy', field: 'nowhere', editable: false } }))],
    [
      'unknown_question',
      'items.one.fields.a1.derive',
      withFields(field('a1', 'text', { derive: { from: 'situation', question: 'married', map: {}, editable: false } }))
    ],
    [
      'unknown_option',
      'items.one.fields.a1.derive',
      withFields(field('a1', 'select', { options: ['甲'], derive: { from: 'constant', value: '乙', editable: false } }))
    ],
    ['unknown_field', 'items.one.fields.a1.checks', withFields(field('a1', 'text', { checks: [{ kind: 'equals', field: 'applicantName', or: ['nowhere'] }] }))],
    ['unknown_field', 'items.one.fields.a1.checks', withFields(field('a1', 'date', { checks: [{ kind: 'notAfter', other: { field: 'nowhere' } }] }))],
    [
      'unknown_field',
      'items.one.fields.a1.columns.b1.checks',
      withFields(field('a1', 'table', { columns: [{ ...column('b1'), checks: [{ kind: 'differs', field: 'nowhere' }] }] }))
    ],
    ['unknown_field', 'items.one.materials.mat-id.when', withMaterials(material('mat-id', { necessity: 'conditional', when: nowhere, conditionText: '…' }))],
    [
      'unknown_item',
      'bundles.care.children.nowhere',
      withBundle({ children: [{ itemId: 'nowhere', name: 'x', department: 'x', role: 'x', dependsOn: [], mandatory: true, note: null }] })
    ],
    [
      'unknown_child',
      'bundles.care.children.allowance.dependsOn',
      withBundle({ children: careBundle.children.map((child) => ({ ...child, dependsOn: ['没有'] })) })
    ],
    ['unknown_field', 'bundles.care.extraFields.a1.visibleWhen', withBundle({ extraFields: [field('a1', 'text', { visibleWhen: nowhere })] })],
    ['unknown_option', 'questions.agent.default', changed({ questions: catalogue.questions.map((question) => ({ ...question, default: 'nobody' })) })],
    ['unknown_field', 'bundles.care.sharedFields.nowhere', withBundle({ sharedFields: [{ key: 'nowhere', label: 'x', usedBy: [] }] })],
    ['unknown_material', 'bundles.care.sharedMaterials.mat-none', withBundle({ sharedMaterials: [{ id: 'mat-none', name: 'x', usedBy: [], note: null }] })],
    ['unknown_item', 'pinyin.nowhere', changed({ pinyin: { nowhere: ['x'] } })]
  ])('%s at %s', (code, path, input) => {
    expect(problems(input)).toContainEqual({ code, path });
  });
  it('lets an extra field of a bundle look at its items’ fields, and an option exist in another item only', () => {
    expect(problems(withBundle({ extraFields: [field('a1', 'text', { visibleWhen: { field: 'spouseName', filled: true } })] }))).toEqual([]);
    const a = item('one', { fields: [field('way', 'select', { options: ['窗口'] }), field('note', 'text', { visibleWhen: { field: 'way', is: ['邮寄'] } })] });
    expect(problems(catalogueOf([a, item('two', { fields: [field('way', 'select', { options: ['邮寄'] })] })]))).toEqual([]);
  });
});

describe('[C39] contradictions', () => {
  it.each<[string, string, Catalogue]>([
    ['contradiction', 'items.one.fields.a1.options', withFields(field('a1', 'select'))],
    ['contradiction', 'items.one.fields.a1.options', withFields(field('a1', 'text', { options: ['甲'] }))],
    ['contradiction', 'items.one.fields.a1.columns', withFields(field('a1', 'table'))],
    ['contradiction', 'items.one.fields.a1.section', withFields(field('a1', 'consent'))],
    ['contradiction', 'items.one.fields.a1.visibleWhen', withFields(field('a1', 'text', { visibleWhen: { field: 'applicantName' } }))],
    ['contradiction', 'items.one.fields.a1.checks', withFields(field('a1', 'number', { checks: [{ kind: 'range' }] }))],
    ['contradiction', 'items.one.fields.a1.visibleWhen', withFields(field('a1', 'text', { visibleWhen: { field: 'applicantName', min: 3, max: 2 } }))],
    ['contradiction', 'items.one.fields.a1.checks', withFields(field('a1', 'number', { checks: [{ kind: 'range', min: 3, max: 2 }] }))],
    ['contradiction', 'items.one.fields.a1.checks', withFields(field('a1', 'text', { checks: [{ kind: 'differs', field: 'a1' }] }))],
    ['contradiction', 'items.one.fields.a1.checks', withFields(field('a1', 'date', { checks: [{ kind: 'phone' }] }))],
    [
      'contradiction',
      'items.one.fields.a1.columns.b1.checks',
      withFields(field('a1', 'table', { columns: [{ ...column('b1'), checks: [{ kind: 'minRows', value: 1 }] }] }))
    ],
    [
      'contradiction',
      'items.one.fields.a1.derive',
      withFields(field('b1', 'text'), field('a1', 'text', { derive: { from: 'years', field: 'b1', editable: true } }))
    ],
    [
      'contradiction',
      'items.one.fields.a1.derive',
      withFields(field('b1', 'date'), field('a1', 'date', { derive: { from: 'years', field: 'b1', editable: true } }))
    ],
    [
      'contradiction',
      'items.one.fields.a1.derive',
      withFields(field('b1', 'address'), field('a1', 'text', { derive: { from: 'copy', field: 'b1', editable: true } }))
    ],
    [
      'contradiction',
      'items.one.fields.a1.derive',
      withFields(
        field('b1', 'date'),
        field('a1', 'text', {
          derive: {
            from: 'age',
            field: 'b1',
            bands: [
              { max: 60, value: '甲' },
              { min: 60, value: '乙' }
            ],
            editable: true
          }
        })
      )
    ],
    ['contradiction', 'items.one.materials.mat-id.when', withMaterials(material('mat-id', { necessity: 'conditional', conditionText: '…' }))],
    ['contradiction', 'items.one.materials.mat-id.when', withMaterials(material('mat-id', { when: { field: 'applicantName', filled: true } }))],
    ['contradiction', 'items.one.materials.mat-id.deferWorkdays', withMaterials(material('mat-id', { deferrable: true }))],
    [
      'ring',
      'items.one.fields.a1',
      withFields(
        field('a1', 'text', { visibleWhen: { field: 'b1', filled: true } }),
        field('b1', 'text', { derive: { from: 'copy', field: 'a1', editable: true } })
      )
    ],
    ['ring', 'bundles.care.children', withBundle({ children: careBundle.children.map((child) => ({ ...child, dependsOn: [child.name] })) })],
    ['contradiction', 'calendar.2026', changed({ calendar: { '2026': { off: ['2026-10-01'], work: ['2026-10-01'], source: 'x' } } })],
    ['contradiction', 'calendar.2026', changed({ calendar: { '2026': { off: ['2025-10-01'], work: [], source: 'x' } } })],
    [
      'type_conflict',
      'items.two.fields.a1.type',
      catalogueOf([item('one', { fields: [field('a1', 'date')] }), item('two', { fields: [field('a1', 'text')] })])
    ],
    [
      'type_conflict',
      'items.two.fields.a1.columns.b1.type',
      catalogueOf([
        item('one', { fields: [field('a1', 'table', { columns: [column('b1')] })] }),
        item('two', { fields: [field('a1', 'table', { columns: [{ ...column('b1'), type: 'date' }] })] })
      ])
    ]
  ])('%s at %s', (code, path, input) => {
    expect(problems(input)).toContainEqual({ code, path });
  });
  it('finds a ring that only the merged form has', () => {
    const one = item('one', { fields: [field('a1', 'text', { visibleWhen: { field: 'b1', filled: true } }), field('b1', 'text')] });
    const two = item('two', { fields: [field('b1', 'text', { visibleWhen: { field: 'a1', filled: true } }), field('a1', 'text')] });
    const children = ['one', 'two'].map((itemId) => ({ itemId, name: itemId, department: 'x', role: 'x', dependsOn: [], mandatory: true, note: null }));
    expect(problems(catalogueOf([one, two]))).toEqual([]);
    expect(problems(catalogueOf([one, two], [{ ...careBundle, children, extraFields: [], sharedFields: [], sharedMaterials: [] }]))).toMatchObject([
      { code: 'ring' }
    ]);
  });
});

function column(key: string) {
  return { key, label: key, type: 'text' as const, required: false };
}

function rule(more: Partial<ServiceItem['rules'][number]>): ServiceItem['rules'][number] {
  return {
    id: 'rule-a',
    when: { field: 'applicantName', filled: true },
    then: { field: 'applicantName', filled: true },
    field: 'applicantName',
    level: 'error',
    message: '…',
    ...more
  };
}
