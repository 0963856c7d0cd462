/**
 * A rescue: for a tablet that breaks, or whose PIN nobody knows (SPEC P83). It reads clear columns and sealed bytes alone, so it needs no key of
 * this tablet but the one that signs; who takes the file gains nothing that the tablet's own disk does not hold.
 */
import { frame, frameKind } from '#protocol/frames.ts';
import type { RescueManifest, RescueRow, SealedHeader } from '#protocol/messages.ts';
import { seal } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import { base64ToBytes, codec } from '#store/bytes.ts';
import type { FerryFile, Result } from '../api.ts';
import type { Core } from '../core.ts';
import { failure, fileNames } from '../sentences.ts';
import { toBlob, toolsOf } from './file.ts';

/** Rows in memory at a time. */
const page = 200;

export async function rescueFile(core: Core): Promise<Result<FerryFile>> {
  const { vault, db, journal, world } = core;
  const [device, enrolment, recovery, stored] = [await vault.device(), await vault.enrolment(), await vault.recovery(), await journal.lastStored()];
  if (device === null || enrolment === null || recovery === null) return failure('nothing_to_rescue');
  const photos = await db.blobs.where('state').anyOf('queued', 'draft').primaryKeys();
  const manifest: RescueManifest = {
    recovery: recovery.envelope,
    lastSeq: stored?.lastSeq ?? 0,
    drafts: await db.drafts.filter((draft) => draft.discarded === 0).count(),
    appVersion: world.appVersion
  };
  const header: Omit<SealedHeader, 'format' | 'version' | 'keyId'> = {
    suite,
    kind: 'rescue',
    id: world.crypto.randomUUID(),
    station: enrolment.station.code,
    deviceId: enrolment.deviceId,
    deviceNo: enrolment.deviceNo,
    epoch: stored?.epoch ?? device.epoch,
    fromSeq: 1,
    count: manifest.lastSeq,
    photos: photos.length,
    madeAt: new Date(world.now()).toISOString()
  };
  const way = { to: base64ToBytes(enrolment.countyKeys.ferry), sign: device.sign.privateKey };
  const file = await toBlob(seal(toolsOf(world), header, way, rowsOf(core, manifest, photos)));
  return { ok: true, value: { name: fileNames.rescue(header), file, fromSeq: 1, count: header.count, photos: photos.length } };
}

function* rowFrames(row: RescueRow, ...sealed: Uint8Array[]): Generator<Uint8Array> {
  yield* frame(frameKind.row, codec.encode(JSON.stringify(row)));
  for (const bytes of sealed) yield* frame(frameKind.bytes, bytes);
}

/** The whole journal: a county that was restored may lack more than this tablet knows. */
async function* rowsOf({ db }: Core, manifest: RescueManifest, photos: string[]): AsyncGenerator<Uint8Array> {
  yield* frame(frameKind.manifest, codec.encode(JSON.stringify(manifest)));
  for (let after = 0; ;) {
    const rows = await db.journal.where('seq').above(after).limit(page).toArray();
    for (const { seq, count, epoch, groupId, state, sealed } of rows) yield* rowFrames({ table: 'journal', seq, count, epoch, groupId, state }, sealed);
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < page) break;
  }
  for (const { id, updatedAt, discarded, sealed } of await db.drafts.toArray())
    if (discarded === 0) yield* rowFrames({ table: 'drafts', id, updatedAt }, sealed);
  for (const id of photos) {
    const [record, content] = [await db.blobs.get(id), await db.blobBytes.get(id)];
    if (record !== undefined && content !== undefined)
      yield* rowFrames({ table: 'blobs', id, state: record.state, bytes: record.bytes }, record.sealed, content.sealed);
  }
}
