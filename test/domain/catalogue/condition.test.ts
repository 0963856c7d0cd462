import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '#domain/catalogue/condition.ts';
import type { Condition } from '#domain/catalogue/format.ts';
import { conditionSchema } from '#domain/catalogue/format.ts';
import type { Answers, Situation } from '#domain/form/values.ts';
import { idNumber } from '../people.ts';

const answers: Answers = {
  name: '李秀英',
  empty: '  ',
  income: '1200.50',
  words: 'abc',
  born: '1946-11-20',
  number: idNumber('1946-11-19', 2),
  kinds: ['视力', '听力'],
  none: [],
  rows: [{ name: '', age: '' }],
  people: [{ name: '王' }, { name: '' }],
  tick: { agreed: true, textVersion: '1' },
  untick: { agreed: false, textVersion: '1' },
  place: { division: '', detail: '' },
  span: { from: '2026-01', to: '' }
};
const situation: Situation = { married: 'yes' };
const test = (condition: Condition): boolean => holds(condition, { situation, answers, today: '2026-11-19' });

describe('conditions', () => {
  it.each<[Condition, boolean]>([
    [{ situation: 'married', is: ['yes', 'widowed'] }, true],
    [{ situation: 'married', is: ['no'] }, false],
    [{ field: 'name', is: ['李秀英'] }, true],
    [{ field: 'name', is: ['李秀'] }, false],
    [{ field: 'kinds', is: ['听力'] }, true],
    [{ field: 'kinds', is: ['肢体'] }, false],
    [{ field: 'tick', is: ['是'] }, true],
    [{ field: 'untick', is: ['是'] }, false],
    [{ field: 'income', min: 1200.5 }, true],
    [{ field: 'income', min: 1200.51 }, false],
    [{ field: 'income', max: 1200.5, min: 0 }, true],
    [{ field: 'words', min: 0 }, false],
    [{ field: 'kinds', min: 2, max: 2 }, true],
    [{ field: 'people', min: 2 }, false],
    [{ field: 'people', max: 1 }, true],
    [{ field: 'born', age: { max: 79 } }, true],
    [{ field: 'born', age: { min: 80 } }, false],
    [{ field: 'number', age: { min: 80 } }, true],
    [{ field: 'name', age: { min: 0 } }, false],
    [
      {
        all: [
          { field: 'name', filled: true },
          { field: 'tick', filled: true }
        ]
      },
      true
    ],
    [
      {
        all: [
          { field: 'name', filled: true },
          { field: 'gone', filled: true }
        ]
      },
      false
    ],
    [
      {
        any: [
          { field: 'gone', filled: true },
          { field: 'name', filled: true }
        ]
      },
      true
    ],
    [{ not: { field: 'name', is: ['李秀英'] } }, false]
  ])('%j is %s', (condition, expected) => {
    expect(test(condition)).toBe(expected);
  });
  it.each(['empty', 'none', 'rows', 'untick', 'place', 'gone'])('[C9] “%s” is no answer', (key) => {
    expect(test({ field: key, filled: false })).toBe(true);
    expect(test({ field: key, filled: true })).toBe(false);
  });
  it('counts half a range as an answer', () => {
    expect(test({ field: 'span', filled: true })).toBe(true);
  });
  it('[C9] without an answer every form but filled:false is false, and its not is true', () => {
    const leaf = fc.oneof(
      fc.record({ field: fc.constant('gone'), is: fc.array(fc.string(), { minLength: 1 }) }),
      fc.record({ field: fc.constant('gone'), min: fc.integer() }),
      fc.record({ field: fc.constant('gone'), age: fc.record({ max: fc.integer() }) }),
      fc.record({ situation: fc.constant('open'), is: fc.array(fc.string(), { minLength: 1 }) }),
      fc.constant({ field: 'gone', filled: true })
    );
    fc.assert(
      fc.property(leaf, (condition) => {
        expect(test(condition)).toBe(false);
        expect(test({ not: condition })).toBe(true);
      })
    );
  });
  it('never reads what every object has', () => {
    expect(holds({ field: 'constructor', filled: true }, { situation: {}, answers: {}, today: '2026-11-19' })).toBe(false);
    expect(holds({ situation: 'to-string', is: ['x'] }, { situation: {}, answers: {}, today: '2026-11-19' })).toBe(false);
  });
  it('[C1] refuses a misspelt condition', () => {
    expect(conditionSchema.safeParse({ field: 'name', equals: 'x' }).success).toBe(false);
    expect(conditionSchema.safeParse({ field: 'name', filled: true, is: ['x'] }).success).toBe(false);
  });
});
