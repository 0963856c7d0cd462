/** What one request carries: neighbours of the journal, signed and zipped (SPEC P4, P10, P11). */
import { batchHeadText } from '#protocol/chain.ts';
import type { BatchHeader, DeviceSelf } from '#protocol/messages.ts';
import { defaultLimits, protocolVersion } from '#protocol/version.ts';
import { codec } from '#store/bytes.ts';
import type { Bytes } from '#store/bytes.ts';
import { readMeta } from '#store/database.ts';
import type { Group } from '#store/journal.ts';
import type { Keys } from '#store/seal.ts';
import type { Core } from '../core.ts';
import { gzip, signText } from '../http.ts';
import type { Signer } from '../http.ts';

/** For the header and its line. */
const headerRoom = 1024;

type Limits = Pick<DeviceSelf['limits'], 'batchOperations' | 'batchBytes'>;
export type Packer = { core: Core; keys: Keys; signer: Signer; epoch: string; batch: { cap: number } };
/** `next`: the number after its last; `size`: bytes before gzip. */
export type Parcel = { epoch: string; groups: Group[]; from: number; next: number; count: number; size: number; zipped: Bytes };

/** Null at the journal's end. */
export async function parcelFrom(packer: Packer, limits: Limits, seq: number): Promise<Parcel | null> {
  const { core, keys, batch } = packer;
  return pack(packer, await core.journal.slice(keys, seq, Math.min(limits.batchOperations, batch.cap), limits.batchBytes - headerRoom));
}

/** What will most likely go first, by what the county said last: packed while its hello is on the way. */
export async function packEarly(packer: Packer): Promise<Parcel | null> {
  try {
    const [first] = await packer.core.journal.seqsOf('pending');
    return first === undefined ? null : await parcelFrom(packer, await readMeta<Limits>(packer.core.db, 'limits', defaultLimits), first);
  } catch {
    // It is packed again when its turn comes; what fails then is told.
    return null;
  }
}
/** Whether a parcel packed early is the one that would be packed now. */
export function stillFits({ batch, epoch }: Packer, limits: Limits, from: number, parcel: Parcel): boolean {
  return parcel.from === from && parcel.epoch === epoch && parcel.count <= Math.min(limits.batchOperations, batch.cap) && parcel.size <= limits.batchBytes;
}

export async function pack({ core, signer, epoch }: Omit<Packer, 'keys' | 'batch'>, groups: Group[]): Promise<Parcel | null> {
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) return null;
  const lines = groups.flatMap((group) => group.content.lines);
  const header: BatchHeader = {
    protocol: protocolVersion,
    epoch,
    fromSeq: first.seq,
    count: lines.length,
    prevHash: first.content.prev,
    headHash: last.content.head,
    signature: await signText(core.world, signer.key, batchHeadText(signer.deviceId, epoch, first.seq, lines.length, last.content.head))
  };
  const clear = codec.encode(`${[JSON.stringify(header), ...lines].join('\n')}\n`);
  return { epoch, groups, from: first.seq, next: last.seq + last.count, count: lines.length, size: clear.length, zipped: await gzip(clear) };
}
