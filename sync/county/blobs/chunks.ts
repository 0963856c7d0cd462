/** Chunks come in any order and any number of times. */
import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { contentDigest } from '#protocol/chain.ts';
import type { missingReplySchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { committedAmong } from './read.ts';

type Missing = z.infer<typeof missingReplySchema>['blobs'];
const mostChunks = Math.ceil(defaultLimits.blobBytes / defaultLimits.chunkBytes);

export async function missingChunks(context: Context, station: string, blobs: readonly { sha256: string }[]): Promise<Missing> {
  const committed = await committedAmong(
    context,
    station,
    blobs.map(({ sha256 }) => sha256)
  );
  const answers: Missing = [];
  for (const { sha256 } of blobs) {
    const whole = committed.has(sha256);
    answers.push({ sha256, committed: whole, have: whole ? [] : await context.blobs.chunks(station, sha256) });
  }
  return answers;
}

export async function storeChunk(context: Context, station: string, sha256: string, chunk: string, bytes: Uint8Array, digest: string | null): Promise<void> {
  if (!/^\d{1,3}$/.test(chunk) || Number(chunk) >= mostChunks)
    throw new Refusal(400, 'invalid_body', `分片序号应在 0 到 ${String(mostChunks - 1)} 之间。`, 'chunk');
  if (bytes.byteLength === 0) throw new Refusal(400, 'invalid_body', '分片是空的，请重新发送。', 'body');
  if (digest !== contentDigest(createHash('sha256').update(bytes).digest('base64')))
    throw new Refusal(400, 'checksum_mismatch', '分片在路上损坏了，请重新发送。', 'headers.content-digest');
  if ((await committedAmong(context, station, [sha256])).size > 0) return;
  await context.blobs.writeChunk(station, sha256, Number(chunk), bytes);
}
