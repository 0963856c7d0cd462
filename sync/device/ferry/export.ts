/** What the county does not have yet, as a sealed file for a stick (SPEC P78). Nothing changes its state by being exported. */
import { batchHeadText } from '#protocol/chain.ts';
import { frame, frameKind } from '#protocol/frames.ts';
import type { BatchHeader, FerryManifest, SealedHeader } from '#protocol/messages.ts';
import { seal } from '#protocol/sealed-batch.ts';
import { defaultLimits, protocolVersion, suite } from '#protocol/version.ts';
import { base64ToBytes, codec } from '#store/bytes.ts';
import { readMeta } from '#store/database.ts';
import type { BlobInfo } from '#store/blobs.ts';
import type { Group } from '#store/journal.ts';
import type { Keys } from '#store/seal.ts';
import type { FerryFile, Result } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import { openSession } from '../core.ts';
import type { Core } from '../core.ts';
import { signText } from '../http.ts';
import { failure, fileNames } from '../sentences.ts';
import { exported, missingNow, readBook } from './book.ts';
import type { FeedPlace, SeqRange } from './book.ts';
import { toBlob, toolsOf } from './file.ts';

/** For the header of a batch and its line. */
const headerRoom = 1024;

/** From the first number that has no final verdict, or that the county said it lacks, to the last; an empty range asks for news alone. */
export async function unsynced(core: Core): Promise<SeqRange> {
  const [stored, pending, parked, missing] = [
    await core.journal.lastStored(),
    await core.journal.seqsOf('pending'),
    await core.journal.seqsOf('parked'),
    await missingNow(core)
  ];
  const through = stored?.lastSeq ?? 0;
  return { from: Math.min(through + 1, ...[pending[0], parked[0], missing[0]?.from].filter((seq) => seq !== undefined)), through };
}

export async function exportFile(core: Core, shelf: CatalogueShelf, chosen: SeqRange | null): Promise<Result<FerryFile>> {
  const [session, device, enrolment] = [await openSession(core), await core.vault.device(), await core.vault.enrolment()];
  if (session === null) return failure('locked');
  if (device === null || enrolment === null) return failure('not_enrolled');
  const { keys, epoch } = session;
  const waits = await unsynced(core);
  const range = await wholeGroups(core, chosen ?? waits);
  const firstWaiting = (await core.journal.seqsOf('pending'))[0] ?? waits.through + 1;
  if (range.from < firstWaiting) await queuePhotosAgain(core, keys, range.from, Math.min(range.through, firstWaiting - 1));
  const photos = await core.blobs.queued(keys);
  const feed = await readMeta<FeedPlace>(core.db, 'feed', null);
  const manifest: FerryManifest = { no: (await readBook(core)).no + 1, feed, catalogueRevision: (await shelf.about())?.revision ?? 0, photos };
  const header: Omit<SealedHeader, 'format' | 'version' | 'keyId'> = {
    suite,
    kind: 'batch',
    id: core.world.crypto.randomUUID(),
    station: enrolment.station.code,
    deviceId: enrolment.deviceId,
    deviceNo: enrolment.deviceNo,
    epoch,
    fromSeq: range.from,
    count: range.through - range.from + 1,
    photos: photos.length,
    madeAt: new Date(core.world.now()).toISOString()
  };
  const way = { to: base64ToBytes(enrolment.countyKeys.ferry), sign: device.sign.privateKey };
  const contents = framesOf(core, { keys, epoch, deviceId: enrolment.deviceId, sign: device.sign.privateKey }, manifest, range);
  const file = await toBlob(seal(toolsOf(core.world), header, way, contents));
  await exported(core, {
    no: manifest.no,
    id: header.id,
    epoch,
    fromSeq: header.fromSeq,
    count: header.count,
    photos: photos.length,
    at: header.madeAt,
    feed,
    answeredAt: null
  });
  return { ok: true, value: { name: fileNames.batch(header), file, fromSeq: header.fromSeq, count: header.count, photos: photos.length } };
}

/** A group is never split: a range that was chosen grows to the groups that it touches. */
async function wholeGroups(core: Core, { from, through }: SeqRange): Promise<SeqRange> {
  const [first, last] = [await core.db.journal.where('seq').belowOrEqual(from).last(), await core.db.journal.where('seq').belowOrEqual(through).last()];
  if (from > through || last === undefined) return { from, through: from - 1 };
  const starts = first !== undefined && first.seq + first.count > from ? first.seq : from;
  return { from: starts, through: last.seq + last.count - 1 };
}

/** What had its verdict and goes again is unknown to the county, and so may its photos be. */
async function queuePhotosAgain(core: Core, keys: Keys, from: number, through: number): Promise<void> {
  for await (const groups of slices(core, keys, { from, through })) {
    const hashes = groups.filter((group) => group.state !== 'pending').flatMap((group) => group.operations.flatMap((operation) => operation.blobs));
    if (hashes.length > 0) await core.blobs.queueAgain(keys, hashes);
  }
}

async function* slices(core: Core, keys: Keys, { from, through }: SeqRange): AsyncGenerator<Group[]> {
  const limits = await readMeta(core.db, 'limits', defaultLimits);
  for (let at = from; at <= through;) {
    const groups = (await core.journal.slice(keys, at, limits.batchOperations, limits.batchBytes - headerRoom)).filter((group) => group.seq <= through);
    const last = groups.at(-1);
    if (last === undefined) return;
    yield groups;
    at = last.seq + last.count;
  }
}

type Signing = { keys: Keys; epoch: string; deviceId: string; sign: CryptoKey };
async function* framesOf(core: Core, signing: Signing, manifest: FerryManifest, range: SeqRange): AsyncGenerator<Uint8Array> {
  yield* frame(frameKind.manifest, codec.encode(JSON.stringify(manifest)));
  for await (const groups of slices(core, signing.keys, range)) yield* frame(frameKind.batch, await batchOf(core, signing, groups));
  for (const info of manifest.photos) yield* photoFrames(core, signing.keys, info);
}

/** The body of a `POST /batches`, plain. */
async function batchOf(core: Core, { epoch, deviceId, sign }: Signing, groups: Group[]): Promise<Uint8Array> {
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a batch has at least one group');
  const lines = groups.flatMap((group) => group.content.lines);
  const header: BatchHeader = {
    protocol: protocolVersion,
    epoch,
    fromSeq: first.seq,
    count: lines.length,
    prevHash: first.content.prev,
    headHash: last.content.head,
    signature: await signText(core.world, sign, batchHeadText(deviceId, epoch, first.seq, lines.length, last.content.head))
  };
  return codec.encode(`${[JSON.stringify(header), ...lines].join('\n')}\n`);
}

/** One photo at a time is in memory. */
async function* photoFrames(core: Core, keys: Keys, info: BlobInfo): AsyncGenerator<Uint8Array> {
  // One that is lost or damaged on this device holds no other.
  const read = await core.blobs.read(keys, info.sha256).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'OperationError') return null;
    throw error;
  });
  if (read === null) return;
  yield* frame(frameKind.photo, codec.encode(JSON.stringify(info)));
  yield* frame(frameKind.bytes, read.bytes);
}
