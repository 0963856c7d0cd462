/** Photos up, after their records: which chunks are missing, those, then the commit that confirms (SPEC P20-P23). */
import { missingReplySchema } from '#protocol/messages.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Bytes } from '#store/bytes.ts';
import type { BlobInfo } from '#store/blobs.ts';
import type { BlobRecord } from '#store/database.ts';
import type { Result } from '../api.ts';
import { nothing } from '../http.ts';
import { problem } from '../sentences.ts';
import { Commits } from './commits.ts';
import { Lanes } from './lanes.ts';
import { isPassing } from './passing.ts';
import { recallPhotos } from './recall.ts';
import type { Run } from './run.ts';

/** Photos that are open at once, however many wait: one is read while the others' chunks are on the line. */
const openAtOnce = 3;
const chunkDeadline = 60_000;

/** `have`: numbers of the chunks that the county holds. */
type Wanted = { id: string; info: BlobInfo; have: ReadonlySet<number> };

/** Ok when every photo was tried; the first refusal of a single photo is told, and never stops the others. */
export async function upload(run: Run): Promise<Result<null>> {
  const { core, self, progress } = run;
  const unheard = await recallPhotos(run);
  if (unheard !== null) return { ok: false, error: unheard };
  const waiting = await core.blobs.waiting();
  progress.startPhotos(
    waiting.length,
    waiting.reduce((sum, { bytes }) => sum + bytes, 0)
  );
  const commits = new Commits(run);
  const trip: Trip = { run, commits, lanes: new Lanes(core.world.elapsed, run.batch), refused: null };
  let failed: Problem | null = null;
  for (let at = 0; at < waiting.length && failed === null; at += self.limits.missingHashes) {
    failed = await uploadPage(trip, waiting.slice(at, at + self.limits.missingHashes));
  }
  const left = await commits.end(failed === null);
  failed ??= left;
  const told = failed ?? trip.refused ?? commits.refused;
  return told === null ? { ok: true, value: null } : { ok: false, error: told };
}

type Trip = { run: Run; commits: Commits; lanes: Lanes; refused: Problem | null };

/** What ended the upload, or null. */
async function uploadPage(trip: Trip, rows: BlobRecord[]): Promise<Problem | null> {
  const { run, commits } = trip;
  const { core, keys, signer, signal } = run;
  const infos = await core.blobs.infosOf(keys, rows);
  const asked = await core.line.call({
    method: 'POST',
    path: '/api/v1/blobs/missing',
    reply: missingReplySchema,
    body: { blobs: infos.map(({ sha256, bytes }) => ({ sha256, bytes })) },
    signer,
    signal
  });
  if (!asked.ok) return asked.error;
  const known = new Map(asked.value.blobs.map((blob) => [blob.sha256, blob]));
  await commits.confirm(infos.filter(({ sha256 }) => known.get(sha256)?.committed === true));
  const left = infos.flatMap((info, index): Wanted[] => {
    const [id, state] = [rows[index]?.id, known.get(info.sha256)];
    return id === undefined || state?.committed === true ? [] : [{ id, info, have: new Set(state?.have) }];
  });
  let failed: Problem | null = null;
  const hand = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const outcome = commits.failed ?? (await uploadOne(trip, next, () => failed !== null));
      failed ??= outcome;
      if (failed !== null) return;
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, hand));
  return failed;
}

/** The line's failure, which ends the upload, or null. `isOver`: it has ended elsewhere. */
async function uploadOne(trip: Trip, { id, info, have }: Wanted, isOver: () => boolean): Promise<Problem | null> {
  const { run, commits, lanes } = trip;
  const { progress, signal, self } = run;
  const size = self.limits.chunkBytes;
  const numbers = Array.from({ length: Math.ceil(info.bytes / size) }, (_, number) => number);
  const missing = numbers.filter((number) => !have.has(number));
  // All but its commit may have been done before a cut.
  const bytes = missing.length === 0 ? null : await bytesOf(run, id);
  if (missing.length > 0 && bytes === null) {
    trip.refused ??= problem('lost_photo', info.sha256);
    run.progress.photoProblems.set(info.sha256, problem('lost_photo'));
    return null;
  }
  const chunk = (number: number) => bytes?.subarray(number * size, (number + 1) * size) ?? new Uint8Array(0);
  progress.chunkSent(numbers.filter((number) => have.has(number)).reduce((sum, number) => sum + Math.min(size, info.bytes - number * size), 0));
  const sent = await Promise.all(
    missing.map((number) =>
      lanes.through(async () => {
        if (isOver()) return null;
        const done = await putChunk(run, info, number, chunk(number));
        if (done.ok) progress.chunkSent(chunk(number).length);
        return done;
      })
    )
  );
  if (isOver()) return null;
  const failed = sent.find((result) => result?.ok === false);
  if (failed !== undefined && (isPassing(failed.error) || signal.aborted)) return failed.error;
  if (failed !== undefined) {
    trip.refused ??= failed.error;
    progress.photoProblems.set(info.sha256, failed.error);
  } else {
    progress.photos.sent++;
    commits.add(info);
  }
  progress.tell();
  return null;
}

/** Null when it can't be read: one photo that is lost or damaged on this device holds no other. */
async function bytesOf({ core, keys }: Run, id: string): Promise<Bytes | null> {
  return core.blobs.bytesOf(keys, id).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'OperationError') return null;
    throw error;
  });
}

function putChunk({ core, signer, signal }: Run, info: BlobInfo, number: number, chunk: Bytes): Promise<Result<unknown>> {
  return core.line.call({
    method: 'PUT',
    path: `/api/v1/blobs/${info.sha256}/${number}`,
    reply: nothing,
    bytes: chunk,
    type: 'application/octet-stream',
    digest: true,
    signer,
    signal,
    deadline: chunkDeadline
  });
}
