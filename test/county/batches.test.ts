import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act, group, line, received, visit, visitClosed } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import type { BatchReply, TestDevice } from './test-device.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

const verdicts = (reply: BatchReply): string[] => reply.verdicts.map(({ verdict }) => verdict);
const device = (): Promise<TestDevice> => county.enrol('LT03');
const count = async (table: string, where: string, values: unknown[] = []): Promise<number> => {
  const { rows } = await county.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, values);
  return rows[0]?.n ?? -1;
};

test('[P1][P15][P18] operations are applied, stored as their exact bytes, and answered in order', async () => {
  const tablet = await device();
  const op = visit();
  const odd = line(op).replace('{', '{ "kept":"\\u4e2d\\t\\\\ok", ');
  const reply = await tablet.push([odd, line(visitClosed(op.caseId))]);
  expect(reply.verdicts).toEqual([
    { seq: 1, opId: op.opId, verdict: 'applied', final: true },
    { seq: 2, opId: expect.any(String) as string, verdict: 'applied', final: true }
  ]);
  expect(reply.durableThrough).toBe(2);
  const { rows } = await county.owner.query<{ line: string }>('SELECT line FROM journal WHERE op_id = $1', [op.opId]);
  expect(rows).toEqual([{ line: odd }]);
  const state = await county.owner.query<{ status: string; revision: number }>('SELECT status, revision FROM cases WHERE id = $1', [op.caseId]);
  expect(state.rows).toEqual([{ status: 'done', revision: 2 }]);
});

test('[P12] the same batch again gets the stored verdicts, also when only a part was there', async () => {
  const tablet = await device();
  const ops = [visit(), visitClosed(randomUUID()), visit()];
  const lines = ops.map(line);
  const { body } = await tablet.batch(lines);
  const first = (await (await tablet.send(body)).json()) as BatchReply;
  const again = (await (await tablet.send(body)).json()) as BatchReply;
  expect(again).toEqual(first);
  expect(verdicts(first)).toEqual(['applied', 'rejected', 'applied']);
  const longer = await tablet.batch([...lines, line(visit())]);
  const reply = (await (await tablet.send(longer.body)).json()) as BatchReply;
  expect(reply.verdicts.slice(0, 3)).toEqual(first.verdicts);
  expect(reply.lastSeq).toBe(4);
  expect(await count('feed', 'op_id = $1', [ops[0]?.opId])).toBe(1);
});

test('[P13] a gap is refused with what the county expects', async () => {
  const tablet = await device();
  await tablet.push([line(visit())]);
  const { body } = await tablet.batch([line(visit())], { seq: 5, hash: tablet.headHash });
  const reply = await tablet.send(body);
  expect(reply.status).toBe(409);
  expect(await reply.json()).toMatchObject({ code: 'sequence_gap', details: { expected: 2, headHash: tablet.headHash, epoch: tablet.epoch } });
});

test('[P14] a fork is quarantined whole: nothing applied, nothing lost', async () => {
  const tablet = await device();
  const start = { seq: 0, hash: tablet.headHash };
  await tablet.push([line(visit()), line(visit())]);
  const other = [visit(), visit(), visit()];
  const { body } = await tablet.batch(other.map(line), start);
  const reply = await tablet.send(body);
  expect(reply.status).toBe(409);
  expect(await reply.json()).toMatchObject({ code: 'fork' });
  expect((await tablet.send(body)).status).toBe(409);
  const { rows } = await county.owner.query<{ lines: string }>('SELECT lines FROM quarantine WHERE device_id = $1', [tablet.deviceId]);
  expect(rows).toEqual([{ lines: other.map(line).join('\n') }]);
  expect(await count('cases', 'id = ANY ($1::uuid[])', [other.map((op) => op.caseId)])).toBe(0);
});

test('[P14] another history under the next number is a fork as well', async () => {
  const tablet = await device();
  await tablet.push([line(visit())]);
  const { body } = await tablet.batch([line(visit())], { seq: 1, hash: 'ab'.repeat(32) });
  expect(await (await tablet.send(body)).json()).toMatchObject({ code: 'fork' });
});

