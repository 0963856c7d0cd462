/** Chunks → a photo that is durable: put together, hashed whole, flushed, and only then a row in the database. */
import type * as z from 'zod/mini';
import type { Problem } from '#protocol/errors.ts';
import type { commitReplySchema, commitRequestSchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { committedAmong } from './read.ts';

type Wanted = z.infer<typeof commitRequestSchema>['blobs'][number];
type Results = z.infer<typeof commitReplySchema>['results'];

/** Each waits for the disk twice, for its file and for its folder: side by side they wait together. */
const atOnce = 6;

/** One photo that is bad holds no other. */
export async function commitBlobs(context: Context, station: string, blobs: readonly Wanted[]): Promise<Results> {
  const known = await committedAmong(
    context,
    station,
    blobs.map(({ sha256 }) => sha256)
  );
  // Asked twice in one request, it is put together once.
  const wanted = new Map(blobs.filter(({ sha256 }) => !known.has(sha256)).map((blob) => [blob.sha256, blob]));
  const problems = new Map<string, Problem>();
  const written: Wanted[] = [];
  const waiting = [...wanted.values()];
  const worker = async (): Promise<void> => {
    for (let blob = waiting.shift(); blob !== undefined; blob = waiting.shift()) {
      const problem = await assemble(context, station, blob);
      if (problem === null) written.push(blob);
      else problems.set(blob.sha256, problem);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (written.length > 0) {
    await context.database.inStation(station, (sql) =>
      sql.query(
        `INSERT INTO blobs (station_code, sha256, bytes, mime, committed_at) SELECT $1, t.*, $5 FROM unnest($2::text[], $3::int[], $4::text[]) AS t ON CONFLICT DO NOTHING`,
        [station, written.map((b) => b.sha256), written.map((b) => b.bytes), written.map((b) => b.mime.replaceAll('\0', '').slice(0, 100)), context.now()]
      )
    );
    await Promise.all(written.map(({ sha256 }) => context.blobs.dropChunks(station, sha256)));
  }
  return blobs.map(({ sha256 }) => {
    const error = problems.get(sha256);
    return error === undefined ? { sha256, committed: true } : { sha256, committed: false, error };
  });
}

async function assemble(context: Context, station: string, { sha256, bytes }: Wanted): Promise<Problem | null> {
  if (!Number.isInteger(bytes) || bytes < 1) return { code: 'invalid_body', message: '照片的字节数不对。', path: 'bytes' };
  if (bytes > defaultLimits.blobBytes) return { code: 'blob_too_large', message: '照片太大，请重新拍摄或压缩。', path: 'bytes' };
  if (await context.blobs.adopt(station, sha256, bytes)) return null;
  const joined = await context.blobs.join(station, sha256, bytes, Math.ceil(bytes / defaultLimits.chunkBytes));
  if (joined.kind === 'lacks') return { code: 'blob_incomplete', message: '照片还没有传完，请继续上传。', path: 'sha256', details: { missing: joined.chunk } };
  if (joined.kind === 'whole') return null;
  await context.blobs.dropChunks(station, sha256);
  return { code: 'checksum_mismatch', message: '照片与编号不符，请从头重新上传。', path: 'sha256' };
}
