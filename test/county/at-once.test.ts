/** Tablets of one station and a reviewer work on the same cases at the same time. */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apply } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import { textToState } from '#county/ledger/state-text.ts';
import { act, group, line, received } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

test('[P16][P24][P25] of acts on one revision at once one stands, and every case is the fold of the feed', async () => {
  const tablets = await Promise.all([county.enrol('LT03'), county.enrol('LT03'), county.enrol('LT03')]);
  const reviewer = await county.signIn('wangshen');
  const rounds = 8;
  for (let round = 0; round < rounds; round++) {
    const [one, two] = [received(), received()];
    await tablets[0]?.push([one, two].map(line));
    const acts = tablets.map((_, at): Operation[] =>
      // A group over both cases stands or falls whole, whatever became of either.
      at === 0
        ? group(act('case.withdrawn', one.caseId, 1, { reason: '不办了' }), act('case.withdrawn', two.caseId, 1, { reason: '不办了' }))
        : [act('case.supplied', at === 1 ? one.caseId : two.caseId, 1, { answers: { applicantName: `改${String(at)}` }, materials: [] })]
    );
    const decision = reviewer.call('POST', `/api/v1/staff/cases/LT03/${randomInt(2) === 0 ? one.caseId : two.caseId}/decisions`, {
      type: 'case.notAccepted',
      base: 1,
      body: { reason: '不符合', basis: '某条' }
    });
    const replies = await Promise.all(tablets.map((tablet, at) => tablet.push((acts[at] ?? []).map(line))));
    expect([200, 409]).toContain((await decision).status);
    for (const [at, { verdicts }] of replies.entries()) {
      expect(verdicts).toHaveLength(acts[at]?.length ?? 0);
      expect(new Set(verdicts.map(({ verdict }) => verdict)).size).toBe(1);
      for (const { verdict, final } of verdicts) expect([verdict === 'applied' || verdict === 'rejected', final]).toEqual([true, true]);
    }
    const withdrawn = replies[0]?.verdicts[0]?.verdict === 'applied';
    // Withdrawn on revision 1: nothing else was applied before, and nothing may follow.
    if (withdrawn) expect([(await decision).status, ...replies.slice(1).map(({ verdicts }) => verdicts[0]?.verdict)]).toEqual([409, 'rejected', 'rejected']);
  }

  const { rows } = await county.owner.query<{ seq: number; line: string; case_id: string }>(
    `SELECT f.seq, f.case_id, j.line FROM feed f JOIN journal j USING (station_code, writer, epoch) WHERE j.seq = f.writer_seq AND f.station_code = 'LT03' ORDER BY f.seq`
  );
  expect(rows.map((row) => Number(row.seq))).toEqual(rows.map((_, at) => at + 1));
  const folded = new Map<string, StreamState>();
  for (const { line: text, case_id: id } of rows) folded.set(id, apply(folded.get(id) ?? null, JSON.parse(text) as Operation));
  const stored = await county.owner.query<{ id: string; state: string; revision: number }>('SELECT id, state, revision FROM cases');
  expect(stored.rows).toHaveLength(rounds * 2);
  for (const { id, state, revision } of stored.rows) {
    expect(textToState(state)).toEqual(JSON.parse(JSON.stringify(folded.get(id))));
    expect(folded.get(id)?.revision).toBe(revision);
  }
});

test('[P12][P18] a batch sent twice at once while colleagues push is answered alike', async () => {
  const [one, two] = await Promise.all([county.enrol('SX01'), county.enrol('SX01')]);
  const { body } = await one.batch(Array.from({ length: 20 }, () => line(received())));
  const [first, again] = await Promise.all([one.send(body), one.send(body), two.push([line(received())])]);
  expect(await first.json()).toEqual(await again.json());
  expect((await two.feed()).map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
});