test('[P16] a group is atomic and blocks no other', async () => {
  const tablet = await device();
  const good = visit();
  const half = visit();
  const reply = await tablet.push([...group(half, visitClosed(randomUUID())), good].map(line));
  expect(verdicts(reply)).toEqual(['rejected', 'rejected', 'applied']);
  expect(reply.verdicts[0]?.error).toMatchObject({ code: 'not_found' });
  expect(await count('cases', 'id = $1', [half.caseId])).toBe(0);
  expect(await count('journal', 'op_id = $1', [half.opId])).toBe(1);
});

test('[P16] a group of two acts on one case is judged in sequence', async () => {
  const tablet = await device();
  const planned = visit();
  expect(verdicts(await tablet.push(group(planned, visitClosed(planned.caseId)).map(line)))).toEqual(['applied', 'applied']);
});

test('[P4] a group that is cut at the end of a batch is refused', async () => {
  const tablet = await device();
  const [first] = group(visit(), visit());
  const { body } = await tablet.batch([line(first ?? visit())]);
  const reply = await tablet.send(body);
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ code: 'group_split' });
});

test('[P17] what depends on a rejected act is parked, and what on an unknown one waits for it', async () => {
  const tablet = await device();
  const bad = visitClosed(randomUUID());
  const late = visit();
  const early = visit({ dependsOn: [late.opId] });
  const chained = visit({ dependsOn: [early.opId] });
  const reply = await tablet.push([bad, visit({ dependsOn: [bad.opId] }), early, chained].map(line));
  expect(verdicts(reply)).toEqual(['rejected', 'parked', 'parked', 'parked']);
  expect(reply.verdicts[2]).toMatchObject({ final: false, error: { code: 'missing_dependency' } });
  await tablet.push([line(late)]);
  expect(await count('cases', 'id = ANY ($1::uuid[])', [[early.caseId, chained.caseId]])).toBe(2);
  const { rows } = await county.owner.query<{ verdict: string; final: boolean }>('SELECT verdict, final FROM journal WHERE op_id = ANY ($1) ORDER BY seq', [
    [early.opId, chained.opId]
  ]);
  expect(rows).toEqual([
    { verdict: 'applied', final: true },
    { verdict: 'applied', final: true }
  ]);
  const feed = (await tablet.feed()).map((row) => row.opId);
  expect(feed.indexOf(late.opId)).toBeLessThan(feed.indexOf(early.opId));
  expect(feed.indexOf(early.opId)).toBeLessThan(feed.indexOf(chained.opId));
});

test('[P17] an unknown type or version is parked and kept', async () => {
  const tablet = await device();
  const future = visit({ version: 7 });
  const reply = await tablet.push([future, visit({ type: 'case.dreamt' })].map(line));
  expect(verdicts(reply)).toEqual(['parked', 'parked']);
  expect(reply.verdicts[0]?.error).toMatchObject({ code: 'unknown_version' });
  expect(await count('journal', 'op_id = $1', [future.opId])).toBe(1);
});

test('[P15] a line that is no operation is stored and rejected with its path', async () => {
  const tablet = await device();
  const reply = await tablet.push(['not json', '[]', JSON.stringify({ ...visit(), base: 1.5 }), line(visit())]);
  expect(verdicts(reply)).toEqual(['rejected', 'rejected', 'rejected', 'applied']);
  expect(reply.verdicts[2]?.error).toMatchObject({ code: 'invalid_body', path: 'base' });
});

test('[P2] the same operation in a new epoch is applied once; with another line it is rejected', async () => {
  const tablet = await device();
  const op = visit();
  await tablet.push([line(op)]);
  await tablet.reopen();
  const reply = await tablet.push([line(op), line({ ...op, at: '2026-11-22T05:00:00.000Z' })]);
  expect(verdicts(reply)).toEqual(['applied', 'rejected']);
  expect(reply.verdicts[1]?.error).toMatchObject({ code: 'duplicate_operation' });
  expect(await count('feed', 'op_id = $1', [op.opId])).toBe(1);
  const rows = await tablet.feed();
  expect(rows.find((row) => row.opId === op.opId)?.line).toBe(line(op));
});

test("[P16] a station cannot write what is the county's to decide", async () => {
  const tablet = await device();
  const op = received();
  const reply = await tablet.push([op, act('case.accepted', op.caseId, 1, { caseNo: '1', due: null })].map(line));
  expect(verdicts(reply)).toEqual(['applied', 'rejected']);
  expect(reply.verdicts[1]?.error).toMatchObject({ code: 'not_allowed' });
});

