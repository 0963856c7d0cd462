import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import { closingsInConflict, conflictsOf } from '#domain/case/given.ts';
import type { Operation } from '#domain/case/operations.ts';
import { countyTypes } from '#domain/case/operations.ts';
import type { CaseState, StreamState, VisitState } from '#domain/case/state.ts';
import { catalogue, photographed, today } from '../sample.ts';
import { accepted, act, correction, notAccepted, received, supplied, withdrawn } from './acts.ts';

const lookup = { catalogue, today };
const zhou = { author: { id: 'zhou', name: '周敏' } };
const wang = { author: { id: 'wang', name: '王芳' } };
const li = { author: { id: 'li', name: '李强' } };
const by = (op: Operation) => (countyTypes.has(op.type) ? 'county' : 'station');
const verdict = (state: StreamState, op: Operation) => judge(state, op, by(op), lookup)?.code ?? 'stands';
function fold(...ops: Operation[]): CaseState {
  const state = ops.reduce<StreamState | null>((before, op) => {
    expect(judge(before, op, by(op), lookup)).toBeNull();
    return apply(before, op);
  }, null);
  if (state?.kind !== 'case') throw new Error('no case');
  return state;
}
const phone = (value: string, base: number, who: Partial<Operation>) => supplied(base, { answers: { applicantPhone: value } }, who);
const [one, two, three] = ['13811110001', '13811110002', '13811110003'];
const phones = (state: CaseState) =>
  conflictsOf(state).map(({ place, values }) => [place, values.map((given) => `${given.by} ${JSON.stringify(given.value)}`)]);
const choose = (chosen: string, base: number, who: Partial<Operation> = {}, place = 'answers.applicantPhone') =>
  act('case.conflictResolved', { place, label: '联系电话', choice: { chosen } }, base, who);
const choosePhone = (value: string, base: number, who: Partial<Operation> = {}) =>
  act('case.conflictResolved', { place: 'answers.applicantPhone', label: '联系电话', choice: { value } }, base, who);

describe('[P90] two people at one place', () => {
  it('keeps both values with who gave them, and what stood stands', () => {
    const state = fold(received(), phone(one, 1, zhou), phone(two, 1, wang));
    expect(phones(state)).toEqual([['answers.applicantPhone', [`周敏 "${one}"`, `王芳 "${two}"`]]]);
    expect(state.answers['applicantPhone']).toBe(one);
    expect(state.timeline).toHaveLength(3);
  });
  it('takes the rest of a supply of which one place is disputed', () => {
    const both = supplied(1, { answers: { applicantPhone: two, otherPhone: two } }, wang);
    expect(fold(received(), phone(one, 1, zhou), both).answers).toMatchObject({ applicantPhone: one, otherPhone: two });
  });
  it('keeps three', () => {
    expect(phones(fold(received(), phone(one, 1, zhou), phone(two, 1, wang), phone(three, 1, li)))[0]?.[1]).toHaveLength(3);
  });
  it('sees none where they agree, in whatever order the keys are, nor where one knew of the other', () => {
    expect(phones(fold(received(), phone(one, 1, zhou), phone(one, 1, wang)))).toEqual([]);
    const [here, there] = [
      { division: '430103001001', detail: '12 号' },
      { detail: '12 号', division: '430103001001' }
    ];
    const address = (value: object, who: object) => act('case.supplied', { answers: { residenceAddress: value }, materials: [] }, 1, who);
    expect(phones(fold(received(), address(here, zhou), address(there, wang)))).toEqual([]);
    const known = fold(received(), phone(one, 1, zhou), phone(two, 2, wang));
    expect([phones(known), known.answers['applicantPhone']]).toEqual([[], two]);
  });
  it('lets a worker change their own word, but not the word of somebody they did not know of', () => {
    const own = fold(received(), phone(one, 1, zhou), phone(two, 1, zhou));
    expect([phones(own), own.answers['applicantPhone']]).toEqual([[], two]);
    const twice = fold(received(), phone(one, 1, zhou), phone(one, 1, wang), phone(three, 2, zhou));
    expect(phones(twice)[0]?.[1]).toEqual([`周敏 "${three}"`, `王芳 "${one}"`]);
    expect(phones(fold(received(), phone(one, 1, zhou), phone(two, 1, wang), phone(one, 1, wang)))).toEqual([]);
  });
  it('is about materials and their pages too', () => {
    const state = fold(
      received(),
      supplied(1, { materials: [photographed('mat-id', 2)] }, zhou),
      supplied(1, { materials: [photographed('mat-id', 3)] }, wang)
    );
    expect(conflictsOf(state)).toMatchObject([
      { place: 'materials.mat-id', values: [{ value: { pages: { length: 2 } } }, { value: { pages: { length: 3 } } }] }
    ]);
    expect(state.materials.find(({ id }) => id === 'mat-id')?.pages).toHaveLength(2);
  });
  it('is not fooled by a base that counts acts of the own device (dependsOn names them)', () => {
    const first = supplied(1, { answers: { otherPhone: '甲' } }, wang);
    // Wang's tablet had revision 1 and its own act: 2. At the county Zhou's came between.
    const second = phone(two, 2, { ...wang, dependsOn: [first.opId] });
    expect(phones(fold(received(), phone(one, 1, zhou), first, second))).toHaveLength(1);
    expect(phones(fold(received(), first, second))).toEqual([]);
  });
});

