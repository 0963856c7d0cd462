/** Where this device's journal and the county's memory of it meet; where they don't, a new epoch begins (SPEC P14, P19, P63). */
import { epochOpenedType } from '#domain/case/operations.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { Problem } from '#protocol/errors.ts';
import { deviceSelfSchema } from '#protocol/messages.ts';
import type { Head } from '#store/journal.ts';
import { uuidV7 } from '#store/platform.ts';
import { formerEpochs, reenter } from '#store/reenter.ts';
import type { Result } from '../api.ts';
import { failure } from '../sentences.ts';
import type { World } from '../world.ts';
import type { Run } from './run.ts';

/** The county told that another copy of this device was quicker. A new hello shows where it is. */
export function isOtherHistory({ code }: Problem): boolean {
  return code === 'fork' || code === 'epoch_retired' || code === 'unknown_epoch' || code === 'sequence_gap';
}

/** By the line, or by the answer to a file. */
type Greeted = Pick<Run, 'core' | 'keys' | 'self' | 'epoch' | 'signer'>;

/** The number from which the county lacks lines. `ended`: it has told that our epoch is over. */
export async function reconcile(run: Greeted, ended: boolean): Promise<Result<number>> {
  const { core, keys, self, epoch } = run;
  const first = (await core.db.journal.orderBy('seq').first())?.seq ?? 1;
  if (!ended && self.epoch === epoch && self.lastSeq + 1 >= first && (await isLinkOfOurs(run))) return { ok: true, value: self.lastSeq + 1 };
  // It was restored from a backup older than our epoch, or has never heard of it: the epoch begins there once more.
  if (!ended && first === 1 && (await formerEpochs(core.db)).includes(self.epoch)) return { ok: true, value: 1 };
  const to = core.world.crypto.randomUUID();
  const opening = (former: Head) => epochOpened(core.world, run.signer.deviceId, former);
  if (!(await reenter(core, { keys, from: epoch, to, opening }))) return failure('fork');
  run.epoch = to;
  return { ok: true, value: 1 };
}

export async function greetAgain(run: Run): Promise<Result<null>> {
  const hello = await run.core.line.call({ method: 'GET', path: '/api/v1/devices/self', reply: deviceSelfSchema, signer: run.signer, signal: run.signal });
  if (!hello.ok) return hello;
  run.self = hello.value;
  return { ok: true, value: null };
}

export function epochOpened(world: World, deviceId: string, former: Head): Operation {
  return {
    opId: uuidV7(world),
    groupId: uuidV7(world),
    groupSize: 1,
    dependsOn: [],
    caseId: uuidV7(world),
    type: epochOpenedType,
    version: 1,
    author: { id: deviceId, name: '' },
    at: new Date(world.now()).toISOString(),
    base: 0,
    body: { previousEpoch: former.epoch, previousSeq: former.lastSeq, previousHead: former.hash },
    blobs: []
  };
}

/** The county's head is the end of one of our groups, with the same link. */
async function isLinkOfOurs({ core, keys, self }: Greeted): Promise<boolean> {
  if (self.lastSeq === 0) return true;
  const row = await core.db.journal.where('seq').belowOrEqual(self.lastSeq).last();
  if (row === undefined || row.seq + row.count - 1 !== self.lastSeq) return false;
  return (await core.journal.openRow(keys, row)).content.head === self.headHash;
}
