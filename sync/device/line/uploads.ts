/** Photos up, after their records: which chunks are missing, those, then the commit that confirms (SPEC P20-P23). */
import { contentDigest } from '#protocol/chain.ts';
import { commitReplySchema, missingReplySchema } from '#protocol/messages.ts';
import type { Problem } from '#protocol/errors.ts';
import { bytesToBase64 } from '#store/bytes.ts';
import type { Bytes } from '#store/bytes.ts';
import type { BlobInfo } from '#store/blobs.ts';
import type { Result } from '../api.ts';
import { nothing } from '../http.ts';
import { isPassing } from './passing.ts';
import type { Run } from './run.ts';

/** On a line with 400 others more only queue up. */
const inFlight = 3;
const chunkDeadline = 60_000;
/** A commit makes the county re-hash; often enough that a cut costs little and the count moves. */
const commitEvery = 8;

/** Ok when every photo was tried; the first refusal of a single photo is told, and never stops the others. */
export async function upload(run: Run): Promise<Result<null>> {
  const { core, keys, self, progress, signal } = run;
  const queued = await core.blobs.queued(keys);
  progress.startPhotos(
    queued.length,
    queued.reduce((sum, { bytes }) => sum + bytes, 0)
  );
  let refused: Problem | null = null;
  for (let at = 0; at < queued.length; at += self.limits.missingHashes) {
    const page = queued.slice(at, at + self.limits.missingHashes);
    const asked = await core.line.call({
      method: 'POST',
      path: '/api/v1/blobs/missing',
      reply: missingReplySchema,
      body: { blobs: page.map(({ sha256, bytes }) => ({ sha256, bytes })) },
      signer: run.signer,
      signal
    });
    if (!asked.ok) return asked;
    const known = new Map(asked.value.blobs.map((blob) => [blob.sha256, blob]));
    await confirmed(
      run,
      page.filter(({ sha256 }) => known.get(sha256)?.committed === true)
    );
    let whole: BlobInfo[] = [];
    for (const info of page) {
      const state = known.get(info.sha256);
      if (state?.committed === true) continue;
      const sent = await uploadOne(run, info, new Set(state?.have));
      if (sent.ok) whole.push(info);
      else if (isPassing(sent.error) || signal.aborted) return sent;
      else refused ??= sent.error;
      if (whole.length < commitEvery) continue;
      const done = await commit(run, whole);
      if (!done.ok) return done;
      refused ??= done.value;
      whole = [];
    }
    const done = await commit(run, whole);
    if (!done.ok) return done;
    refused ??= done.value;
  }
  return refused === null ? { ok: true, value: null } : { ok: false, error: refused };
}

/** One photo at a time is in memory. */
async function uploadOne(run: Run, info: BlobInfo, have: ReadonlySet<number>): Promise<Result<null>> {
  const { core, keys, self, progress } = run;
  const read = await core.blobs.read(keys, info.sha256);
  if (read === null) return { ok: false, error: { code: 'not_found', message: info.sha256, path: '' } };
  const size = self.limits.chunkBytes;
  const missing = Array.from({ length: Math.ceil(info.bytes / size) }, (_, number) => number).filter((number) => !have.has(number));
  progress.chunkSent([...have].length * size);
  let failed: { ok: false; error: Problem } | null = null;
  const lane = async () => {
    for (let number = missing.shift(); number !== undefined && failed === null; number = missing.shift()) {
      const chunk = read.bytes.slice(number * size, (number + 1) * size);
      const sent = await putChunk(run, info, number, chunk);
      if (sent.ok) progress.chunkSent(chunk.length);
      else failed ??= sent;
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, missing.length) }, lane));
  if (failed === null) progress.photos.sent++;
  progress.tell();
  return failed ?? { ok: true, value: null };
}

async function putChunk({ core, signer, signal }: Run, info: BlobInfo, number: number, chunk: Bytes): Promise<Result<unknown>> {
  const hash = new Uint8Array(await core.world.crypto.subtle.digest('SHA-256', chunk));
  return core.line.call({
    method: 'PUT',
    path: `/api/v1/blobs/${info.sha256}/${number}`,
    reply: nothing,
    bytes: chunk,
    type: 'application/octet-stream',
    headers: { 'content-digest': contentDigest(bytesToBase64(hash)) },
    signer,
    signal,
    deadline: chunkDeadline
  });
}

/** The value is the first refusal among them, if any. */
async function commit(run: Run, infos: BlobInfo[]): Promise<Result<Problem | null>> {
  if (infos.length === 0) return { ok: true, value: null };
  const { core, signer, signal } = run;
  const reply = await core.line.call({
    method: 'POST',
    path: '/api/v1/blobs/commit',
    reply: commitReplySchema,
    body: { blobs: infos },
    signer,
    signal,
    deadline: chunkDeadline
  });
  if (!reply.ok) return reply;
  const done = new Set(reply.value.results.filter((result) => result.committed).map((result) => result.sha256));
  await confirmed(
    run,
    infos.filter((info) => done.has(info.sha256))
  );
  return { ok: true, value: reply.value.results.find((result) => result.error !== undefined)?.error ?? null };
}

async function confirmed({ core, keys, progress }: Run, infos: BlobInfo[]): Promise<void> {
  if (infos.length === 0) return;
  await core.blobs.committed(
    keys,
    infos.map(({ sha256 }) => sha256)
  );
  progress.photos.confirmed += infos.length;
  progress.photos.sent = Math.max(progress.photos.sent, progress.photos.confirmed);
  progress.photos.confirmedBytes += infos.reduce((sum, { bytes }) => sum + bytes, 0);
  progress.tell();
  core.changed('counts', 'cases');
}
