import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, completedYears, fromDayCount, isIsoDate, toDayCount, weekday } from '#domain/calendar/iso-date.ts';
import { light } from '#domain/calendar/light.ts';
import { longDate, shortDate, weekdayWord } from '#domain/calendar/words.ts';
import { addDays, dayNumber, isWorkingDay, noticeDue, workingDaysBetween } from '#domain/calendar/working-days.ts';
import { calendar } from '../sample.ts';

const anyDay = fc.integer({ min: toDayCount('2025-01-01'), max: toDayCount('2026-12-31') }).map(fromDayCount);
const working = (value: number) => ({ value, unit: 'workingDay' as const });

describe('days', () => {
  it('counts like the platform’s own calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (count) => {
        const iso = new Date(count * 86_400_000).toISOString().slice(0, 10);
        expect(fromDayCount(count)).toBe(iso);
        expect(toDayCount(iso)).toBe(count);
        expect(weekday(iso)).toBe(new Date(iso).getUTCDay());
      })
    );
  });
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '', '2026-01-01T00:00'])('%s is no day', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
  it('adds months, staying inside the month', () => {
    expect([addMonths('2026-08-31', 6), addMonths('2026-03-31', -1), addMonths('2024-02-29', 12), addMonths('2026-01-15', -1)]).toEqual([
      '2027-02-28',
      '2026-02-28',
      '2025-02-28',
      '2025-12-15'
    ]);
  });
  it('completes a year on the birthday, of 29 February on 1 March', () => {
    expect(completedYears('1946-11-19', '2026-11-18')).toBe(79);
    expect(completedYears('1946-11-19', '2026-11-19')).toBe(80);
    expect(completedYears('2012-02-29', '2026-02-28')).toBe(13);
    expect(completedYears('2012-02-29', '2026-03-01')).toBe(14);
    expect(completedYears('2026-11-20', '2026-11-19')).toBeNull();
  });
  it('speaks', () => {
    expect([shortDate('2026-01-06'), longDate('2026-11-26'), weekdayWord('2026-11-23')]).toEqual(['1月6日', '2026年11月26日', '星期一']);
  });
});

describe('[C7] [C8] working days (rules 2.9)', () => {
  it.each([
    ['2026-09-18', 5, '2026-09-24'],
    ['2026-02-13', 3, '2026-02-25'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-11-19', 5, '2026-11-26']
  ])('%s + %i = %s', (start, days, due) => {
    expect(addDays(start, working(days), calendar)).toEqual({ date: due, estimated: false });
    expect(workingDaysBetween(start, due, calendar)).toBe(days);
  });
  it.each(['2025', '2026'])('has 248 working days in %s', (year) => {
    expect(workingDaysBetween(`${String(Number(year) - 1)}-12-31`, `${year}-12-31`, calendar)).toBe(248);
  });
  it('counts natural days by the calendar', () => {
    expect(addDays('2026-12-28', { value: 7, unit: 'naturalDay' }, calendar)).toEqual({ date: '2027-01-04', estimated: false });
  });
  it('marks a year without a table as an estimate', () => {
    expect(addDays('2026-12-30', working(5), calendar)).toEqual({ date: '2027-01-06', estimated: true });
    expect(addDays('2026-12-24', working(5), calendar).estimated).toBe(false);
  });
  it('ends on a working day, and the way back counts the same', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (start, days) => {
        const { date } = addDays(start, working(days), calendar);
        expect(isWorkingDay(date, calendar)).toBe(true);
        expect(workingDaysBetween(start, date, calendar)).toBe(days);
        expect(workingDaysBetween(date, start, calendar)).toBe(-days);
      })
    );
  });
  it('counts the days since intake', () => {
    expect(['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-26'].map((today) => dayNumber('2026-11-19', today, calendar))).toEqual([
      0, 1, 1, 2, 5
    ]);
    expect(noticeDue('2026-11-19', calendar).date).toBe('2026-11-26');
  });
});

describe('lights', () => {
  it.each([
    ['2026-11-16', 'green', '剩 8 个工作日', 8],
    ['2026-11-23', 'green', '剩 3 个工作日', 3],
    ['2026-11-24', 'amber', '剩 2 个工作日', 2],
    ['2026-11-26', 'amber', '今天到期', 0],
    ['2026-11-27', 'red', '超期 1 个工作日', -1]
  ])('on %s: %s %s', (today, colour, words, daysLeft) => {
    expect(light('accepted', '2026-11-26', today, calendar)).toEqual({ light: colour, words, daysLeft });
  });
  it('is red on the weekend after the last day', () => {
    expect(light('received', '2026-11-20', '2026-11-21', calendar)).toEqual({ light: 'red', words: '已超期', daysLeft: 0 });
  });
  it('holds during a correction and is out when it is over', () => {
    expect(light('correction', '2026-11-20', '2026-11-21', calendar).light).toBe('hold');
    expect(light('completed', '2026-11-20', '2026-11-21', calendar).light).toBe('none');
    expect(light('accepted', null, '2026-11-21', calendar).light).toBe('none');
  });
});
