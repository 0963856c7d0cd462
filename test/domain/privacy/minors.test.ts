import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { assess } from '#domain/form/assess.ts';
import { withAnswer } from '#domain/privacy/consent.ts';
import { guardianFinding, guardianNumberProblem, minorsIn, type Guardian } from '#domain/privacy/minors.ts';
import { idNumber } from '../people.ts';
import { calendar, catalogue, finished, today } from '../sample.ts';

const child = { applicantName: '王小米', applicantIdNo: idNumber('2016-05-01', 2) };
const mother: Guardian = { name: '刘芳', idNo: idNumber('1988-03-04', 24), relation: '母亲' };
const yes = withAnswer([], 'guardian', true, '刘芳', '2026-11-19T02:00:00.000Z');
const no = withAnswer([], 'guardian', false, '刘芳', '2026-11-19T02:00:00.000Z');

describe('[rules 3] children under 14', () => {
  test('are found by their number, by a birth date, and in a table', () => {
    expect(minorsIn(child, today)).toEqual([{ name: '王小米', isApplicant: true }]);
    expect(minorsIn({ childName: '豆豆', childBirthDate: '2026-10-01' }, today)).toEqual([{ name: '豆豆', isApplicant: false }]);
    const rows = [
      { name: '豆豆', idNo: idNumber('2020-01-01') },
      { name: '李秀英', idNo: idNumber('1939-03-08') }
    ];
    expect(minorsIn({ familyMembers: rows }, today)).toEqual([{ name: '豆豆', isApplicant: false }]);
  });
  test('one child in several places is told once', () => {
    expect(minorsIn({ ...child, familyMembers: [{ name: '王小米', idNo: child.applicantIdNo }] }, today)).toHaveLength(1);
  });
  test('a number decides before a typed birth date', () => {
    expect(minorsIn({ ...child, applicantIdNo: idNumber('1950-01-01'), applicantBirthDate: '2020-01-01' }, today)).toEqual([]);
  });
  test('the fourteenth birthday is the first day on which nobody stands in', () => {
    const born = { applicantIdNo: idNumber('2012-11-19') };
    expect(minorsIn(born, '2026-11-18')).toHaveLength(1);
    expect(minorsIn(born, '2026-11-19')).toHaveLength(0);
  });
});

describe('[rules 3] the guardian of a child that applies', () => {
  const path = (given: Parameters<typeof guardianFinding>[1]) => guardianFinding(child, given, today)?.path ?? null;
  test('is named with number and relation, and has agreed', () => {
    expect(path({})).toBe('guardian');
    expect(path({ guardian: { ...mother, relation: ' ' }, consents: yes })).toBe('guardian');
    expect(path({ guardian: { ...mother, idNo: '' }, consents: yes })).toBe('guardian.idNo');
    expect(path({ guardian: mother, consents: [] })).toBe('consents.guardian');
    expect(path({ guardian: mother, consents: no })).toBe('consents.guardian');
    expect(path({ guardian: mother, consents: yes })).toBeNull();
  });
  test('is not the child, and a grown-up', () => {
    expect(guardianNumberProblem(child.applicantIdNo.toLowerCase(), child.applicantIdNo, today)).toContain('孩子自己');
    expect(guardianNumberProblem(idNumber('2009-01-01'), '', today)).toContain('18');
    expect(guardianNumberProblem('430199198803040241', '', today)).not.toBeNull();
    expect(guardianNumberProblem('H12345678', '', today)).toBeNull();
  });
  test('nobody is asked for a grown-up, whatever was answered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 100 }), fc.constantFrom(undefined, mother), fc.constantFrom(undefined, yes, no), (age, guardian, consents) => {
        const born = `${String(2026 - age)}-11-19`;
        expect(guardianFinding({ applicantIdNo: idNumber(born) }, { guardian, consents }, today)).toBeNull();
      })
    );
  });
  test('a child in the form of a grown-up keeps nothing back', () => {
    expect(guardianFinding({ childName: '豆豆', childBirthDate: '2026-10-01' }, {}, today)).toBeNull();
  });
});

describe('[rules 3] a form asks for the guardian', () => {
  const definition = itemDefinition(catalogue, 'allowance');
  const judged = (more: object) => {
    if (definition === null) throw new Error('not in the catalogue');
    const input = finished();
    return assess(definition, { ...input, answers: { ...input.answers, ...child }, ...more }, today, calendar);
  };
  test('of tablets that know the question; what older ones took in is not refused for it', () => {
    const lacking = (more: object) => judged(more).missing.some(({ path }) => path === 'guardian');
    expect(lacking({ consents: [] })).toBe(true);
    expect(lacking({})).toBe(false);
  });
  test('a consent that is refused keeps nothing back', () => {
    const before = judged({ consents: yes, guardian: mother }).missing;
    const refused = withAnswer(withAnswer(yes, 'reuse', false, '刘芳', ''), 'notify', false, '刘芳', '');
    expect(judged({ consents: refused, guardian: mother }).missing).toEqual(before);
  });
});
