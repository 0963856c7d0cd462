/** [M12] [M13] [M15] What is owed on a case, and what it says of its day. */
import { expect, test } from 'vitest';
import { apply } from '#domain/case/fold.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { alerts, obligations } from '#domain/promise/obligations.ts';
import { act, received } from '../case/acts.ts';
import { calendar } from '../sample.ts';

const entry = (id: string, state: MaterialEntry['state'], due?: string): MaterialEntry => ({
  id,
  name: id,
  state,
  originals: 0,
  copies: 0,
  whereabouts: 'none',
  pages: [],
  ...(due !== undefined && { due })
});
// `received` begins a case.
const begun = apply(null, received()) as CaseState;
const owing: CaseState = {
  ...begun,
  materials: [
    entry('card', 'deferred', '2026-11-23'),
    entry('lease', 'committed', '2026-12-31'),
    entry('id', 'sharedPending', '2026-11-20'),
    entry('book', 'photographed')
  ]
};

test('[M12] [M13] [M15] the nearest first, none for what was handed in', () => {
  expect(obligations(owing).map(({ kind, materialId }) => [kind, materialId])).toEqual([
    ['share', 'id'],
    ['deferral', 'card'],
    ['commitment', 'lease']
  ]);
});

test('[M20] near or past its day it alerts, with a shape and a word', () => {
  expect(alerts(owing, '2026-11-24', calendar).map(({ materialId, light: { light, words } }) => [materialId, light, words])).toEqual([
    ['id', 'red', '联网核验超期 2 个工作日'],
    ['card', 'red', '容缺材料超期 1 个工作日']
  ]);
  expect(alerts(owing, '2026-11-10', calendar)).toEqual([]);
});

test('[M13] a check ends the duty, unless it was not clear; it is owed though the case is decided', () => {
  const checked = (finding: string) =>
    apply(owing, act('case.commitmentChecked', { materialId: 'lease', name: 'lease', finding, how: '函询', consequence: '撤销' }, 1)) as CaseState;
  const kinds = (state: CaseState) => obligations(state).map(({ kind }) => kind);
  expect(kinds(checked('true'))).toEqual(['share', 'deferral']);
  expect(kinds(checked('false'))).toEqual(['share', 'deferral']);
  expect(kinds(checked('unclear'))).toEqual(['share', 'deferral', 'commitment']);
  expect(kinds({ ...owing, status: 'completed' })).toEqual(['commitment']);
  expect(kinds({ ...owing, status: 'voided' })).toEqual([]);
});

test('[M15] what was verified is owed no more, and what differs is kept as it was given', () => {
  const after = apply(owing, act('case.shareVerified', { materialId: 'id', name: 'id', outcome: 'differs', source: '公安', note: '姓名不同' }, 1)) as CaseState;
  expect(obligations(after).map(({ materialId }) => materialId)).toEqual(['card', 'lease']);
  expect(after.materials).toEqual(owing.materials);
});

test('[M12] what is supplied late is owed no more', () => {
  const after = apply(owing, act('case.supplied', { answers: {}, materials: [entry('card', 'photographed')] }, 1)) as CaseState;
  expect(obligations(after).map(({ materialId }) => materialId)).toEqual(['id', 'lease']);
});
