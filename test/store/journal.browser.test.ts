import { describe, expect, it } from 'vitest';
import { genesis, link } from '#protocol/chain.ts';
import { codec } from '#store/bytes.ts';
import { day, openRig, save } from './rig.ts';
import type { Order, Told } from './writer.ts';

const digest = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Both are ready before either begins, so that they do write at once. */
async function writeTogether(orders: Order[]): Promise<number[][]> {
  const writers = orders.map((order) => {
    const worker = new Worker(new URL('./writer.ts', import.meta.url), { type: 'module' });
    const heard = (kind: Told['kind']) =>
      new Promise<Told>((resolve, reject) => {
        worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
          if (data.kind === 'failed') reject(new Error(data.message));
          else if (data.kind === kind) resolve(data);
        });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
      });
    const [ready, done] = [heard('ready'), heard('done')];
    worker.postMessage(order);
    return { worker, ready, done };
  });
  try {
    await Promise.all(writers.map(({ ready }) => ready));
    for (const { worker } of writers) worker.postMessage('go');
    return (await Promise.all(writers.map(({ done }) => done))).map((told) => (told.kind === 'done' ? told.seqs : []));
  } finally {
    for (const { worker } of writers) worker.terminate();
  }
}
/** Walks the whole chain; the number of its operations. */
async function checkChain(
  { journal, db }: Pick<Awaited<ReturnType<typeof openRig>>, 'journal' | 'db'>,
  keys: Awaited<ReturnType<typeof openRig>>['session']['keys'],
  epoch: string
): Promise<number> {
  let [hash, seq] = [await genesis(epoch, digest, codec), 0];
  for (const row of await db.journal.orderBy('seq').toArray()) {
    expect(row.seq).toBe(seq + 1);
    const { content } = await journal.openRow(keys, row);
    expect(content.prev).toBe(hash);
    for (const line of content.lines) hash = await link(hash, ++seq, line, digest, codec);
    expect(content.head).toBe(hash);
  }
  expect(await journal.head(keys, epoch)).toEqual({ epoch, lastSeq: seq, hash });
  return seq;
}

describe('the journal', () => {
  for (const locked of [true, false]) {
    it(`[P2] [P3] [P5] stays dense and chained under two writers at once, ${locked ? 'with' : 'and even without'} the lock`, async () => {
      const rig = await openRig();
      const order = { database: rig.db.name, cases: 25, locked };
      const [one = [], two = []] = await writeTogether([
        { ...order, seed: 1 },
        { ...order, seed: 2 }
      ]);
      expect([...one, ...two].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      // They did write at once, or this test has shown nothing.
      expect(one.some((seq) => two.some((otherSeq) => otherSeq < seq)) && two.some((seq) => one.some((otherSeq) => otherSeq < seq))).toBe(true);
      expect(await checkChain(rig, rig.session.keys, rig.epoch)).toBe(50);
      expect(await rig.db.cases.count()).toBe(50);
    });
  }

  it('[P4] keeps a group of several operations as one row with consecutive numbers', async () => {
    const rig = await openRig();
    const operations = day(3, 3).map((operation, _, all) => ({
      ...operation,
      groupId: all[0]?.groupId ?? '',
      groupSize: 3,
      caseId: all[0]?.caseId ?? '',
      base: 0
    }));
    const streamId = operations[0]?.caseId ?? '';
    const saved = await rig.ledger.append(rig.session.keys, rig.epoch, streamId, 4 * 1024 * 1024, () => Promise.resolve({ act: { operations } }));
    expect(saved.ok && [saved.group.seq, saved.group.count]).toEqual([1, 3]);
    expect(await save(rig, rig.session, rig.epoch, day(4, 1)[0] as (typeof operations)[number])).toBe(4);
    expect(await checkChain(rig, rig.session.keys, rig.epoch)).toBe(4);
  });

  it('[P4] refuses a group that no batch could carry, and writes nothing of it', async () => {
    const rig = await openRig();
    const [operation] = day(5, 1);
    if (operation === undefined) throw new Error('no case');
    const saved = await rig.ledger.append(rig.session.keys, rig.epoch, operation.caseId, 1000, () => Promise.resolve({ act: { operations: [operation] } }));
    expect(saved).toEqual({ ok: false, code: 'too_large' });
    expect([await rig.db.journal.count(), await rig.db.cases.count(), (await rig.journal.head(rig.session.keys, rig.epoch)).lastSeq]).toEqual([0, 0, 0]);
  });

  it('keeps a thousand cases and lists them at once', async () => {
    const rig = await openRig();
    for (const operation of day(6, 1000)) await save(rig, rig.session, rig.epoch, operation);
    rig.streams.forget();
    const started = performance.now();
    const heads = await rig.streams.heads(rig.session.keys);
    // Generous: a shared test machine. A list that opened whole states would take many times as long.
    expect(performance.now() - started).toBeLessThan(1500);
    expect(heads.size).toBe(1000);
    expect(new Set([...heads.values()].map((head) => head.id)).size).toBe(1000);
  });
});

describe('drafts', () => {
  it('survive a restart; a late save brings none back that was received or discarded', async () => {
    const rig = await openRig();
    const draft = { id: 'd1', caseId: null, updatedAt: '2026-11-22T01:00:00Z', answers: { applicantName: '向秀英' } };
    expect(await rig.drafts.save(rig.session.keys, draft, true)).toBe(true);
    expect(await rig.drafts.get(rig.session.keys, 'd1')).toEqual(draft);
    await rig.drafts.mark('d1', 1);
    expect(await rig.drafts.save(rig.session.keys, draft, false)).toBe(false);
    expect(await rig.drafts.list(rig.session.keys)).toEqual([]);
    await rig.drafts.mark('d1', 0);
    expect(await rig.drafts.list(rig.session.keys)).toEqual([draft]);
    const [operation] = day(7, 1);
    if (operation === undefined) throw new Error('no case');
    await rig.ledger.append(rig.session.keys, rig.epoch, operation.caseId, 4 * 1024 * 1024, () =>
      Promise.resolve({ act: { operations: [operation], endsDraft: draft } })
    );
    expect(await rig.drafts.save(rig.session.keys, draft, false)).toBe(false);
    expect(await rig.db.drafts.count()).toBe(0);
  });
});
