/** Chunks → a photo that is durable: put together, hashed whole, flushed, and only then a row in the database. */
import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { Problem } from '#protocol/errors.ts';
import type { commitReplySchema, commitRequestSchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { committedAmong } from './read.ts';

type Wanted = z.infer<typeof commitRequestSchema>['blobs'][number];
type Results = z.infer<typeof commitReplySchema>['results'];

/** One photo that is bad holds no other. */
export async function commitBlobs(context: Context, station: string, blobs: readonly Wanted[]): Promise<Results> {
  const known = await committedAmong(
    context,
    station,
    blobs.map(({ sha256 }) => sha256)
  );
  const written: Wanted[] = [];
  const results: Results = [];
  for (const blob of blobs) {
    if (known.has(blob.sha256)) {
      results.push({ sha256: blob.sha256, committed: true });
      continue;
    }
    const error = await assemble(context, station, blob);
    if (error === null) {
      written.push(blob);
      known.add(blob.sha256);
    }
    results.push(error === null ? { sha256: blob.sha256, committed: true } : { sha256: blob.sha256, committed: false, error });
  }
  if (written.length > 0) {
    await context.database.inStation(station, (sql) =>
      sql.query(
        `INSERT INTO blobs (station_code, sha256, bytes, mime, committed_at) SELECT $1, t.*, $5 FROM unnest($2::text[], $3::int[], $4::text[]) AS t ON CONFLICT DO NOTHING`,
        [station, written.map((b) => b.sha256), written.map((b) => b.bytes), written.map((b) => b.mime.replaceAll('\0', '').slice(0, 100)), context.now()]
      )
    );
    for (const { sha256 } of written) await context.blobs.dropChunks(station, sha256);
  }
  return results;
}

async function assemble(context: Context, station: string, blob: Wanted): Promise<Problem | null> {
  const { sha256, bytes } = blob;
  if (!Number.isInteger(bytes) || bytes < 1) return { code: 'invalid_body', message: '照片的字节数不对。', path: 'bytes' };
  if (bytes > defaultLimits.blobBytes) return { code: 'blob_too_large', message: '照片太大，请重新拍摄或压缩。', path: 'bytes' };
  const chunks: Buffer[] = [];
  for (let chunk = 0; chunk * defaultLimits.chunkBytes < bytes; chunk++) {
    const part = await context.blobs.readChunk(station, sha256, chunk);
    if (part === null) return { code: 'blob_incomplete', message: '照片还没有传完，请继续上传。', path: 'sha256', details: { missing: chunk } };
    chunks.push(part);
  }
  const whole = Buffer.concat(chunks);
  if (whole.byteLength !== bytes || createHash('sha256').update(whole).digest('hex') !== sha256) {
    await context.blobs.dropChunks(station, sha256);
    return { code: 'checksum_mismatch', message: '照片与编号不符，请从头重新上传。', path: 'sha256' };
  }
  await context.blobs.write(station, sha256, whole);
  return null;
}
