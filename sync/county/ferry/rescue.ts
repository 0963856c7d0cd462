/**
 * A rescue file → the ledger, the photos, and for the station what was no operation yet (SPEC P83, P84). Every row was sealed by the tablet's data
 * key and the file is signed by the tablet, so its lines are what the tablet holds: they go the one way in, where their links are computed again.
 */
import { rescueManifestSchema, rescueRowSchema, type RescueRow, type Verdict } from '#protocol/messages.ts';
import { frameKind } from '#protocol/frames.ts';
import type { Problem } from '#protocol/errors.ts';
import type { SealedHead, SealedSource } from '#protocol/sealed-batch.ts';
import { openAt, placeOf, sealingKey, type GroupContent } from '#protocol/sealed-row.ts';
import type { Bytes } from '#protocol/web-crypto.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { parseBody } from '../http/body.ts';
import { audit } from '../people/audit.ts';
import { tools, type Key } from './key.ts';
import { firstFrame, openFile } from './open-file.ts';
import { PhotoIntake, type Photo } from './photos.ts';
import { openEnvelope } from './recovery.ts';
import { RescueBatches } from './rescue-batches.ts';
import { refusing } from './source.ts';

/** What is handed to a person: drafts, which were no operations yet, and their photos. */
export type Leftover = { draft(content: unknown): Promise<void>; photo(name: string, bytes: Uint8Array): Promise<void> };
export type Rescued = {
  stationCode: string;
  deviceId: string;
  deviceNo: string;
  madeAt: string;
  lastSeq: number;
  verdicts: Verdict[];
  error: Problem | null;
  photos: number;
  photosCommitted: number;
  drafts: number;
  draftPhotos: number;
  /** Rows that did not open: the disk may have broken them. */ unreadable: number;
};

export async function rescueTablet(context: Context, source: SealedSource, head: SealedHead, recovery: Key, by: string, leftover: Leftover): Promise<Rescued> {
  const { header, device, frames: read } = await openFile(context, source, head, 'rescue');
  return refusing(async () => {
    const frames = read();
    const manifest = parseBody(rescueManifestSchema, await firstFrame(frames, frameKind.manifest));
    const dataKey = await openEnvelope(recovery, manifest.recovery);
    if (dataKey === null) throw new Refusal(422, 'ferry_other_key', '这台平板的数据密钥不是封给本县平台的恢复密钥的，打不开。', 'file');
    const key = await sealingKey(tools, dataKey);
    dataKey.fill(0);
    const open = (place: string, sealed: Bytes) => openAt(tools.crypto, key, tools.encode(place), sealed).catch(() => null);
    const json = (clear: Bytes): unknown => JSON.parse(tools.decode(clear));

    const [batches, photos] = [new RescueBatches(context, device, header.epoch), new PhotoIntake(context, header.station)];
    const found = { photos: 0, drafts: 0, draftPhotos: 0, unreadable: 0 };
    const take = async (row: RescueRow, sealed: Bytes[]): Promise<void> => {
      const [first, second] = sealed;
      const clear =
        first === undefined
          ? null
          : await open(row.table === 'journal' ? placeOf.journal(row.seq) : row.table === 'drafts' ? placeOf.draft(row.id) : placeOf.blob(row.id), first);
      if (clear === null) found.unreadable++;
      else if (row.table === 'journal') await batches.add(row, json(clear) as GroupContent);
      else if (row.table === 'drafts') {
        found.drafts++;
        await leftover.draft(json(clear));
      } else {
        const info = json(clear) as Photo;
        const bytes = second === undefined ? null : await open(placeOf.blobBytes(row.id), second);
        if (bytes === null) found.unreadable++;
        else if (row.state === 'draft') {
          found.draftPhotos++;
          await leftover.photo(info.sha256, bytes);
        } else {
          found.photos++;
          await photos.take(info, bytes);
        }
      }
    };
    let row: RescueRow | null = null;
    let sealed: Bytes[] = [];
    for await (const { kind, bytes } of frames) {
      if (kind === frameKind.bytes) sealed.push(bytes);
      if (kind !== frameKind.row) continue;
      if (row !== null) await take(row, sealed);
      [row, sealed] = [parseBody(rescueRowSchema, tools.decode(bytes)), []];
    }
    if (row !== null) await take(row, sealed);
    await batches.end();
    await photos.end();
    await audit(context, by, 'ferry.rescued', header.station, header.id);
    return {
      stationCode: header.station,
      deviceId: header.deviceId,
      deviceNo: header.deviceNo,
      madeAt: header.madeAt,
      lastSeq: manifest.lastSeq,
      verdicts: batches.verdicts,
      error: batches.error,
      photosCommitted: photos.committed,
      ...found
    };
  });
}
