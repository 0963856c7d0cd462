/** What one request carries: neighbours of the journal, signed and zipped (SPEC P4, P10, P11). */
import { batchHeadText } from '#protocol/chain.ts';
import type { BatchHeader } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { codec } from '#store/bytes.ts';
import type { Bytes } from '#store/bytes.ts';
import type { Group } from '#store/journal.ts';
import { gzip, signText } from '../http.ts';
import type { Run } from './run.ts';

/** For the header and its line. */
const headerRoom = 1024;

export type Parcel = { groups: Group[]; from: number; /** The number after its last. */ next: number; count: number; zipped: Bytes };

/** Null at the journal's end. */
export async function parcelFrom(run: Run, seq: number): Promise<Parcel | null> {
  const { limits } = run.self;
  return pack(run, await run.core.journal.slice(run.keys, seq, Math.min(limits.batchOperations, run.batch.cap), limits.batchBytes - headerRoom));
}

export async function pack({ core, signer, epoch }: Run, groups: Group[]): Promise<Parcel | null> {
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
  const zipped = await gzip(codec.encode(`${[JSON.stringify(header), ...lines].join('\n')}\n`));
  return { groups, from: first.seq, next: last.seq + last.count, count: lines.length, zipped };
}
