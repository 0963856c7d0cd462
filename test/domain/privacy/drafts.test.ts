import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draftDays, draftEnd, isEnding, isOver, warnDays } from '#domain/privacy/drafts.ts';

const saved = '2026-10-20T01:00:00.000Z';

test('[rules 3] a draft ends 30 days after somebody last wrote in it, and is warned of a week before', () => {
  expect(draftEnd(saved, draftDays)).toBe('2026-11-19');
  expect([isEnding('2026-11-19', '2026-11-11'), isEnding('2026-11-19', '2026-11-12')]).toEqual([false, true]);
});

test('[rules 3] it goes after its last day, once the warning has stood for its whole time', () => {
  const warned = '2026-11-12T01:00:00.000Z';
  expect(isOver(saved, warned, '2026-11-19T01:00:00.000Z', draftDays)).toBe(false);
  expect(isOver(saved, warned, '2026-11-20T01:00:00.000Z', draftDays)).toBe(true);
  expect(isOver(saved, null, '2027-11-20T01:00:00.000Z', draftDays)).toBe(false);
  expect(isOver(saved, '2026-11-18T01:00:00.000Z', '2026-11-20T01:00:00.000Z', draftDays)).toBe(false);
});

test('[rules 3] whatever the clocks said, nothing goes that has not been warned of for a week', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  fc.assert(
    fc.property(moment, moment, moment, fc.integer({ min: 8, max: 400 }), (savedAt, warnedAt, now, days) => {
      if (!isOver(savedAt, warnedAt, now, days)) return;
      expect(Date.parse(now) - Date.parse(warnedAt)).toBeGreaterThan((warnDays - 1) * 86_400_000);
      expect(Date.parse(now) - Date.parse(savedAt)).toBeGreaterThan((days - 1) * 86_400_000);
    })
  );
});
