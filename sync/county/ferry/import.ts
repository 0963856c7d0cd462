/** A sealed batch → the same ledger and the same photos as by the line, so each may come twice and in any order (SPEC P78-P80). */
import { ferryManifestSchema, ferryPhotoSchema, type FerryImport, type FerryManifest, type Verdict } from '#protocol/messages.ts';
import { frameKind } from '#protocol/frames.ts';
import type { Problem } from '#protocol/errors.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { SealedHead, SealedSource } from '#protocol/sealed-batch.ts';
import type { Context } from '../context.ts';
import { readDevice } from '../devices/device.ts';
import { Refusal } from '../failure.ts';
import { decodeText, parseBody } from '../http/body.ts';
import { ingestBatch } from '../ledger/ingest.ts';
import { parseBatch } from '../ledger/parse-batch.ts';
import { audit } from '../people/audit.ts';
import { keepImport } from './imports.ts';
import { firstFrame, openFile, type OpenFile } from './open-file.ts';
import { PhotoIntake, type Photo } from './photos.ts';
import { refusing } from './source.ts';

export async function importFile(context: Context, source: SealedSource, head: SealedHead, importedBy: string): Promise<FerryImport> {
  const file = await openFile(context, source, head, 'batch');
  if (file.device.revoked) throw new Refusal(403, 'device_revoked', '这台平板已被县平台停用，它的数据只能由管理员用抢救文件取出。', 'file');
  const { manifest, verdicts, error, photosCommitted } = await refusing(() => takeIn(context, file));
  const { header } = file;
  const device = await context.database.inStation(header.station, (sql) => readDevice(sql, header.station, header.deviceId));
  const count = (verdict: Verdict['verdict']) => verdicts.filter((one) => one.verdict === verdict).length;
  const found: FerryImport = {
    id: header.id,
    stationCode: header.station,
    deviceId: header.deviceId,
    deviceNo: header.deviceNo,
    epoch: header.epoch,
    fromSeq: header.fromSeq,
    count: header.count,
    photos: header.photos,
    madeAt: header.madeAt,
    importedAt: context.now().toISOString(),
    importedBy,
    applied: count('applied'),
    rejected: count('rejected'),
    parked: count('parked'),
    photosCommitted,
    missing: missingBefore(header, device),
    error
  };
  await keepImport(context, found, manifest);
  await audit(context, importedBy, 'ferry.imported', header.station, header.id);
  return found;
}

/** Numbers that neither the county nor the file has. */
export function missingBefore(header: { epoch: string; fromSeq: number }, device: { epoch: string; lastSeq: number } | null): FerryImport['missing'] {
  if (device === null || device.epoch !== header.epoch.toLowerCase() || header.fromSeq <= device.lastSeq + 1) return [];
  return [{ from: device.lastSeq + 1, through: header.fromSeq - 1 }];
}

type Taken = { manifest: FerryManifest; verdicts: Verdict[]; error: Problem | null; photosCommitted: number };
async function takeIn(context: Context, { header, device, frames: read }: OpenFile): Promise<Taken> {
  const frames = read();
  const manifest = parseBody(ferryManifestSchema, await firstFrame(frames, frameKind.manifest));
  const verdicts: Verdict[] = [];
  let error: Problem | null = null;
  const photos = new PhotoIntake(context, header.station);
  let named: Photo | null = null;
  for await (const { kind, bytes } of frames) {
    // What follows a batch that was not taken has no ground to stand on; photos have.
    if (kind === frameKind.batch && error === null) {
      const result = await takeBatch(context, device, bytes);
      if (Array.isArray(result)) verdicts.push(...result);
      else error = result;
    } else if (kind === frameKind.photo) named = parseBody(ferryPhotoSchema, decodeText(bytes));
    else if (kind === frameKind.bytes && named !== null) {
      await photos.take(named, bytes);
      named = null;
    }
  }
  await photos.end();
  return { manifest, verdicts, error, photosCommitted: photos.committed };
}

async function takeBatch(context: Context, device: OpenFile['device'], bytes: Uint8Array): Promise<Verdict[] | Problem> {
  if (bytes.length > defaultLimits.batchBytes + 64 * 1024)
    return { code: 'too_large', message: '文件里有一批超过县平台的上限，请联系县管理员。', path: 'file' };
  try {
    const result = await ingestBatch(context, device, parseBatch(decodeText(bytes)));
    return result.ok ? result.reply.verdicts : result.refusal.problem;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}
