/** A station's day as it goes over the line: signed batches, made and zipped ahead, and the photos that they name. */
import { gzipSync } from 'node:zlib';
import { makeDay } from '#test/bench/day.ts';
import type { Place } from '#test/bench/day.ts';
import { sha256, type TestDevice } from '#test/county/test-device.ts';
import { defaultLimits } from '#protocol/version.ts';
import { photoOf, type Photo } from './photo.ts';

export interface SentLine {
  opId: string;
  caseId: string;
  seq: number;
  lineHash: string;
}
export interface StormDay {
  station: string;
  device: TestDevice;
  lines: string[];
  sent: SentLine[];
  /** Zipped, each with how many operations it holds. */
  batches: { body: Buffer; count: number }[];
  photos: Photo[];
}

/** `photos`: how many a case names. */
export async function prepareDay(station: string, device: TestDevice, place: Place, number: number, cases: number, photos: number): Promise<StormDay> {
  const all: Photo[] = [];
  const operations = makeDay(number, cases, { ...place, deviceNo: device.deviceNo }).map((operation, at) => {
    const own = Array.from({ length: photos }, (_, photo) => photoOf((number * cases + at) * photos + photo + 1));
    all.push(...own);
    return { ...operation, blobs: own.map((photo) => photo.sha256) };
  });
  const lines = operations.map((operation) => JSON.stringify(operation));
  const sent = operations.map(({ opId, caseId }, at) => ({ opId, caseId, seq: at + 1, lineHash: sha256(lines[at] ?? '') }));
  const batches: StormDay['batches'] = [];
  let head = { seq: device.lastSeq, hash: device.headHash };
  for (const part of split(lines)) {
    const { body, headHash } = await device.batch(part, head);
    batches.push({ body: gzipSync(body), count: part.length });
    head = { seq: head.seq + part.length, hash: headHash };
  }
  return { station, device, lines, sent, batches, photos: all };
}

/** By the county's limits. */
function* split(lines: readonly string[]): Generator<string[]> {
  let part: string[] = [];
  let size = 0;
  for (const line of lines) {
    const bytes = Buffer.byteLength(line) + 1;
    if (part.length === defaultLimits.batchOperations || size + bytes > defaultLimits.batchBytes) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(line);
    size += bytes;
  }
  if (part.length > 0) yield part;
}
