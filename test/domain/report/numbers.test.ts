import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseFacts } from '#domain/report/facts.ts';
import { byItem, numbersOf, receivedByDay, withoutFew } from '#domain/report/numbers.ts';
import { daysOf, monthPeriod, step } from '#domain/report/periods.ts';

const base: CaseFacts = {
  itemId: 'a',
  itemName: '高龄津贴',
  department: '民政',
  status: 'received',
  receivedOn: '2026-11-19',
  place: 'home',
  offline: true,
  acceptedOn: null,
  completedOn: null,
  due: null,
  corrections: 0,
  deferred: false,
  deferredOpen: false,
  deliveredOn: null
};
const day = { from: '2026-11-19', through: '2026-11-19' };

test('[M34] a case late by a day is late, one on its last day is not, and one without a limit is no part of the rate', () => {
  const done = (completedOn: string, due: string | null) => ({ ...base, status: 'completed' as const, completedOn, due });
  const cases = [done('2026-11-19', '2026-11-19'), done('2026-11-19', '2026-11-18'), done('2026-11-19', null), done('2026-11-18', '2026-11-01')];
  expect(numbersOf(cases, [], day, null)).toMatchObject({ completed: 3, onTime: { part: 1, whole: 2, rate: 0.5 } });
});

test('[M34] rates of nothing are no rates', () => {
  const empty = numbersOf([], [], day, null);
  expect([empty.onTime, empty.oneGo, empty.correction, empty.deferral].map(({ rate }) => rate)).toEqual([null, null, null, null]);
});

test('[M34] each rate is of those that can have the property', () => {
  const cases = [
    { ...base, corrections: 2, deferred: true },
    { ...base, place: 'station' as const, offline: false, completedOn: '2026-11-19', corrections: 1, deliveredOn: '2026-11-19' },
    { ...base, receivedOn: '2026-11-01', completedOn: '2026-11-19' }
  ];
  const visits = [
    { date: '2026-11-19', status: 'done' as const },
    { date: '2026-11-19', status: 'absent' as const },
    { date: '2026-11-18', status: 'done' as const }
  ];
  expect(numbersOf(cases, visits, day, null)).toMatchObject({
    received: 2,
    home: 1,
    offline: 1,
    completed: 2,
    delivered: 1,
    oneGo: { part: 1, whole: 2 },
    correction: { part: 2, whole: 2 },
    deferral: { part: 1, whole: 2 },
    visits: 1,
    absent: 1,
    ratings: null
  });
});

test('[M34] the days of a month add up to the month, and so do the items', () => {
  const anyCase = fc.record({
    receivedOn: fc.constantFrom(...daysOf({ from: '2026-10-25', through: '2026-12-05' })),
    itemId: fc.constantFrom('a', 'b', 'c')
  });
  fc.assert(
    fc.property(fc.array(anyCase, { maxLength: 60 }), (made) => {
      const cases = made.map((each) => ({ ...base, ...each }));
      const month = monthPeriod('2026-11-19');
      const whole = numbersOf(cases, [], month, null).received;
      expect(receivedByDay(cases, daysOf(month)).reduce((sum, { received }) => sum + received, 0)).toBe(whole);
      const items = byItem(cases, month);
      expect(items.reduce((sum, { received }) => sum + received, 0)).toBe(whole);
      const shown = withoutFew(items, '合计');
      expect(shown.reduce((sum, { received }) => sum + received, 0)).toBe(whole);
      // What leaves the station names no item of which there was one or two.
      expect(shown.filter(({ itemId, received }) => itemId !== '' && received < 3)).toEqual([]);
    })
  );
});

test('months know their own length', () => {
  expect(monthPeriod('2028-02-11')).toEqual({ from: '2028-02-01', through: '2028-02-29' });
  expect(monthPeriod('2026-12-31')).toEqual({ from: '2026-12-01', through: '2026-12-31' });
  expect([step('2026-01-31', 'month', 1), step('2026-01-15', 'month', -1), step('2026-03-01', 'day', -1)]).toEqual(['2026-02-01', '2025-12-01', '2026-02-28']);
});
