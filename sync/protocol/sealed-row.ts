/** How a tablet seals its rows (SPEC P83). Here, since the county must open them when it rescues a tablet. */
import type { SealTools } from './sealed-batch.ts';
import { joined } from './web-crypto.ts';
import type { Bytes, SealKey, WebCrypto } from './web-crypto.ts';

const ivBytes = 12;

/** A key for one use, out of the data key. */
export async function keyOfDataKey<K extends SealKey>(
  { crypto, encode }: Pick<SealTools<K>, 'crypto' | 'encode'>,
  dataKey: Bytes,
  info: string,
  derived: { name: string; length: number; hash?: string },
  uses: ('encrypt' | 'decrypt' | 'sign')[]
): Promise<K> {
  const root = await crypto.subtle.importKey('raw', dataKey, { name: 'HKDF' }, false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: encode(info) }, root, derived, false, uses);
}
export function sealingKey<K extends SealKey>(tools: Pick<SealTools<K>, 'crypto' | 'encode'>, dataKey: Bytes): Promise<K> {
  return keyOfDataKey(tools, dataKey, 'bangban seal 1', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']);
}

/** `place` is `table/row id`: a sealed value moved to another row does not open. */
export async function sealAt<K extends SealKey>(crypto: WebCrypto<K>, key: K, place: Bytes, clear: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  return joined(iv, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: place }, key, clear)));
}
export async function openAt<K extends SealKey>(crypto: WebCrypto<K>, key: K, place: Bytes, sealed: Bytes): Promise<Bytes> {
  const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.subarray(0, ivBytes), additionalData: place }, key, sealed.subarray(ivBytes));
  return new Uint8Array(clear);
}

export const placeOf = {
  journal: (seq: number) => `journal/${String(seq)}`,
  draft: (id: string) => `drafts/${id}`,
  blob: (id: string) => `blobs/${id}`,
  blobBytes: (id: string) => `blobBytes/${id}`
};
/** `prev` and `head`: the chain's link before the first and after the last line. */
export type GroupContent = { lines: string[]; prev: string; head: string };
