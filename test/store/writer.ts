/** A second thread that writes into the same journal, for the test of concurrent writers. */
import { openDatabase } from '#store/database.ts';
import { browserPlatform, day, parts, pin, save, staff } from './rig.ts';

export type Order = {
  database: string;
  seed: number;
  cases: number;
  /** Without the lock only the head's check stands between two writers. */ locked: boolean;
};

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  const platform = browserPlatform();
  if (!data.locked) platform.locks = { request: (_name, work) => work() };
  const rig = parts(await openDatabase(data.database), platform);
  const opened = await rig.vault.unlock(staff.id, pin);
  if (!opened.ok) throw new Error(opened.code);
  const epoch = (await rig.vault.device())?.epoch ?? '';
  const seqs: number[] = [];
  for (const operation of day(data.seed, data.cases)) seqs.push(await save(rig, opened.session, epoch, operation));
  self.postMessage(seqs);
};
