/** What a tablet does at dusk: hello, records, then photos, six chunks at a time. */
import type { Agent } from 'node:http';
import { createHash } from 'node:crypto';
import { contentDigest } from '#protocol/chain.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { BatchReply } from '#test/county/test-device.ts';
import type { StormDay } from './day.ts';
import { bytesOf, type Photo } from './photo.ts';
import { prepare, send, type Answer } from './request.ts';

const chunksAtOnce = 6;

export interface Tally {
  /** Of each request, ms. */
  took: number[];
  errors: string[];
}

export async function pushDay(url: string, agent: Agent, day: StormDay, tally: Tally): Promise<void> {
  const call = async (method: string, path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Answer | null> => {
    try {
      const answer = await send(url, agent, prepare(day.device, method, path, body, headers));
      tally.took.push(answer.ms);
      if (answer.status < 300) return answer;
      tally.errors.push(`${method} ${path} was answered ${answer.status} ${answer.text()}`);
    } catch (error) {
      tally.errors.push(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return null;
  };
  await call('GET', '/api/v1/devices/self', new Uint8Array(0));
  for (const { body, count } of day.batches) {
    const answer = await call('POST', '/api/v1/batches', body, { 'Content-Encoding': 'gzip' });
    if (answer === null) return;
    const { verdicts } = JSON.parse(answer.text()) as BatchReply;
    const refused = verdicts.find(({ verdict }) => verdict !== 'applied');
    if (verdicts.length !== count || refused !== undefined) tally.errors.push(`${day.station}: not applied: ${JSON.stringify(refused)}`);
  }
  const postJson = async <T>(path: string, value: unknown): Promise<T | null> => {
    const answer = await call('POST', path, Buffer.from(JSON.stringify(value)), { 'Content-Type': 'application/json' });
    return answer === null ? null : (JSON.parse(answer.text()) as T);
  };
  const chunk = async (photo: Photo, number: number, bytes: Buffer): Promise<void> => {
    const digest = contentDigest(createHash('sha256').update(bytes).digest('base64'));
    await call('PUT', `/api/v1/blobs/${photo.sha256}/${number}`, bytes, { 'Content-Digest': digest });
  };
  for (let at = 0; at < day.photos.length; at += defaultLimits.commitHashes) {
    await pushPhotos(day.photos.slice(at, at + defaultLimits.commitHashes), postJson, chunk, tally);
  }
}

type Missing = { blobs: { sha256: string; committed: boolean; have: number[] }[] };
type Committed = { results: { sha256: string; committed: boolean; error?: unknown }[] };

async function pushPhotos(
  photos: readonly Photo[],
  postJson: <T>(path: string, value: unknown) => Promise<T | null>,
  chunk: (photo: Photo, number: number, bytes: Buffer) => Promise<void>,
  tally: Tally
): Promise<void> {
  const missing = await postJson<Missing>('/api/v1/blobs/missing', { blobs: photos.map(({ sha256, bytes }) => ({ sha256, bytes })) });
  const known = new Map(missing?.blobs.map((blob) => [blob.sha256, blob]));
  const waiting = photos.flatMap((photo) =>
    known.get(photo.sha256)?.committed === true
      ? []
      : Array.from({ length: Math.ceil(photo.bytes / defaultLimits.chunkBytes) }, (_, number) => ({ photo, number }))
  );
  let held: { photo: Photo; bytes: Buffer } | null = null;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (held?.photo !== next.photo) held = { photo: next.photo, bytes: bytesOf(next.photo) };
      const from = next.number * defaultLimits.chunkBytes;
      await chunk(next.photo, next.number, held.bytes.subarray(from, from + defaultLimits.chunkBytes));
    }
  };
  await Promise.all(Array.from({ length: chunksAtOnce }, worker));
  const committed = await postJson<Committed>('/api/v1/blobs/commit', {
    blobs: photos.map(({ sha256, bytes }) => ({ sha256, bytes, mime: 'image/jpeg' }))
  });
  for (const result of committed?.results ?? []) if (!result.committed) tally.errors.push(`${result.sha256} is not committed: ${JSON.stringify(result.error)}`);
}