describe('[P92] a person decides', () => {
  const disputed = () => {
    const [hers, his] = [phone(one, 1, zhou), phone(two, 1, wang)];
    return { hers, his, state: fold(received(), hers, his) };
  };
  it('by choosing one', () => {
    const { his, state } = disputed();
    const done = apply(state, choose(his.opId, 3)) as CaseState;
    expect([phones(done), done.answers['applicantPhone'], done.timeline.at(-1)?.text]).toEqual([[], two, '选定：联系电话，两处填写不一致']);
  });
  it('by another value, given there or by a supply that knows both', () => {
    const { state } = disputed();
    for (const op of [choosePhone(three, 3), phone(three, 3, li)]) {
      expect(verdict(state, op)).toBe('stands');
      const done = apply(state, op) as CaseState;
      expect([phones(done), done.answers['applicantPhone']]).toEqual([[], three]);
    }
    const account = (who: Partial<Operation>, value: string) => supplied(1, { answers: { bankAccountNo: value } }, who);
    const cards = fold(received(), account(zhou, '4111111111111111'), account(wang, '5500005555555559'));
    const typed = act('case.conflictResolved', { place: 'answers.bankAccountNo', label: '银行账号', choice: { value: '12' } }, 3);
    expect(judge(cards, typed, 'station', lookup)).toMatchObject({ code: 'invalid_case', path: 'answers.bankAccountNo' });
  });
  it('once: the same choice twice is no second conflict, another comes too late and is told', () => {
    const { hers, his, state } = disputed();
    const done = apply(state, choose(his.opId, 3)) as CaseState;
    expect(verdict(done, choose(his.opId, 3, wang))).toBe('stands');
    expect(phones(apply(done, choose(his.opId, 3, wang)) as CaseState)).toEqual([]);
    const late = judge(done, choose(hers.opId, 3, wang), 'station', lookup);
    expect(late).toMatchObject({ code: 'wrong_state', path: 'body.place' });
    expect(late?.message).toContain('周敏');
    expect(verdict(done, choosePhone(three, 4))).toBe('wrong_state');
  });
  it('among what they knew of: a third value that they had not seen stays', () => {
    const { his, state } = disputed();
    const third = apply(state, phone(three, 1, li));
    expect(phones(apply(third, choose(his.opId, 3)) as CaseState)[0]?.[1]).toEqual([`周敏 "${two}"`, `李强 "${three}"`]);
  });
  it('and not about what is no conflict, or not there', () => {
    const { state } = disputed();
    expect(verdict(fold(received(), phone(one, 1, zhou)), choosePhone(two, 2))).toBe('wrong_state');
    expect(verdict(state, choose(received().opId, 3))).toBe('invalid_body');
    expect(verdict(state, act('case.conflictResolved', { place: 'status', label: '', choice: { value: 'x' } }, 3))).toBe('invalid_body');
    expect(verdict(state, act('case.conflictResolved', { place: 'answers.applicantPhone', label: '', choice: {} }, 3))).toBe('invalid_body');
    expect(judge(state, choosePhone(one, 3), 'county', lookup)?.code).toBe('not_allowed');
  });
});

