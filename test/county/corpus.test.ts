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

/** Division, day and serial (24 digits). */
const caseNumber = /(?<!\d)\d{24}(?!\d)/g;
/** Without what a decision of today has otherwise: its id, and the number that the county gives. */
function comparable(state: StreamState): unknown {
  const ids = new Set(state.timeline.flatMap((entry) => (entry.byCounty ? [entry.opId] : [])));
  const plain = (_key: string, value: unknown) => (typeof value !== 'string' ? value : ids.has(value) ? 'decided' : value.replaceAll(caseNumber, 'no'));
  return JSON.parse(JSON.stringify(state, plain));
}
/** Each kind of stream has its own address at the county. */
const addresses: Readonly<Record<string, readonly [string, string]>> = { case: ['cases', 'decisions'], order: ['orders', 'acts'], ticket: ['tickets', 'acts'] };

test.each(readCorpora())('[P66] all of $version is applied, and comes to the states that were recorded', async ({ lines, states }) => {
  const tablet = await county.enrol('LT03');
  const operations = lines.map((line) => ({ line, op: JSON.parse(line) as Operation }));
  // On the day on which it was recorded, so that the days that the county counts are the same.
  let now = new Date(operations[0]?.op.at ?? '');
  tablet.now = () => now;
  county.setNow(now);
  const { rows: people } = await county.owner.query<{ id: string; username: string }>('SELECT id, username FROM staff');
  const usernames = new Map(people.map(({ id, username }) => [id, username]));
  for (const { line, op } of operations) {
    const { type, caseId, base, body, at, author } = op;
    now = new Date(at);
    county.setNow(now);
    if (countyTypes.has(type)) {
      const [kind, acts] = addresses[type.slice(0, type.indexOf('.'))] ?? [];
      const decider = await county.signIn(usernames.get(author.id) ?? '');
      const decided = await decider.call('POST', `/api/v1/staff/${String(kind)}/LT03/${caseId}/${String(acts)}`, { type, base, body });
      expect(decided.status, `${type}: ${await decided.text()}`).toBe(200);
    } else {
      const { verdicts } = await tablet.push([line]);
      expect(verdicts, type).toMatchObject([{ verdict: 'applied', final: true }]);
    }
  }
  county.setNow(null);
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
