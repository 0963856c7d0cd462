import { describe, expect, it } from 'vitest';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import type { Assessment } from '#domain/form/assess.ts';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { fillIn } from './filled-form.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const item = (id: string): IntakeDefinition => {
  const definition = itemDefinition(catalogue, id);
  if (!definition) throw new Error(`no item ${id}`);
  return definition;
};
const fill = (id: string, given: Parameters<typeof fillIn>[2] = {}) => fillIn(item(id), catalogue.calendar, given);
const wanted = (assessment: Assessment) => assessment.materials.filter((each) => each.wanted === 'required').map((each) => each.material.id);
const at = (assessment: Assessment, key: string) => assessment.fields.find((each) => each.field.key === key);
const codes = (assessment: Assessment) => assessment.findings.map((finding) => finding.code);

describe('the sample catalogue at work', () => {
  it('[C38] has no problem that a loader would refuse', () => {
    expect(checkCatalogue(JSON.parse(JSON.stringify(catalogue)))).toMatchObject({ ok: true });
  });

  it.each(catalogue.items.map(({ id }) => id))('[C17] %s can be taken in by the applicant', (id) => {
    const assessment = fill(id);
    expect(assessment.missing).toEqual([]);
    expect(wanted(assessment)).not.toContain('mat-poa');
  });

  it.each(catalogue.items.filter(({ questions }) => questions.includes('agent')).map(({ id }) => id))('[C32] %s can be taken in by an agent', (id) => {
    const assessment = fill(id, { situation: { agent: 'other', mobility: 'limited' } });
    expect(assessment.missing).toEqual([]);
    expect(assessment.answers).toMatchObject({ isAgent: '是', agentName: '李建国', agentRelation: '配偶' });
    expect(wanted(assessment)).toContain('mat-poa');
  });

  it.each(catalogue.bundles.map(({ id }) => id))('[C34] %s can be taken in with every item of this catalogue', (id) => {
    const children = catalogue.bundles.find((bundle) => bundle.id === id)?.children ?? [];
    const itemIds = children.flatMap(({ itemId }) => itemId ?? []);
    const definition = bundleDefinition(catalogue, id, itemIds);
    if (!definition) throw new Error(`no form for ${id}`);
    expect(fillIn(definition, catalogue.calendar).missing).toEqual([]);
  });

  it('[C34] takes a bundle in before the step is done that gives the number', () => {
    const merged = (id: string, itemIds: string[]) => bundleDefinition(catalogue, id, itemIds) ?? item('');
    const newborn = fillIn(merged('bundle-newborn', ['social-card', 'childcare-subsidy']), catalogue.calendar, { situation: { 'child-registered': 'no' } });
    expect(newborn.missing).toEqual([]);
    expect(newborn.answers).not.toHaveProperty('childIdNo');
    const disabled = fillIn(merged('bundle-disability', ['disability-cert', 'disability-living']), catalogue.calendar, { situation: { 'cert-held': 'no' } });
    expect(disabled.missing).toEqual([]);
    expect(disabled.answers).not.toHaveProperty('disabilityCertNo');
  });

  it('[C22] fills sex, birth date, age band and pension month in from the identity number', () => {
    expect(fill('elderly-allowance', { answers: { applicantIdNo: '430103194005150538' } }).answers).toMatchObject({
      applicantGender: '男',
      applicantBirthDate: '1940-05-15',
      allowanceAgeBand: '80-89周岁'
    });
    expect(fill('senior-card').answers).toMatchObject({ cardType: '70周岁及以上' });
    expect(fill('resident-pension-claim').answers).toMatchObject({ eligibleMonth: '2009-12-31' });
  });

  it('[C25] says full care, half care, or nothing by how many of the six acts can be done', () => {
    const acts = at(fill('destitute-support'), 'selfCare')?.field.options ?? [];
    expect(acts).toHaveLength(6);
    const care = (chosen: number) =>
      codes(fill('destitute-support', { answers: { selfCare: acts.slice(0, chosen) } })).filter((code) => code.startsWith('rule.'));
    expect([6, 5, 3, 2, 1].map(care)).toEqual([[], ['rule.half-care'], ['rule.half-care'], ['rule.full-care'], ['rule.full-care']]);
    const none = fill('destitute-support', { situation: { 'self-care': 'none' } });
    expect(none.missing).toEqual([]);
    expect(codes(none)).toContain('rule.full-care');
  });

  it('[C23] takes an account in the name of the one who is paid, or of the guardian who is paid for them', () => {
    const account = (id: string, name: string, more = {}) =>
      at(fill(id, { answers: { bankAccountName: name, ...more } }), 'bankAccountName')?.findings.map((finding) => finding.code);
    expect(account('elderly-allowance', '李建国')).toEqual(['equals']);
    expect(account('elderly-allowance', '周桂兰')).toEqual([]);
    expect(account('unattended-child', '李建国', { guardianName: '李建国' })).toEqual([]);
    expect(account('unattended-child', '王五一', { guardianName: '李建国' })).toEqual(['equals']);
  });

  it('[C19] lets a person refuse face recognition and still be served', () => {
    const refused = fill('pension-qualification', { situation: { 'face-check': 'manual' }, answers: { authMode: '现场核验' } });
    expect(at(refused, 'biometricConsent')?.visible).toBe(false);
    expect(refused.missing).toEqual([]);
    expect(at(fill('pension-qualification', { answers: { authMode: '人脸识别' } }), 'biometricConsent')?.required).toBe(true);
  });

  it('[C25] lets only a guardian or near relative ask for a residence permit, and only with cause', () => {
    const agent = (situation: Record<string, string>, relation: string) =>
      codes(fill('residence-permit', { situation: { agent: 'other', ...situation }, answers: { agentRelation: relation } })).filter((code) =>
        code.startsWith('rule.agent')
      );
    expect(agent({ mobility: 'able' }, '子女')).toEqual(['rule.agent-needs-cause']);
    expect(agent({ mobility: 'limited' }, '村(社区)帮办代办员')).toEqual(['rule.agent-is-kin']);
    expect(agent({ mobility: 'limited' }, '子女')).toEqual([]);
  });
});
