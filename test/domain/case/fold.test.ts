import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import { bodies, countyTypes, deviceTypes } from '#domain/case/operations.ts';
import type { CaseState, StreamState } from '#domain/case/state.ts';
import { catalogue, photographed, today } from '../sample.ts';
import { accepted, act, completed, correction, notAccepted, received, supplied, withdrawn } from './acts.ts';

const lookup = { catalogue, today };
const by = (op: Operation) => (countyTypes.has(op.type) ? 'county' : 'station');
const verdict = (state: StreamState | null, op: Operation, party: 'station' | 'county' = by(op)) => judge(state, op, party, lookup)?.code ?? 'stands';
function fold(...ops: Operation[]): CaseState {
  let state: StreamState | null = null;
  for (const op of ops) {
    expect(judge(state, op, by(op), lookup)).toBeNull();
    state = apply(state, op);
  }
  if (state?.kind !== 'case') throw new Error('no case');
  return state;
}
const plan = { date: '2026-11-20', time: '09:10', name: '李秀英', address: '柳塘组 12 号' };

describe('a case', () => {
  it('begins with intake', () => {
    expect(fold(received())).toMatchObject({
      kind: 'case',
      revision: 1,
      status: 'received',
      applicantName: '李秀英',
      caseNo: null,
      due: null,
      correction: null,
      decision: null,
      timeline: [{ type: 'case.received', by: '周敏', byCounty: false, text: '收件，上门，离线' }]
    });
  });
  it('goes by way of a correction to the decision', () => {
    const state = fold(received(), correction(1), supplied(2, { materials: [photographed('mat-id', 2)] }), accepted(3), completed(4));
    expect(state).toMatchObject({
      revision: 5,
      status: 'completed',
      caseNo: '430199260071118004',
      due: '2026-12-10',
      correction: null,
      decision: { outcome: 'approved' }
    });
    expect(state.timeline.map((line) => line.text)).toEqual([
      '收件，上门，离线',
      '补正，一次告知 1 项：居民身份证。请在11月30日前补齐',
      '补交mat-id',
      '受理，办件编号 430199260071118004，12月10日前办结',
      '办结，准予：按月发放 100 元'
    ]);
    expect(state.timeline.map((line) => line.byCounty)).toEqual([false, true, false, true, true]);
  });
  it('lays what is supplied over what was received, by key and by material', () => {
    const later = { ...photographed('mat-bank', 3), name: '社会保障卡' };
    const state = fold(received(), supplied(1, { answers: { applicantName: '李秀瑛', bankAccountName: '李秀瑛' }, materials: [later] }));
    expect(state).toMatchObject({ status: 'received', applicantName: '李秀瑛', answers: { applicantName: '李秀瑛', bankAccountNo: '4111111111111111' } });
    expect(state.materials.map((entry) => [entry.id, entry.pages.length])).toEqual([
      ['mat-form', 0],
      ['mat-id', 2],
      ['mat-bank', 3]
    ]);
    expect(state.received.answers).toMatchObject({ applicantName: '李秀英' });
  });
  it('ends by refusal or by withdrawal', () => {
    expect(fold(received(), notAccepted(1))).toMatchObject({ status: 'notAccepted', decision: { reason: '户籍不在本县' } });
    expect(fold(received(), correction(1), withdrawn(2))).toMatchObject({ status: 'withdrawn', correction: null });
  });
});

describe('who may do what, when (rules 2.8)', () => {
  const states: Record<string, CaseState | null> = {
    nothing: null,
    received: fold(received()),
    correction: fold(received(), correction(1)),
    accepted: fold(received(), accepted(1)),
    completed: fold(received(), accepted(1), completed(2)),
    notAccepted: fold(received(), notAccepted(1)),
    withdrawn: fold(received(), withdrawn(1))
  };
  const makers: Record<string, (base: number) => Operation> = {
    received: () => received(),
    supplied: (base) => supplied(base),
    withdrawn,
    accepted,
    correction,
    notAccepted,
    completed
  };
  const stands: Record<string, string[]> = {
    nothing: ['received'],
    received: ['supplied', 'withdrawn', 'accepted', 'correction', 'notAccepted'],
    correction: ['supplied', 'withdrawn', 'accepted', 'notAccepted'],
    accepted: ['supplied', 'withdrawn', 'completed'],
    completed: [],
    notAccepted: [],
    withdrawn: []
  };
  for (const [name, state] of Object.entries(states)) {
    it.each(Object.keys(makers))(`${name}: %s`, (type) => {
      const make = makers[type];
      if (!make) throw new Error('unknown');
      const expected = stands[name]?.includes(type) ? 'stands' : state === null ? 'not_found' : type === 'received' ? 'duplicate_operation' : 'wrong_state';
      expect(verdict(state, make(state?.revision ?? 0))).toBe(expected);
    });
  }
  it('[M6] never lets a station decide, nor the county receive', () => {
    for (const make of [accepted, correction, notAccepted, completed]) expect(verdict(states['received'] ?? null, make(1), 'station')).toBe('not_allowed');
    for (const op of [received(), supplied(1), withdrawn(1), act('visit.planned', plan, 0)]) expect(verdict(null, op, 'county')).toBe('not_allowed');
  });
  it('keeps cases and visits apart', () => {
    expect(verdict(states['received'] ?? null, act('visit.closed', { outcome: 'done' }, 1))).toBe('wrong_state');
    expect(verdict(apply(null, act('visit.planned', plan, 0)), withdrawn(1))).toBe('wrong_state');
  });
});