describe('[P93] the county and a conflict', () => {
  const disputed = () => fold(received(), phone(one, 1, zhou), phone(two, 1, wang));
  it('does not wait for it, and it can be settled after the acceptance, not after the end', () => {
    const state = disputed();
    const [, his] = conflictsOf(state)[0]?.values ?? [];
    if (!his) throw new Error('no conflict');
    const after = apply(state, accepted(3)) as CaseState;
    expect(phones(after)).toHaveLength(1);
    for (const base of [3, 4]) expect(verdict(after, choose(his.opId, base))).toBe('stands');
    for (const end of [withdrawn, notAccepted]) expect(verdict(apply(state, end(3)), choose(his.opId, 4))).toBe('wrong_state');
  });
  it('may ask for the place: two answers that cross conflict, the first ends the notice', () => {
    const asked = fold(received(), correction(1));
    const answers = [3, 4].map((pages, at) => supplied(2, { materials: [photographed('mat-id', pages)] }, at === 0 ? zhou : wang));
    const state = answers.reduce<StreamState>((before, op) => (expect(verdict(before, op)).toBe('stands'), apply(before, op)), asked) as CaseState;
    expect([state.status, phones(state).length]).toEqual(['received', 1]);
    // A choice answers no notice, and none keeps it from being made.
    const crossed = apply(disputed(), correction(3)) as CaseState;
    const [mine] = conflictsOf(crossed)[0]?.values ?? [];
    expect(verdict(crossed, choose(mine?.opId ?? '', 3))).toBe('stands');
    expect(apply(crossed, choose(mine?.opId ?? '', 3))).toMatchObject({ status: 'correction' });
  });
});

describe('[P94] a visit that two closed', () => {
  const plan = { date: '2026-11-20', time: '09:10', name: '李秀英', address: '柳塘组 12 号' };
  const close = (outcome: string, base: number, who: Partial<Operation>) => act('visit.closed', { outcome }, base, who);
  const planned = apply(null, act('visit.planned', plan, 0));
  const both = apply(apply(planned, close('done', 1, zhou)), close('absent', 1, wang)) as VisitState;
  it('differently is kept both ways, and ends with whoever knows both', () => {
    expect(verdict(apply(planned, close('done', 1, zhou)), close('absent', 1, wang))).toBe('stands');
    expect(both.status).toBe('done');
    expect(closingsInConflict(both).map(({ by: who, value }) => [who, value.outcome])).toEqual([
      ['周敏', 'done'],
      ['王芳', 'absent']
    ]);
    const end = close('absent', 3, zhou);
    expect(verdict(both, end)).toBe('stands');
    const ended = apply(both, end) as VisitState;
    expect([ended.status, closingsInConflict(ended)]).toEqual(['absent', []]);
    expect(verdict(ended, close('done', 4, wang))).toBe('wrong_state');
  });
  it('alike is no conflict', () => {
    expect(closingsInConflict(apply(apply(planned, close('done', 1, zhou)), close('done', 1, wang)) as VisitState)).toEqual([]);
  });
});

/** What the county's ledger holds of acts of two tablets, in the order in which it took them. */
type Tablet = { author: Operation['author']; seen: number; own: Operation[]; sent: number };
type Move = { tablet: number; kind: 'supply' | 'choose' | 'push' | 'pull'; place: number; value: number };
const moves = fc.array(
  fc.record<Move>({
    tablet: fc.nat({ max: 2 }),
    kind: fc.constantFrom('supply', 'supply', 'choose', 'push', 'pull'),
    place: fc.nat({ max: 1 }),
    value: fc.nat({ max: 2 })
  }),
  { maxLength: 40 }
);
const keys = ['applicantPhone', 'otherPhone'];
const valueAt = (place: number, value: number) => (place === 0 ? [one, two, three][value] : ['甲', '乙', '丙'][value]) ?? '';

