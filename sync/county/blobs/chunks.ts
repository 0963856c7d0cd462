/** Chunks come in any order and any number of times. None is flushed: the commit hashes the whole, and what a power cut took is sent again. */
import type * as z from 'zod/mini';
import { contentDigest } from '#protocol/chain.ts';
import type { missingReplySchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { sha256 as hashOf } from '../devices/keys.ts';
import { Refusal } from '../failure.ts';
import { committedAmong } from './read.ts';

type Missing = z.infer<typeof missingReplySchema>['blobs'];
const mostChunks = Math.ceil(defaultLimits.blobBytes / defaultLimits.chunkBytes);

export async function missingChunks(context: Context, station: string, blobs: readonly { sha256: string; bytes: number }[]): Promise<Missing> {
  const committed = await committedAmong(
    context,
    station,
    blobs.map(({ sha256 }) => sha256)
  );
  return Promise.all(
    blobs.map(async ({ sha256, bytes }) => {
      if (committed.has(sha256)) return { sha256, committed: true, have: [] };
      return { sha256, committed: false, have: (await context.blobs.has(station, sha256)) ? allOf(bytes) : await context.blobs.chunks(station, sha256) };
    })
  );
}

/** The file stands and its row does not: nothing has to be sent but the commit, which looks at it again. */
function allOf(bytes: number): number[] {
  return Array.from({ length: Math.min(Math.ceil(bytes / defaultLimits.chunkBytes) || 0, mostChunks) }, (_, chunk) => chunk);
}

/** `bodyHash`: hex SHA-256 of the bytes, where it is known already. */
export async function storeChunk(
  context: Context,
  station: string,
  sha256: string,
  chunk: string,
  bytes: Uint8Array,
  digest: string | null,
  bodyHash = hashOf(bytes)
): Promise<void> {
  if (!/^\d{1,3}$/.test(chunk) || Number(chunk) >= mostChunks)
    throw new Refusal(400, 'invalid_body', `分片序号应在 0 到 ${String(mostChunks - 1)} 之间。`, 'chunk');
  if (bytes.byteLength === 0) throw new Refusal(400, 'invalid_body', '分片是空的，请重新发送。', 'body');
  if (digest !== contentDigest(Buffer.from(bodyHash, 'hex').toString('base64')))
    throw new Refusal(400, 'checksum_mismatch', '分片在路上损坏了，请重新发送。', 'headers.content-digest');
  await context.blobs.writeChunk(station, sha256, Number(chunk), bytes);
}