describe('visits', () => {
  const planned = apply(null, act('visit.planned', plan, 0));
  it('are planned and closed once', () => {
    const close = act('visit.closed', { outcome: 'done', caseId: '0193-case' }, 1);
    expect(verdict(planned, close)).toBe('stands');
    const closed = apply(planned, close);
    expect(closed).toMatchObject({
      kind: 'visit',
      status: 'done',
      caseId: '0193-case',
      revision: 2,
      timeline: [{ text: '约定上门：2026年11月20日 09:10' }, { text: '已上门' }]
    });
    expect(verdict(closed, act('visit.closed', { outcome: 'absent' }, 2))).toBe('wrong_state');
  });
});

describe('bad operations', () => {
  it('parks what it does not know', () => {
    expect(verdict(null, act('case.received', {}, 0, { version: 2 }))).toBe('unknown_version');
    expect(verdict(null, act('case.blessed', {}, 0), 'county')).toBe('unknown_version');
    expect(verdict(null, act('constructor', {}, 0), 'county')).toBe('unknown_version');
  });
  it('points at what is wrong in the body', () => {
    const broken = received((body) => (body.queryToken = 'short'));
    expect(judge(null, broken, 'station', lookup)).toMatchObject({ code: 'invalid_body', path: 'body.queryToken' });
    for (const type of Object.keys(bodies).filter((name) => !deviceTypes.has(name.replace('@1', ''))))
      expect(verdict(fold(received()), act(type.replace('@1', ''), 'x', 1), countyTypes.has(type.replace('@1', '')) ? 'county' : 'station')).toBe(
        'invalid_body'
      );
  });
  it('never throws, whatever the body', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(bodies), 'x@1'), fc.anything(), fc.integer(), (type, body, base) => {
        const op = act(type.replace('@1', ''), body, base);
        expect(judge(null, op, by(op), lookup)).not.toBeNull();
      })
    );
  });
});

describe('revisions', () => {
  it('refuses what was made on an older or a made-up one', () => {
    const state = fold(received(), correction(1));
    for (const base of [0, 1, 3]) expect(verdict(state, accepted(base))).toBe('stale_revision');
    expect(verdict(state, withdrawn(1))).toBe('stale_revision');
    expect(verdict(null, { ...received(), base: 1 })).toBe('stale_revision');
  });
  const bank = { materials: [photographed('mat-bank', 2)] };
  it('lets a supply stand that the county’s later acts don’t touch', () => {
    expect(verdict(fold(received(), accepted(1)), supplied(1, bank))).toBe('stands');
    expect(verdict(fold(received(), correction(1, 'mat-id')), supplied(1, bank))).toBe('stands');
    expect(verdict(fold(received(), correction(1, 'mat-bank')), supplied(1, bank))).toBe('stale_revision');
    for (const base of [0, -1, 9]) expect(verdict(fold(received(), accepted(1)), supplied(base, bank))).toBe('stale_revision');
  });
  it('does not take a crossing supply for the answer to the correction', () => {
    const crossed = apply(fold(received(), correction(1, 'mat-id')), supplied(1, bank));
    expect(crossed).toMatchObject({ status: 'correction', correction: { items: [{ key: 'mat-id' }] } });
    expect(apply(crossed, supplied(3, { materials: [photographed('mat-id', 2)] }))).toMatchObject({ status: 'received', correction: null });
  });
  it('lets a supply stand whatever colleagues supplied meanwhile', () => {
    const state = fold(received(), accepted(1), supplied(2, bank));
    const other = supplied(1, bank, { author: { id: 'wang', name: '王芳' } });
    for (const op of [supplied(1, bank), other, { ...other, dependsOn: state.timeline.map((line) => line.opId) }]) expect(verdict(state, op)).toBe('stands');
  });
});

describe('the fold', () => {
  const steps = fc.array(fc.constantFrom(supplied, withdrawn, accepted, correction, notAccepted, completed), { maxLength: 12 });
  it('is the same for the same operations, changes nothing it was given, and counts every act', () => {
    fc.assert(
      fc.property(steps, (makers) => {
        let state: StreamState = apply(null, received());
        const log: Operation[] = [];
        for (const make of makers) {
          const op = make(state.revision);
          if (judge(state, op, by(op), lookup)) continue;
          const before = JSON.stringify(state);
          const next = apply(state, op);
          expect(JSON.stringify(state)).toBe(before);
          expect(next.revision).toBe(state.revision + 1);
          expect(next.timeline).toHaveLength(next.revision);
          log.push(op);
          state = next;
        }
        const again = log.reduce<StreamState>((earlier, op) => apply(earlier, op), apply(null, received()));
        expect({ ...again, timeline: [] }).toEqual({ ...state, timeline: [] });
      })
    );
  });
});
