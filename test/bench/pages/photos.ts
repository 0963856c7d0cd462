/** Photos of a made-up day, on the device and raw, and the yardstick of sending them: six PUTs at a time out of raw IndexedDB. */
import type { Operation, Received } from '#domain/case/operations.ts';
import type { Page } from '#domain/form/values.ts';
import { toHex } from '#protocol/chain.ts';
import type { Bytes } from '#store/bytes.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Database } from '#store/database.ts';
import type { Keys } from '#store/seal.ts';

/** 800 of them are 248 MB. */
const photoBytes = 310_000;
const mime = 'image/jpeg';
const lanes = 6;

function rawPhotos(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bench-photos', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('photos', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}
function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('no write'));
  });
}
function get<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no read'));
  });
}

/** As little compressible as a JPEG, the same for the same seed. */
function photo(seed: number): Bytes {
  const words = new Uint32Array(photoBytes / 4);
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer);
}

/** Those of the day before are sent and gone. */
export async function clearPhotos(db: Database): Promise<void> {
  await db.transaction('rw', db.blobs, db.blobBytes, () => Promise.all([db.blobs.clear(), db.blobBytes.clear()]));
  const raw = await rawPhotos();
  const transaction = raw.transaction('photos', 'readwrite');
  transaction.objectStore('photos').clear();
  await done(transaction);
  raw.close();
}

export async function addPhotos(blobs: Blobs, keys: Keys, number: number, count: number): Promise<Page[]> {
  const pages: Page[] = [];
  const raw = await rawPhotos();
  for (let index = 0; index < count; index++) {
    const bytes = photo(number * count + index + 1);
    const sha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    await blobs.add(keys, { sha256, mime, bytes: photoBytes }, bytes);
    const transaction = raw.transaction('photos', 'readwrite');
    transaction.objectStore('photos').add(bytes);
    await done(transaction);
    pages.push({ sha256, bytes: photoBytes, mime, label: '', takenAt: '2026-11-22T01:00:00.000Z', width: 2000, height: 1500 });
  }
  raw.close();
  return pages;
}

/** The first paper is photographed instead. */
export function withPages(operation: Operation, pages: Page[]): void {
  const paper = (operation.body as Received).materials.find(({ state }) => state === 'paper');
  if (paper === undefined) throw new Error('the day has no paper to photograph');
  Object.assign(paper, { state: 'photographed', pages });
  operation.blobs.push(...pages.map(({ sha256 }) => sha256));
}

/** Milliseconds. */
export async function putRaw(address: string): Promise<number> {
  const started = performance.now();
  const raw = await rawPhotos();
  const keys = await get(raw.transaction('photos').objectStore('photos').getAllKeys());
  const lane = async () => {
    for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
      const body = await get(raw.transaction('photos').objectStore('photos').get(key) as IDBRequest<Bytes>);
      // POST and `text/plain`: what needs no preflight at the other port.
      const reply = await fetch(`${address}photos/${String(key)}`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } });
      if ((await reply.text()) !== String(body.length)) throw new Error('a photo was not stored');
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  raw.close();
  return performance.now() - started;
}
