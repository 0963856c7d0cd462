/** [M19] [M20] The clock of a case: what was computed by hand from rules 2.9, and what holds for every stop. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromDayCount, toDayCount } from '#domain/calendar/iso-date.ts';
import { chinaDay } from '#domain/calendar/china-day.ts';
import { addDays, workingDaysBetween } from '#domain/calendar/working-days.ts';
import type { Stop } from '#domain/case/state.ts';
import { clockLight, clockOf, daysBetween, deemedSince, dueAfterStop, noticeStart, type ClockFacts } from '#domain/promise/clock.ts';
import { receivedBody } from '../case/acts.ts';
import { calendar } from '../sample.ts';

const received = (receivedOn: string) => receivedBody((body) => (body.receivedOn = receivedOn));
const facts = (more: Partial<ClockFacts> = {}): ClockFacts => ({ status: 'received', received: received('2026-09-18'), due: null, ...more });
const stop = (since: string, ended: string | null): Stop => ({ procedure: '公示', reason: '公示', since, until: null, ended, result: null });

describe('five days until the county answers', () => {
  test('[2.9] run over the Sunday that is worked and past the holiday: 18 September and five days are the 24th', () => {
    const clock = clockOf(facts(), 'workingDay', '2026-09-21', calendar);
    expect(clock).toMatchObject({ kind: 'notice', due: '2026-09-24', used: 2, left: 3, estimated: false });
  });
  test('[2.8] are over without an answer on the sixth: the case counts as accepted since it was taken in', () => {
    expect(deemedSince(facts(), '2026-09-24', calendar)).toBeNull();
    expect(deemedSince(facts(), '2026-09-25', calendar)).toBe('2026-09-18');
    expect(clockLight(facts(), 'workingDay', '2026-09-25', calendar)).toMatchObject({ light: 'red', words: '满 5 日未答复，视为受理' });
    expect(deemedSince(facts({ status: 'accepted' }), '2026-09-25', calendar)).toBeNull();
  });
  test('[2.9] begin anew when all that was asked for is there; a pre-check between the offices moves nothing', () => {
    expect(noticeStart(facts({ completeOn: '2026-09-30' }))).toBe('2026-09-30');
    // 2026-09-30 + 5 = 2026-10-13, past the holiday and the Saturday that is worked.
    expect(clockOf(facts({ completeOn: '2026-09-30' }), 'workingDay', '2026-10-08', calendar)?.due).toBe('2026-10-13');
    expect(clockOf(facts({ status: 'preReturned' }), 'workingDay', '2026-09-21', calendar)?.due).toBe('2026-09-24');
    expect(clockOf(facts({ status: 'correction' }), 'workingDay', '2026-09-21', calendar)).toBeNull();
  });
  test('[2.9] are an estimate in a year whose holidays are not published', () => {
    expect(clockOf(facts({ received: received('2027-12-29') }), 'workingDay', '2027-12-30', calendar)?.estimated).toBe(true);
  });
});

describe('the promised days', () => {
  const accepted = facts({ status: 'accepted', acceptedOn: '2026-11-02', due: '2026-11-23' });
  test('[M19] are counted from the day after acceptance', () => {
    expect(clockOf(accepted, 'workingDay', '2026-11-05', calendar)).toMatchObject({ total: 15, used: 3, left: 12, held: 0, stopped: null });
  });
  test('[M19] stand still in a special procedure and go on after it', () => {
    const held = { ...accepted, status: 'suspended' as const, stops: [stop('2026-11-05', null)] };
    expect(clockOf(held, 'workingDay', '2026-11-12', calendar)).toMatchObject({ total: 15, used: 3, left: 12, held: 5 });
    expect(clockLight(held, 'workingDay', '2026-11-12', calendar).light).toBe('hold');
    const due = dueAfterStop('2026-11-23', '2026-11-05', '2026-11-12', 'workingDay', calendar);
    expect(due).toBe('2026-11-30');
    const over = { ...accepted, due, stops: [stop('2026-11-05', '2026-11-12')] };
    expect(clockOf(over, 'workingDay', '2026-11-13', calendar)).toMatchObject({ total: 15, used: 4, left: 11, held: 5, stopped: null });
  });
  test('[M19] are not over on their last day: a procedure that begins then leaves the day on which it ends', () => {
    expect(dueAfterStop('2026-11-23', '2026-11-23', '2026-12-02', 'workingDay', calendar)).toBe('2026-12-02');
    expect(dueAfterStop('2026-11-22', '2026-11-22', '2026-12-02', 'naturalDay', calendar)).toBe('2026-12-02');
    // A Saturday after the last day is after it, though no working day lies between.
    expect(dueAfterStop('2026-11-20', '2026-11-21', '2026-12-02', 'workingDay', calendar)).toBe('2026-11-20');
  });
  test('[2.9] count every day where the item says so', () => {
    const natural = { ...accepted, due: '2026-11-17' };
    expect(clockOf(natural, 'naturalDay', '2026-11-07', calendar)).toMatchObject({ total: 15, used: 5, left: 10, unit: 'naturalDay' });
    expect(clockLight(natural, 'naturalDay', '2026-11-07', calendar).words).toBe('剩 10 天');
    expect(clockLight(natural, 'naturalDay', '2026-11-20', calendar)).toMatchObject({ light: 'red', words: '超期 3 天' });
  });
  test('[M19] have no clock where the item has no limit', () => {
    expect(clockOf({ ...accepted, due: null }, 'workingDay', '2026-11-05', calendar)).toBeNull();
    expect(clockLight({ ...accepted, due: null }, 'workingDay', '2026-11-05', calendar).light).toBe('none');
  });
  test('[M9] of a joint case are a light without a bar: its children were accepted on days of their own', () => {
    const joint = facts({ status: 'accepted', due: '2026-11-23' });
    expect(clockOf(joint, 'workingDay', '2026-11-20', calendar)).toBeNull();
    expect(clockLight(joint, 'workingDay', '2026-11-20', calendar)).toMatchObject({ light: 'amber', words: '剩 1 个工作日' });
  });
});

const first = toDayCount('2026-01-05');
const unit = fc.constantFrom('workingDay' as const, 'naturalDay' as const);

test('[M19] property: after a stop as many days are left as before it', () => {
  fc.assert(
    fc.property(fc.nat(250), fc.integer({ min: 1, max: 60 }), fc.nat(40), fc.nat(40), unit, (startsAfter, limit, used, held, of) => {
      const start = fromDayCount(first + startsAfter);
      const due = addDays(start, { value: limit, unit: of }, calendar).date;
      const since = fromDayCount(first + startsAfter + used);
      const on = fromDayCount(first + startsAfter + used + held);
      const moved = dueAfterStop(due, since, on, of, calendar);
      const left = daysBetween(since, due, of, calendar);
      if (since <= due) expect(daysBetween(on, moved, of, calendar)).toBe(left);
      else expect(moved).toBe(due);
      expect(moved >= due).toBe(true);
    })
  );
});

test('[M19] property: what is used and what is left are the whole, however often it stood still', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 9 })), { maxLength: 4 }), fc.nat(60), (gaps, later) => {
      const [start, limit] = ['2026-01-05', 20];
      let [due, day] = [addDays(start, { value: limit, unit: 'workingDay' }, calendar).date, toDayCount(start)];
      const stops: Stop[] = [];
      for (const [runs, holds] of gaps) {
        const since = fromDayCount(day + runs);
        if (since > due) break;
        const ended = fromDayCount(day + runs + holds);
        due = dueAfterStop(due, since, ended, 'workingDay', calendar);
        stops.push(stop(since, ended));
        day += runs + holds;
      }
      const clock = clockOf(facts({ status: 'accepted', acceptedOn: start, due, stops }), 'workingDay', fromDayCount(day + later), calendar);
      expect(clock).toMatchObject({ total: limit, left: limit - (clock?.used ?? 0) });
      // The day that the light counts to is the day on which nothing is left.
      expect(clock?.left).toBe(Math.max(0, workingDaysBetween(fromDayCount(day + later), due, calendar)));
    })
  );
});

test('the day in China is that of Beijing', () => {
  expect([chinaDay('2026-11-19T15:59:59.999Z'), chinaDay('2026-11-19T16:00:00.000Z')]).toEqual(['2026-11-19', '2026-11-20']);
});
