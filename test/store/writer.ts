/** A second thread that writes into the same journal, for the test of concurrent writers: it gets ready, then writes when told. */
import type { Operation } from '#domain/case/operations.ts';
import { openDatabase } from '#store/database.ts';
import { browserPlatform, day, parts, pin, save, staff } from './rig.ts';

export type Order = {
  database: string;
  seed: number;
  cases: number;
  /** Without the lock only the head's check stands between two writers. */ locked: boolean;
};
export type Told = { kind: 'ready' } | { kind: 'done'; seqs: number[] } | { kind: 'failed'; message: string };

const tell = (told: Told) => self.postMessage(told);
let write: (() => Promise<number[]>) | null = null;

async function prepare(order: Order): Promise<void> {
  const platform = browserPlatform();
  if (!order.locked) platform.locks = { request: (_name, work) => work() };
  const rig = parts(await openDatabase(order.database), platform);
  const opened = await rig.vault.unlock(staff.id, pin);
  if (!opened.ok) throw new Error(opened.code);
  const epoch = (await rig.vault.device())?.epoch ?? '';
  write = async () => {
    const seqs: number[] = [];
    const operations: Operation[] = day(order.seed, order.cases);
    for (const operation of operations) seqs.push(await save(rig, opened.session, epoch, operation));
    return seqs;
  };
  tell({ kind: 'ready' });
}

self.onmessage = ({ data }: MessageEvent<Order | 'go'>) => {
  const step = data === 'go' ? write?.().then((seqs) => tell({ kind: 'done', seqs })) : prepare(data);
  step?.catch((error: unknown) => tell({ kind: 'failed', message: String(error) }));
};
