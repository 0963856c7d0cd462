/**
 * A rescue file → the ledger, the photos, and for the station what was no operation yet (SPEC P83, P84). Every row was sealed by the tablet's data
 * key and the file is signed by the tablet, so its lines are what the tablet holds: they go the one way in, where their links are computed again.
 */
import * as z from 'zod/mini';
import { ferryPhotoSchema, rescueManifestSchema, rescueRowSchema, type RescueRow, type Verdict } from '#protocol/messages.ts';
import { frameKind } from '#protocol/frames.ts';
import type { Problem } from '#protocol/errors.ts';
import type { SealedHead, SealedSource } from '#protocol/sealed-batch.ts';
import { openAt, placeOf, sealingKey } from '#protocol/sealed-row.ts';
import type { Bytes } from '#protocol/web-crypto.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { parseBody, parseJson } from '../http/body.ts';
import { audit } from '../people/audit.ts';
import { tools, type Key } from './key.ts';
import { firstFrame, openFile } from './open-file.ts';
import { PhotoIntake } from './photos.ts';
import { openEnvelope } from './recovery.ts';
import { RescueBatches } from './rescue-batches.ts';
import { refusing } from './source.ts';

/** On the line no operation has a line end, and the database takes no null. */
const lineSchema = z.string().check(z.refine((line) => !line.includes('\n') && !line.includes('\0')));
/** As on the line. */
const lastNumber = 1e15;
const groupSchema = z.object({ lines: z.array(lineSchema).check(z.minLength(1)), prev: z.string(), head: z.string() });

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
    // A tablet may have sealed anything: what has not the shape of its row is as good as broken.
    const shaped = <S extends z.ZodMiniType>(schema: S, clear: Bytes): z.infer<S> | null => {
      const parsed = parseJson(tools.decode(clear));
      const result = parsed.ok ? schema.safeParse(parsed.value) : null;
      return result?.success === true ? result.data : null;
    };

    const [batches, photos] = [new RescueBatches(context, device, header.epoch), new PhotoIntake(context, header.station)];
    const found = { photos: 0, drafts: 0, draftPhotos: 0, unreadable: 0 };
    const take = async (row: RescueRow, sealed: Bytes[]): Promise<void> => {
      const [first, second] = sealed;
      const clear =
        first === undefined
          ? null
          : await open(row.table === 'journal' ? placeOf.journal(row.seq) : row.table === 'drafts' ? placeOf.draft(row.id) : placeOf.blob(row.id), first);
      if (clear === null) found.unreadable++;
      else if (row.table === 'journal') {
        const group = shaped(groupSchema, clear);
        const isCounted = Number.isInteger(row.seq) && row.seq >= 1 && row.seq <= lastNumber && group?.lines.length === row.count;
        if (group === null || !isCounted) found.unreadable++;
        else await batches.add(row, group);
      } else if (row.table === 'drafts') {
        const draft = shaped(z.record(z.string(), z.unknown()), clear);
        if (draft === null) found.unreadable++;
        else {
          found.drafts++;
          await leftover.draft(draft);
        }
      } else {
        const info = shaped(ferryPhotoSchema, clear);
        const bytes = second === undefined || info === null ? null : await open(placeOf.blobBytes(row.id), second);
        if (bytes === null || info === null) found.unreadable++;
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
