import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { CaseState } from '#domain/case/state.ts';
import { holdingsOf, originalPlaces } from '#domain/handing/originals.ts';
import { act, received } from '../case/acts.ts';
import { catalogue, today } from '../sample.ts';

const lookup = { catalogue, today };
function withOriginals(count: number): CaseState {
  const state = apply(
    null,
    received((body) => {
      const [first] = body.materials;
      if (first !== undefined) body.materials[0] = { ...first, state: 'paper', originals: count, whereabouts: 'kept' };
    })
  );
  if (state.kind !== 'case') throw new Error('no case');
  return state;
}

test('[M9] whatever is moved, no original appears or is lost, and none moves from where it is not', () => {
  const move = fc.record({
    from: fc.constantFrom('station' as const, 'department' as const),
    to: fc.constantFrom(...originalPlaces),
    count: fc.integer({ min: 1, max: 4 })
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(move, { maxLength: 12 }), (kept, moves) => {
      let state = withOriginals(kept);
      const materialId = state.materials[0]?.id ?? '';
      const holding = () => holdingsOf(state.materials, state.originalsMoves ?? [])[0];
      for (const { from, to, count } of moves) {
        const there = holding()?.[from] ?? 0;
        const body = { from, to, moves: [{ materialId, name: 'x', count }], who: '甲', place: '一号柜', on: today, note: 'x', signatures: [] };
        const op = act('case.originalsMoved', body, state.revision);
        const refused = judge(state, op, 'station', lookup);
        expect(refused === null).toBe(count <= there && !(from === to && from === 'department'));
        if (refused === null) state = apply(state, op) as CaseState;
        const now = holding();
        expect(originalPlaces.reduce((sum, place) => sum + (now?.[place] ?? 0), 0)).toBe(kept);
        expect(originalPlaces.every((place) => (now?.[place] ?? 0) >= 0)).toBe(true);
      }
    })
  );
});

test('[M9] an original goes back only against a name, and one act can not take it twice', () => {
  const state = withOriginals(1);
  const materialId = state.materials[0]?.id ?? '';
  const back = { from: 'station', to: 'resident', who: '李秀英', on: today, signatures: [] };
  const once = [{ materialId, name: '户口簿', count: 1 }];
  expect(judge(state, act('case.originalsMoved', { ...back, moves: once }, 1), 'station', lookup)).toMatchObject({ path: 'body.signatures' });
  expect(judge(state, act('case.originalsMoved', { ...back, note: '本人按手印', moves: [...once, ...once] }, 1), 'station', lookup)).toMatchObject({
    path: 'body.moves.1.count'
  });
  // It stands though the county has said something meanwhile.
  const moved = apply(state, act('case.accepted', { caseNo: '1', due: null }, 1));
  expect(judge(moved, act('case.originalsMoved', { ...back, note: '本人按手印', moves: once }, 1), 'station', lookup)).toBeNull();
});