test('[P16] an intake on the present catalogue is judged by its form', async () => {
  const tablet = await device();
  const current = county.context.catalogues.current();
  const item = current?.catalogue.items[0];
  const op = received(
    {},
    {
      catalogueRevision: current?.pack.revision,
      item: { id: item?.id, name: item?.name, version: item?.version, handlingItemCode: item?.handlingItemCode, department: item?.department }
    }
  );
  const reply = await tablet.push([line(op)]);
  expect(reply.verdicts[0]).toMatchObject({ verdict: 'rejected', error: { code: 'invalid_case' } });
});

test('[P10] a day of 200 cases is taken in well under a second, 5,000 operations in one batch', async () => {
  const tablet = await device();
  const day = Array.from({ length: 200 }, () => line(received({}, { answers: { applicantName: '李桂兰', remark: '样例'.repeat(1500) } })));
  const started = performance.now();
  expect(new Set(verdicts(await tablet.push(day)))).toEqual(new Set(['applied']));
  const took = performance.now() - started;
  console.log(`200 cases: ${took.toFixed(0)} ms`);
  const many = await tablet.push(Array.from({ length: 5000 }, () => line(visit())));
  expect(many.verdicts).toHaveLength(5000);
  expect(many.lastSeq).toBe(5200);
});

test('[P12] the same batch sent twice at once is applied once, and both get its verdicts', async () => {
  const tablet = await device();
  const op = visit();
  const { body } = await tablet.batch([line(op)]);
  const replies = await Promise.all([tablet.send(body), tablet.send(body), tablet.send(body)]);
  const answers = await Promise.all(replies.map((reply) => reply.json() as Promise<BatchReply>));
  expect(answers.map(verdicts)).toEqual([['applied'], ['applied'], ['applied']]);
  expect(await count('feed', 'op_id = $1', [op.opId])).toBe(1);
});

test('[P2] [P64] an old epoch can be repeated but not continued, and a new one begins at its first number', async () => {
  const tablet = await device();
  const lines = [line(visit())];
  const old = await tablet.batch(lines);
  await tablet.push(lines);
  const later = await tablet.batch([line(visit())]);
  await tablet.reopen();
  const far = await tablet.batch([line(visit())], { seq: 3, hash: tablet.headHash });
  expect(await (await tablet.send(far.body)).json()).toMatchObject({ code: 'unknown_epoch', details: { expected: 2 } });
  await tablet.push([line(visit())]);
  expect(verdicts((await (await tablet.send(old.body)).json()) as BatchReply)).toEqual(['applied']);
  expect(await (await tablet.send(later.body)).json()).toMatchObject({ code: 'epoch_retired', details: { epoch: tablet.epoch } });
  expect((await tablet.push([line(visit())])).lastSeq).toBe(2);
});

test('[P16] a group that the database cannot take is kept and blocks no other', async () => {
  const tablet = await device();
  await county.owner.query(`
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22000'; END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT ON cases FOR EACH ROW WHEN (NEW.applicant_name = '毒') EXECUTE FUNCTION refuse_poison()`);
  const ops = [received(), received({}, { answers: { applicantName: '毒' } }), received()];
  const reply = await tablet.push(ops.map(line));
  expect(verdicts(reply)).toEqual(['applied', 'parked', 'applied']);
  expect(await count('journal', 'writer = $1', [tablet.deviceId])).toBe(3);
  expect(await count('cases', 'id = ANY ($1::uuid[])', [ops.map((op) => op.caseId)])).toBe(2);

  // A parked one that the database can't take keeps back neither what it waits for nor what comes after.
  const awaited = visit();
  expect(verdicts(await tablet.push([line(received({ dependsOn: [awaited.opId] }, { answers: { applicantName: '毒' } }))]))).toEqual(['parked']);
  expect(verdicts(await tablet.push([awaited, visit()].map(line)))).toEqual(['applied', 'applied']);
  expect(verdicts(await tablet.push([line(visit())]))).toEqual(['applied']);
  await county.owner.query('DROP TRIGGER refuse_poison ON cases');
  expect(verdicts(await tablet.push([line(visit())]))).toEqual(['applied']);
  expect(new Set((await tablet.feed()).map((row) => row.seq)).size).toBe((await tablet.feed()).length);
});
