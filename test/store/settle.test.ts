/** Verdicts of a reply, written: what they change of a stream, and what they leave as it is. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '#domain/case/operations.ts';
import type { GroupState } from '#store/database.ts';
import { openDatabase } from '#store/database.ts';
import type { Platform } from '#store/platform.ts';
import { reenter } from '#store/reenter.ts';
import { keysOf } from '#store/seal.ts';
import type { Keys } from '#store/seal.ts';
import type { DeviceRow } from '#store/vault-rows.ts';
import { browserPlatform, day, parts } from './rig.ts';

const epoch = '11111111-2222-4333-8444-555555555555';
let made = 0;
let rig: ReturnType<typeof parts>;
let db: Awaited<ReturnType<typeof openDatabase>>;
let keys: Keys;
let platform: Platform;

beforeEach(async () => {
  platform = { ...browserPlatform(), locks: { request: <T>(_name: string, work: () => Promise<T>) => work() } };
  db = await openDatabase(`settle-${process.pid}-${++made}`);
  rig = parts(db, platform);
  keys = await keysOf(crypto.getRandomValues(new Uint8Array(32)), platform);
});

async function act(operation: Operation): Promise<number> {
  const saved = await rig.ledger.append(keys, epoch, operation.caseId, 4 * 1024 * 1024, () => Promise.resolve({ act: { operations: [operation] } }));
  if (!saved.ok) throw new Error(saved.code);
  return saved.group.seq;
}
function first(seed: number): Operation {
  const [operation] = day(seed, 1);
  if (operation === undefined) throw new Error('no case');
  return operation;
}
function withdrawal(of: Operation, seed: number): Operation {
  const { opId, groupId } = first(seed);
  return { ...of, opId, groupId, type: 'case.withdrawn', base: 1, dependsOn: [of.opId], body: { reason: '不办了' } };
}
const problem = { code: 'invalid_case', message: '电话不对', path: 'answers.applicantPhone' };
const verdicts = (of: Record<number, GroupState>) =>
  new Map(Object.entries(of).map(([seq, state]) => [Number(seq), { state, problem: state === 'rejected' ? problem : null }]));
/** As the list shows it, in this tab and in one that reads the rows anew. */
async function shown(id: string) {
  const here = (await rig.streams.heads(keys)).get(id);
  rig.streams.forget();
  const there = (await rig.streams.heads(keys)).get(id);
  expect(here).toEqual(there);
  return there;
}

describe('verdicts', () => {
  it('[P15] [P24] that apply every act of a stream confirm it, and leave the sealed rows of its state and head as they are', async () => {
    const operation = first(1);
    await act(operation);
    expect(await shown(operation.caseId)).toMatchObject({ sync: 'pending' });
    const [head, state] = [await db.cases.get(operation.caseId), await db.states.get(operation.caseId)];
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'applied' }));
    expect(await shown(operation.caseId)).toMatchObject({ sync: 'confirmed', rejection: null, applicantName: expect.any(String) as string });
    expect((await db.cases.get(operation.caseId))?.sealed).toEqual(head?.sealed);
    expect(await db.states.get(operation.caseId)).toEqual(state);
    expect((await db.journal.get(1))?.state).toBe('applied');
  });

  it('[P24] leave a stream waiting while a later act of it has none', async () => {
    const operation = first(2);
    await act(operation);
    await act(withdrawal(operation, 3));
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'applied' }));
    expect(await shown(operation.caseId)).toMatchObject({ sync: 'pending', status: 'withdrawn' });
    await rig.ledger.settle(keys, epoch, verdicts({ 2: 'applied' }));
    expect(await shown(operation.caseId)).toMatchObject({ sync: 'confirmed', status: 'withdrawn' });
  });

  it('[P30] take a rejected act out of the state, though the others of its batch are applied', async () => {
    const [good, bad] = [first(4), first(5)];
    await act(good);
    await act(bad);
    await act(withdrawal(bad, 6));
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'applied', 2: 'applied', 3: 'rejected' }));
    expect(await shown(good.caseId)).toMatchObject({ sync: 'confirmed' });
    expect(await shown(bad.caseId)).toMatchObject({ sync: 'confirmed', status: 'received', rejection: problem });
    expect((await rig.journal.groupsOf(keys, [bad.caseId])).get(bad.caseId)?.map(({ state }) => state)).toEqual(['applied', 'rejected']);
  });

  it('[P29] of a mended case show the mended one', async () => {
    const bad = first(7);
    await act(bad);
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'rejected' }));
    expect(await shown(bad.caseId)).toMatchObject({ sync: 'rejected', rejection: problem });
    const { opId, groupId } = first(8);
    await act({ ...bad, opId, groupId });
    expect(await shown(bad.caseId)).toMatchObject({ sync: 'pending' });
    await rig.ledger.settle(keys, epoch, verdicts({ 2: 'applied' }));
    expect(await shown(bad.caseId)).toMatchObject({ sync: 'confirmed', rejection: null });
  });

  it('[P63] that come late, when another epoch has begun, are of other numbers and change nothing', async () => {
    const [bad, good] = [first(10), first(11)];
    await act(bad);
    await act(good);
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'rejected' }));
    const row = { id: 'device', epoch } as DeviceRow;
    await db.vault.put(row);
    const opening = () => ({ ...first(12), type: 'device.epochOpened' });
    expect(await reenter({ db, journal: rig.journal, world: platform }, { keys, from: epoch, to: crypto.randomUUID(), opening })).toBe(true);
    // Two is the rejected one now.
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'applied', 2: 'applied' }));
    expect((await db.journal.toArray()).map(({ state }) => state)).toEqual(['pending', 'rejected', 'pending']);
    expect(await shown(bad.caseId)).toMatchObject({ sync: 'rejected', rejection: problem });
  });

  it('[P24] read heads that an earlier version wrote', async () => {
    const operation = first(9);
    await act(operation);
    await db.cases.toCollection().modify((row) => {
      delete row.unsettled;
    });
    await rig.ledger.settle(keys, epoch, verdicts({ 1: 'applied' }));
    expect(await shown(operation.caseId)).toMatchObject({ sync: 'confirmed' });
  });
});

describe('the groups of one request', () => {
  it('[P4] [P10] are whole, in order, and never more than the limits say, but at least one', async () => {
    // More than one read of the journal brings.
    const all = Array.from({ length: 600 }, (_, index) => index + 1);
    for (const seq of all) await act(first(seq + 20));
    const rows = await db.journal.toArray();
    const seqs = async (from: number, operations: number, bytes: number) => (await rig.journal.slice(keys, from, operations, bytes)).map(({ seq }) => seq);
    expect(await seqs(1, 5000, 1e9)).toEqual(all);
    expect(await seqs(1, 300, 1e9)).toEqual(all.slice(0, 300));
    expect(await seqs(4, 3, 1e9)).toEqual([4, 5, 6]);
    expect(
      await seqs(
        1,
        5000,
        rows.slice(0, 2).reduce((sum, row) => sum + row.bytes, 0)
      )
    ).toEqual([1, 2]);
    expect(await seqs(7, 5000, 1)).toEqual([7]);
    expect(await seqs(601, 5000, 1e9)).toEqual([]);
  });
});
