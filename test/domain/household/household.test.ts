import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseState, CaseStatus } from '#domain/case/state.ts';
import { duplicatesOf, type Known } from '#domain/household/duplicates.ts';
import { householdOf, joined } from '#domain/household/household.ts';
import { linksOf } from '#domain/household/links.ts';
import { idNumber } from '../people.ts';

const [mother, father, child] = [idNumber('1988-03-04', 24), idNumber('1986-01-02', 11), idNumber('2016-05-01', 2)];
const home = { division: '430199100200', detail: '三组12号' };
type Bundle = { id: string; name: string; jointNo: string; itemIds: string[] };
type Made = { item?: string; receivedOn?: string; status?: CaseStatus; bundle?: Bundle };
type Shown = Known & Pick<CaseState, 'answers'>;

/** Of a case no more than these rules ask. */
function made(id: string, answers: CaseState['answers'], { item = 'allowance', receivedOn = '2026-11-19', status = 'received', bundle }: Made = {}): Shown {
  const received = { localNo: `L-LT03-01-20261119-${id}`, item: { id: item, name: item }, receivedOn, ...(bundle && { bundle }) };
  return { id, status, answers, applicantName: String(answers['applicantName']), received: received as unknown as CaseState['received'] };
}

describe('[M15] an open case of the same person and item', () => {
  const one = made('1', { applicantName: '刘芳', applicantIdNo: mother });
  const found = (cases: Known[], items = ['allowance'], idNo = mother, but: string | null = null) =>
    duplicatesOf(cases, idNo, items, but).map(({ caseId }) => caseId);
  test('is found by number and item, the newest first; not the one that is being mended', () => {
    const newer = made('2', { applicantName: '刘芳', applicantIdNo: mother.toLowerCase() }, { receivedOn: '2026-11-20' });
    expect(found([one, newer])).toEqual(['2', '1']);
    expect(found([one, newer], ['allowance'], mother, '2')).toEqual(['1']);
    expect(found([one], ['card'])).toEqual([]);
    expect(found([one], ['allowance'], father)).toEqual([]);
    expect(found([one], ['allowance'], '')).toEqual([]);
  });
  test('of a joint case: any item of it', () => {
    const joint = made(
      '3',
      { applicantName: '刘芳', applicantIdNo: mother },
      { bundle: { id: 'b', name: '新生儿', jointNo: 'J', itemIds: ['a', 'allowance'] } }
    );
    expect(duplicatesOf([joint], mother, ['allowance', 'x'], null)).toMatchObject([{ caseId: '3', itemIds: ['allowance'], name: '刘芳 新生儿' }]);
  });
  test('is over when it is decided, withdrawn, returned or void', () => {
    for (const status of ['completed', 'notAccepted', 'withdrawn', 'returned', 'voided'] as const)
      expect(found([made('1', one.answers, { status })])).toEqual([]);
    for (const status of ['received', 'correction', 'accepted', 'suspended', 'preReturned'] as const)
      expect(found([made('1', one.answers, { status })])).toEqual(['1']);
  });
});

describe('[M15] a household', () => {
  const cases = [
    made('1', { applicantName: '刘芳', applicantIdNo: mother, residenceAddress: home }, { receivedOn: '2026-11-01' }),
    made('2', { applicantName: '王强', applicantIdNo: father, residenceAddress: { ...home, detail: '3组 十二号' } }, { receivedOn: '2026-11-02' }),
    made(
      '3',
      { applicantName: '王强', applicantIdNo: father, familyMembers: [{ name: '王小米', relation: '子女', idNo: child }] },
      { receivedOn: '2026-11-03' }
    ),
    made('4', { applicantName: '外人', applicantIdNo: idNumber('1950-01-01') })
  ];
  const linked = cases.map(({ id, answers }) => ({ id, links: linksOf(answers) }));
  test('is joined over homes and people, step by step', () => {
    expect(joined(linked, '1').sort()).toEqual(['1', '2', '3']);
    expect(joined(linked, '4')).toEqual(['4']);
    expect(joined(linked, 'none')).toEqual([]);
  });
  test('shows each person once, with what is under way; numbers are masked', () => {
    const shown = householdOf(cases.slice(0, 3));
    expect(shown.members.map(({ name, relations, cases: own }) => [name, relations, own.length])).toEqual([
      ['王强', [], 2],
      ['王小米', ['王强的子女'], 0],
      ['刘芳', [], 1]
    ]);
    expect(shown.addresses).toHaveLength(1);
    for (const number of [mother, father, child]) expect(JSON.stringify(shown)).not.toContain(number);
  });
  test('whom one leads to, leads back: wherever it is asked from, it is the same', () => {
    const links = fc.record({
      people: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 2 }),
      homes: fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { maxLength: 2 })
    });
    fc.assert(
      fc.property(fc.array(links, { minLength: 1, maxLength: 12 }), (all) => {
        const some = all.map((each, at) => ({ id: String(at), links: each }));
        const first = joined(some, '0');
        for (const id of first) expect(joined(some, id).sort()).toEqual([...first].sort());
      })
    );
  });
});
