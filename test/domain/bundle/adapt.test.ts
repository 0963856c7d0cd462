import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { adaptItem, ownAnswers } from '#domain/bundle/adapt.ts';
import type { Bundle } from '#domain/catalogue/format.ts';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import { assess } from '#domain/form/assess.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { Situation } from '#domain/form/values.ts';
import { fill } from '../answerer.ts';
import { item } from '../sample.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const { calendar } = catalogue;
const today = '2026-11-23';
const [newborn] = catalogue.bundles.filter(({ id }) => id === 'bundle-newborn') as [Bundle];
const kids = newborn.children.flatMap((child) => (child.itemId === null ? [] : [{ ...child, itemId: child.itemId }]));

function filled(ids: string[], situation: Situation) {
  const definition = bundleDefinition(catalogue, 'bundle-newborn', ids);
  if (!definition) throw new Error('no form');
  const { input, assessment } = fill(definition, { today, calendar, pick: () => 0, born: '1995-02-14', thorough: false, defers: false, situation });
  expect(assessment.missing).toEqual([]);
  return { definition, input, assessment };
}

describe('[M7] [C33] an item as a bundle asks it', () => {
  it('takes the newborn as the insured, and the parent as who applies', () => {
    const { definition, input } = filled(['resident-medical-enroll'], { agent: 'self', 'child-registered': 'no' });
    const assessment = assess(definition, { ...input, answers: { ...input.answers, applicantName: '陈志强', childName: '陈小满' } }, today, calendar);
    expect(assessment.ready).toBe(true);
    const [medical] = kids.filter(({ itemId }) => itemId === 'resident-medical-enroll');
    const own = itemDefinition(catalogue, 'resident-medical-enroll')?.items[0];
    if (!medical || !own) throw new Error('no child');
    const read = ownAnswers(own, medical, assessment.answers);
    expect(read).toMatchObject({ applicantName: '陈小满', applicantIdType: '居民户口簿(未满16周岁)', medicalCategory: '新生儿' });
    // Before the registration there is no number, and nobody is asked for one.
    expect(read).not.toHaveProperty('applicantIdNo');
  });

  it.each(kids.map(({ itemId }) => itemId))('leaves nothing out that %s asks of its own form', (itemId) => {
    const { input, assessment } = filled(
      kids.map((child) => child.itemId),
      { agent: 'self', 'child-registered': 'yes' }
    );
    const [child] = kids.filter((each) => each.itemId === itemId);
    const definition = itemDefinition(catalogue, itemId);
    const [own] = definition?.items ?? [];
    if (!child || !definition || !own) throw new Error('no child');
    const answers = ownAnswers(own, child, assessment.answers);
    // Who stands for a child under age is the parent, whom the joint form has as its applicant.
    const missing = assess(definition, { ...input, answers }, today, calendar).missing.filter(({ section }) => section !== 'materials');
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('follows a key through conditions, checks, derivations and rules, and never into a table’s own columns', () => {
    const own = item('card', {
      fields: [
        { key: 'applicantName', label: '姓名', type: 'text', section: 'applicant', required: true },
        {
          key: 'bankName',
          label: '户名',
          type: 'text',
          section: 'form',
          required: true,
          checks: [{ kind: 'equals', field: 'applicantName', or: ['agentName', 'applicantName'] }]
        },
        {
          key: 'family',
          label: '家人',
          type: 'table',
          section: 'form',
          required: false,
          visibleWhen: { all: [{ field: 'applicantName', filled: true }, { not: { field: 'bankName', is: ['applicantName'] } }] },
          columns: [{ key: 'applicantName', label: '姓名', type: 'text', required: true, checks: [{ kind: 'differs', field: 'applicantName' }] }]
        },
        { key: 'copy', label: '同上', type: 'text', section: 'form', required: false, derive: { from: 'copy', field: 'applicantName', editable: true } }
      ],
      rules: [
        {
          id: 'r',
          when: { field: 'applicantName', filled: true },
          then: { field: 'bankName', filled: true },
          field: 'applicantName',
          level: 'error',
          message: 'x'
        }
      ]
    });
    const made = adaptItem(own, { adapt: { applicantName: { as: 'childName', label: '孩子姓名' } } });
    const text = JSON.stringify(made);
    expect(made.fields.map(({ key, label, section }) => [key, label, section])).toEqual([
      ['childName', '孩子姓名', 'form'],
      ['bankName', '户名', 'form'],
      ['family', '家人', 'form'],
      ['copy', '同上', 'form']
    ]);
    expect(made.fields[1]?.checks).toEqual([{ kind: 'equals', field: 'childName', or: ['agentName', 'childName'] }]);
    // A word that happens to be a key stays a word.
    expect(made.fields[2]?.visibleWhen).toEqual({ all: [{ field: 'childName', filled: true }, { not: { field: 'bankName', is: ['applicantName'] } }] });
    expect(made.fields[2]?.columns).toEqual(own.fields[2]?.columns);
    expect(made.fields[3]?.derive).toMatchObject({ from: 'copy', field: 'childName' });
    expect(made.rules[0]).toMatchObject({ field: 'childName', when: { field: 'childName' } });
    expect(text.match(/applicantName/g)).toHaveLength(3);
    expect(adaptItem(own, {})).toBe(own);
  });

  it('refuses a bundle that adapts what is not there', () => {
    const change = (child: object) => ({
      ...catalogue,
      bundles: catalogue.bundles.map((bundle) =>
        bundle.id !== 'bundle-newborn'
          ? bundle
          : { ...bundle, children: bundle.children.map((each) => (each.itemId === 'social-card' ? { ...each, ...child } : each)) }
      )
    });
    const codes = (child: object) => {
      const result = checkCatalogue(change(child));
      return result.ok
        ? []
        : result.problems.filter(({ path }) => path.startsWith('bundles.bundle-newborn.children.social-card')).map(({ code, path }) => `${code} ${path}`);
    };
    const at = 'bundles.bundle-newborn.children.social-card';
    expect(codes({ adapt: { noSuchField: { as: 'childName' } } })).toContain(`unknown_field ${at}.adapt.noSuchField`);
    expect(codes({ adapt: { applicantIdType: { value: '学生证' } } })).toContain(`unknown_option ${at}.adapt.applicantIdType.value`);
    expect(codes({ adapt: { applicantIdNo: { visibleWhen: { situation: 'nowhere', is: ['yes'] } } } })).toContain(
      `unknown_question ${at}.adapt.applicantIdNo.visibleWhen`
    );
    expect(codes({ doneWhen: { situation: 'child-registered', is: ['maybe'] } })).toContain(`unknown_option ${at}.doneWhen`);
    expect(codes({ materials: { 'mat-guard': 'mat-nothing' } })).toContain(`unknown_material ${at}.materials.mat-guard`);
    expect(codes({ materials: { 'mat-none': 'mat-birth' } })).toContain(`unknown_material ${at}.materials.mat-none`);
  });
});