describe('[P91] any interleaving of tablets', () => {
  function plays(script: Move[]) {
    /** What each act's author had before them, kept by the script and not by the code under test. */
    const known = new Map<string, ReadonlySet<string>>();
    const first = received();
    const ledger: Operation[] = [first];
    let state = apply(null, first) as CaseState;
    const tablets = [zhou, wang, zhou].map(({ author }): Tablet => ({ author, seen: 1, own: [], sent: 0 }));
    const push = (tablet: Tablet) => {
      for (const op of tablet.own.slice(tablet.sent)) {
        tablet.sent++;
        // What waits for an act that was refused is refused with it.
        if (judge(state, op, 'station', lookup) !== null || op.dependsOn.some((id) => !ledger.some(({ opId }) => opId === id))) continue;
        state = apply(state, op) as CaseState;
        ledger.push(op);
      }
    };
    for (const { tablet: at, kind, place, value } of script) {
      const tablet = tablets[at];
      if (!tablet) continue;
      if (kind === 'push') push(tablet);
      if (kind === 'pull') tablet.seen = ledger.length;
      if (kind !== 'supply' && kind !== 'choose') continue;
      // The tablet's own view: what it has pulled, then its own acts that have not come back with it.
      const confirmed = ledger.slice(0, tablet.seen);
      const waiting = tablet.own.filter((op, index) => !confirmed.includes(op) && (index >= tablet.sent || ledger.includes(op)));
      const view = [...confirmed, ...waiting].reduce<StreamState | null>((before, op) => apply(before, op), null) as CaseState;
      const more = { author: tablet.author, dependsOn: waiting.map(({ opId }) => opId) };
      const open = conflictsOf(view)[0];
      const op =
        kind === 'supply'
          ? supplied(view.revision, { answers: { [keys[place] ?? '']: valueAt(place, value) } }, more)
          : choose(open?.values[value % open.values.length]?.opId ?? '', view.revision, more, open?.place);
      if (judge(view, op, 'station', lookup) !== null) continue;
      tablet.own.push(op);
      known.set(op.opId, new Set(view.timeline.map(({ opId }) => opId)));
    }
    tablets.forEach(push);
    return { state, ledger, known };
  }

  it('ends in the same state wherever the ledger is folded, changing nothing that it was given', () => {
    fc.assert(
      fc.property(moves, (script) => {
        const { state, ledger } = plays(script);
        const again = ledger.reduce<StreamState | null>((before, op) => {
          const was = JSON.stringify(before);
          const next = apply(before, op);
          expect(JSON.stringify(before)).toBe(was);
          return next;
        }, null);
        expect(again).toEqual(state);
      })
    );
  });

  it('loses no value: each stands, is in a conflict, or was replaced by somebody who knew of it', () => {
    fc.assert(
      fc.property(moves, (script) => {
        const { state, ledger, known } = plays(script);
        expect(state.timeline.map(({ opId }) => opId)).toEqual(ledger.map(({ opId }) => opId));
        const placeOf = (op: Operation) =>
          op.type === 'case.supplied' ? `answers.${Object.keys((op.body as { answers: object }).answers)[0] ?? ''}` : (op.body as { place?: string }).place;
        for (const op of ledger.slice(1)) {
          const place = placeOf(op) ?? '';
          const values = state.given?.[place] ?? [];
          const isThere = values.some(({ opId }) => opId === op.opId);
          const later = ledger.slice(ledger.indexOf(op) + 1).filter((other) => placeOf(other) === place);
          const replaced = later.some((other) => other.author.id === op.author.id || known.get(other.opId)?.has(op.opId));
          expect(isThere || replaced).toBe(true);
          expect(state.answers[place.slice('answers.'.length)]).toBe(values[0]?.value);
        }
      }),
      { numRuns: 300 }
    );
  });

  it('ends: who knows all of it chooses, and no place is disputed any more', () => {
    fc.assert(
      fc.property(moves, (script) => {
        let { state } = plays(script);
        for (const { place, values } of conflictsOf(state)) {
          const op = choose(values.at(-1)?.opId ?? '', state.revision, li, place);
          expect(verdict(state, op)).toBe('stands');
          state = apply(state, op) as CaseState;
          expect(state.answers[place.slice('answers.'.length)]).toEqual(values.at(-1)?.value);
        }
        expect(conflictsOf(state)).toEqual([]);
      })
    );
  });
});

const received0 = apply(null, received());

describe('[P91] a supply and a notice that its author did not know', () => {
  it('leave the notice standing, though acts of the author’s own lie between', () => {
    const first = received();
    const own = [phone(one, 1, wang)];
    const answer = supplied(2, { answers: { otherPhone: two } }, { ...wang, dependsOn: own.map(({ opId }) => opId) });
    const state = fold(first, correction(1), ...own, answer);
    expect(state).toMatchObject({ status: 'correction', correction: { items: [{ key: 'mat-id' }] } });
    expect(fold(first, correction(1), supplied(2, { materials: [photographed('mat-id')] }, wang))).toMatchObject({ status: 'received', correction: null });
  });
  it('take no day back that the county has given since', () => {
    const [late, other] = [
      { ...photographed('mat-id'), state: 'deferred' as const, pages: [], due: '2026-11-20' },
      { ...photographed('mat-id'), note: '复印件' }
    ];
    const longer = { materialId: 'mat-id', name: '身份证', due: '2026-12-20', reason: '住院' };
    const before = apply(
      apply(received0, supplied(1, { materials: [late] }, wang)),
      act('case.deferralExtended', longer, 2, { author: { id: 'chen', name: '陈立' } })
    );
    const state = apply(before, supplied(1, { materials: [other] }, li)) as CaseState;
    expect(conflictsOf(state)).toHaveLength(1);
    expect(state.materials.find(({ id }) => id === 'mat-id')?.due).toBe('2026-12-20');
  });
  it('counts the five days from no day before the notice, whatever the tablet’s clock says', () => {
    const slow = { ...wang, at: '2026-10-01T02:00:00.000Z' };
    expect(fold(received(), correction(1), supplied(2, { materials: [photographed('mat-id')] }, slow)).completeOn).toBe('2026-11-19');
  });
});
