/** Appointments and the way (M21, M22). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPlace, inRoute, shifted } from '#domain/assist/route.ts';
import { openingHours, overlaps, slotKind, slotsInConflict } from '#domain/assist/slots.ts';
import { endOf } from '#domain/assist/visit.ts';
import type { VisitState } from '#domain/case/state.ts';
import { chen, lives, zhou, type Step } from './streams.ts';

const visit = (id: string, plan: Partial<VisitState['plan']>, status: VisitState['status'] = 'planned'): VisitState => ({
  kind: 'visit',
  id,
  revision: 1,
  status,
  plan: { date: '2026-11-20', time: '09:30', name: '李秀英', address: '柳塘村3组12号', ...plan },
  caseId: null,
  updatedAt: '2026-11-19T02:06:00.000Z',
  timeline: []
});
const ids = (visits: VisitState[]) => visits.map(({ id }) => id).join('');

describe('double booking', () => {
  test('M21 two at one time are both kept and each names the other; what follows on is no overlap', () => {
    const found = overlaps([visit('a', { minutes: 60 }), visit('b', { time: '10:29' }), visit('c', { time: '10:30' }), visit('d', { date: '2026-11-21' })]);
    expect([...found].map(([id, with_]) => [id, ids(with_)])).toEqual([
      ['a', 'b'],
      ['b', 'ac'],
      ['c', 'b']
    ]);
  });
  test('M21 two people go to two homes at once; one that is over stands in nobody’s way', () => {
    expect(overlaps([visit('a', { staff: chen }), visit('b', { staff: zhou })]).size).toBe(0);
    expect(overlaps([visit('a', { staff: chen }), visit('b', { staff: chen })]).size).toBe(2);
    expect(overlaps([visit('a', { staff: chen }), visit('b', {})]).size).toBe(2);
    expect(overlaps([visit('a', {}, 'done'), visit('b', {})]).size).toBe(0);
  });
  test('M21 two who move one visit without knowing of each other: the first stands, both are told, a later choice ends it', () => {
    const plan: Step = { type: 'visit.planned', body: visit('x', {}).plan, author: chen };
    const move = (time: string, author: Step['author'], base?: number): Step => ({
      type: 'visit.moved',
      body: { date: '2026-11-20', time },
      author,
      ...(base !== undefined && { base })
    });
    const both = lives([plan, move('14:00', chen, 1), move('15:00', zhou, 1)]).state;
    if (both?.kind !== 'visit') throw new Error('no visit');
    expect(both.plan.time).toBe('14:00');
    expect(slotsInConflict(both).map(({ by, value }) => [by, value.time])).toEqual([
      ['陈敏', '14:00'],
      ['周玲', '15:00']
    ]);
    const chosen = lives([plan, move('14:00', chen, 1), move('15:00', zhou, 1), move('15:00', chen)]).state;
    expect(chosen?.kind === 'visit' && [chosen.plan.time, slotsInConflict(chosen).length]).toEqual(['15:00', 0]);
    expect(lives([plan, { type: 'visit.closed', body: { outcome: 'done' }, author: chen }, move('16:00', zhou)]).problem?.code).toBe('wrong_state');
    expect(lives([plan, move('25:00', chen)]).problem?.code).toBe('invalid_body');
  });
});

describe('hours', () => {
  const hours = openingHours('周一至周五 8:30—12:00，13:30—17:30');
  test('M21 the station’s hours are read from its words; usual ones where there are none', () => {
    expect(hours).toEqual([
      { from: 510, to: 720 },
      { from: 810, to: 1050 }
    ]);
    for (const words of ['', '全天', '17:30—8:30', '9:00']) expect(openingHours(words)).toEqual([{ from: 540, to: 1020 }]);
  });
  test('M21 early, late, in the break and on a day off are services of their own; a swapped Sunday is a working day', () => {
    const calendar = { '2026': { off: ['2026-10-01'], work: ['2026-09-20'], source: '国办' } };
    const kind = (date: string, time: string, minutes = 30) => slotKind({ date, time, minutes }, hours, calendar);
    expect(kind('2026-11-20', '09:00')).toBe('usual');
    expect(kind('2026-11-20', '11:45')).toBe('midday');
    expect(kind('2026-11-20', '17:15')).toBe('extended');
    expect(kind('2026-11-20', '07:30')).toBe('extended');
    expect(kind('2026-11-22', '09:00')).toBe('weekend');
    expect(kind('2026-10-01', '09:00')).toBe('weekend');
    expect(kind('2026-09-20', '09:00')).toBe('usual');
  });
  test('M21 a visit ends on its day', () => {
    expect(endOf({ time: '09:30', minutes: 45 })).toBe('10:15');
    expect(endOf({ time: '23:30' })).toBe('23:59');
  });
});

describe('the way', () => {
  const a = visit('a', { time: '09:00', address: '柳塘村 12 组 3 号', division: '430199100200' });
  const b = visit('b', { time: '10:00', address: '柳塘村3组12号', division: '430199100200' });
  const c = visit('c', { time: '11:00', address: '柳塘村三组7号', division: '430199100200' });
  const d = visit('d', { time: '08:00', address: '青石巷26号', division: '430199100201' });
  test('M22 by place: one division after the other, groups and houses as numbers, Chinese ones too', () => {
    expect(ids(byPlace([a, b, c, d]))).toBe('cbad');
  });
  test('M22 the worker’s own order goes first; a new visit comes where its time says', () => {
    expect(ids(inRoute([a, b, c], []))).toBe('abc');
    expect(ids(inRoute([a, b, c, d], ['c', 'a', 'gone']))).toBe('dbca');
    expect(ids(inRoute([a, b, c], ['c', 'b', 'a']))).toBe('cba');
  });
  test('M22 one up, one down, and at the ends it stays', () => {
    expect(shifted(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(shifted(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(shifted(['a', 'b'], 'a', -1)).toEqual(['a', 'b']);
    expect(shifted(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
  });
  test('M22 no stop is lost or doubled, whatever the order says', () => {
    const one = fc.constantFrom(a, b, c, d);
    fc.assert(
      fc.property(fc.uniqueArray(one), fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'x'), { maxLength: 6 }), (visits, route) => {
        const unique = [...new Set(route)];
        expect(ids(inRoute(visits, unique)).split('').sort()).toEqual(ids(visits).split('').sort());
        expect(ids(byPlace(visits)).split('').sort()).toEqual(ids(visits).split('').sort());
      })
    );
  });
});
