/** Sealed files as a tablet makes them, and what a tablet reads of an answer; shares nothing with the device's code but the protocol. */
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFile } from '#county/ferry/import.ts';
import { makeAnswer } from '#county/ferry/answer.ts';
import { readImport } from '#county/ferry/imports.ts';
import { fromBase64, tools } from '#county/ferry/key.ts';
import { peek } from '#county/ferry/open-file.ts';
import { openSource } from '#county/ferry/source.ts';
import { frame, frameKind, readFrames } from '#protocol/frames.ts';
import type { FerryAnswer, FerryImport, FerryManifest, SealedHeader, Verdict } from '#protocol/messages.ts';
import { readSealedHead, seal, unseal } from '#protocol/sealed-batch.ts';
import type { SealedSource } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import { importAgreePrivate } from '#protocol/web-crypto.ts';
import type { TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

export type Photo = { hash: string; bytes: Uint8Array };
export function photo(bytes: Uint8Array): Photo {
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes };
}
export type Contents = {
  fromSeq: number;
  count: number;
  batches: string[];
  photos?: Iterable<Photo>;
  photoCount?: number;
  manifest?: Partial<FerryManifest>;
  header?: Partial<SealedHeader>;
  /** Instead of the county's ferry key. */ to?: Uint8Array<ArrayBuffer>;
};

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return new Uint8Array(Buffer.concat(parts));
}
export function memory(bytes: Uint8Array<ArrayBuffer>): SealedSource {
  return { size: bytes.length, read: (at, length) => Promise.resolve(bytes.slice(at, at + length)) };
}

async function* contentsOf({ batches, photos = [], manifest }: Contents): AsyncGenerator<Uint8Array> {
  const named = [...(Array.isArray(photos) ? (photos as Photo[]) : [])].map(({ hash, bytes }) => ({ sha256: hash, bytes: bytes.length, mime: 'image/jpeg' }));
  const whole: FerryManifest = { no: 1, feed: null, catalogueRevision: 99, photos: named, ...manifest };
  yield* frame(frameKind.manifest, tools.encode(JSON.stringify(whole)));
  for (const batch of batches) yield* frame(frameKind.batch, tools.encode(batch));
  for (const { hash, bytes } of photos) {
    yield* frame(frameKind.photo, tools.encode(JSON.stringify({ sha256: hash, bytes: bytes.length, mime: 'image/jpeg' })));
    yield* frame(frameKind.bytes, bytes);
  }
}

export async function signKeyOf(device: TestDevice): Promise<webcrypto.CryptoKey> {
  const der = device.keys.privateKey.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
}
export async function* ferryFile(county: TestCounty, device: TestDevice, contents: Contents): AsyncGenerator<Uint8Array> {
  const header: Omit<SealedHeader, 'format' | 'version' | 'keyId'> = {
    suite,
    kind: 'batch',
    id: randomUUID(),
    station: device.deviceId.split('-')[0] ?? '',
    deviceId: device.deviceId,
    deviceNo: device.deviceNo,
    epoch: device.epoch,
    fromSeq: contents.fromSeq,
    count: contents.count,
    photos: contents.photoCount ?? 0,
    madeAt: '2026-11-22T09:30:00.000Z',
    ...contents.header
  };
  const to = contents.to ?? fromBase64(county.context.instance.publicKeys.ferry);
  yield* seal(tools, header, { to, sign: await signKeyOf(device) }, contentsOf(contents));
}

export async function importBytes(county: TestCounty, bytes: Uint8Array, by = 'admin'): Promise<FerryImport> {
  const path = join(county.dataDir, `${randomUUID()}.bbf`);
  await writeFile(path, bytes);
  try {
    return await importPath(county, path, by);
  } finally {
    await rm(path);
  }
}
export async function importPath(county: TestCounty, path: string, by = 'admin'): Promise<FerryImport> {
  const source = await openSource(path);
  try {
    return await importFile(county.context, source, await peek(source), by);
  } finally {
    await source.close();
  }
}

export type ReadAnswer = {
  header: SealedHeader;
  answer: FerryAnswer;
  verdicts: Verdict[];
  feed: { rows: { opId: string }[]; cursor: string; more: boolean }[];
};
export async function answerTo(county: TestCounty, found: FerryImport): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await readImport(county.context, found.stationCode, found.id);
  if (kept === null) throw new Error('nothing was kept of the import');
  return collect(await makeAnswer(county.context, kept));
}
export async function readAnswer(county: TestCounty, device: TestDevice, bytes: Uint8Array<ArrayBuffer>): Promise<ReadAnswer> {
  const source = memory(bytes);
  const head = await readSealedHead(tools, source);
  const mine = await importAgreePrivate(webcrypto, new Uint8Array(device.keys.agreePrivateKey.export({ type: 'pkcs8', format: 'der' })));
  const way = { mine, mineSpki: fromBase64(device.keys.agreeKey), from: fromBase64(county.context.instance.publicKeys.ferry) };
  const read: ReadAnswer = { header: head.header, answer: {} as FerryAnswer, verdicts: [], feed: [] };
  for await (const { kind, bytes: content } of readFrames(unseal(tools, source, head, way))) {
    const value = JSON.parse(tools.decode(content)) as unknown;
    if (kind === frameKind.manifest) read.answer = value as FerryAnswer;
    if (kind === frameKind.verdicts) read.verdicts.push(...(value as Verdict[]));
    if (kind === frameKind.feed) read.feed.push(value as ReadAnswer['feed'][number]);
  }
  return read;
}
