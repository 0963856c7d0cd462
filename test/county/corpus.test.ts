/** Journals of every released version, sent to a county of today as the tablets of that day would send them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textToState } from '#county/ledger/state-text.ts';
import { countyTypes, type Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import { readCorpora } from '#test/protocol/corpus/corpus.ts';
import { startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

/** Without what a reviewer's decision of today has otherwise: its id, its moment, and the number and day that the county gives. */
function comparable(state: StreamState): unknown {
  const timeline = state.timeline.map((entry) => (entry.byCounty ? { type: entry.type } : entry));
  return state.kind === 'visit' ? { ...state, timeline } : { ...state, timeline, caseNo: null, due: null, updatedAt: '' };
}

test.each(readCorpora())('[P66] all of $version is applied, and comes to the states that were recorded', async ({ lines, states }) => {
  const [tablet, reviewer] = [await county.enrol('LT03'), await county.signIn('wangshen')];
  for (const line of lines) {
    const { type, caseId, base, body } = JSON.parse(line) as Operation;
    if (countyTypes.has(type)) {
      const decided = await reviewer.call('POST', `/api/v1/staff/cases/LT03/${caseId}/decisions`, { type, base, body });
      expect(decided.status, await decided.text()).toBe(200);
    } else {
      const { verdicts } = await tablet.push([line]);
      expect(verdicts).toMatchObject([{ verdict: 'applied', final: true }]);
    }
  }
  const { rows } = await county.owner.query<{ id: string; state: string }>('SELECT id, state FROM cases WHERE id = ANY ($1::uuid[])', [[...states.keys()]]);
  expect(rows).toHaveLength(states.size);
  // What later rules add to a state is no part of what was recorded.
  expect(Object.fromEntries(rows.map(({ id, state }) => [id, comparable(textToState(state))]))).toMatchObject(
    Object.fromEntries([...states].map(([id, state]) => [id, comparable(state)]))
  );
});

test('[P66] [P90] states that an earlier county has made are folded anew when this one starts', async () => {
  const [first] = readCorpora();
  if (first === undefined) throw new Error('no corpus');
  const ids = [...first.states.keys()];
  const read = async () =>
    (await county.owner.query<{ id: string; state: string }>('SELECT id, state FROM cases WHERE id = ANY ($1::uuid[]) ORDER BY id', [ids])).rows;
  const ours = await read();
  for (const { id, state } of ours) {
    const older: Record<string, unknown> = { ...textToState(state) };
    delete older.given;
    delete older.closings;
    await county.owner.query('UPDATE cases SET state = $2 WHERE id = $1', [id, JSON.stringify(older)]);
  }
  expect(await read()).not.toEqual(ours);
  await county.owner.query('UPDATE county SET folded_by = 1');
  await using again = await startTestCounty({ databaseUrl: county.databaseUrl });
  expect(again.logged).toEqual([]);
  expect((await read()).map(({ state }) => textToState(state))).toEqual(ours.map(({ state }) => textToState(state)));
});
