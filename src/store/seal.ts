import { bytesToText, codec, joinBytes } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import type { Platform } from './platform.ts';
import { toHex } from '#protocol/chain.ts';

/** What an open vault gives out. `lookup` makes keyed hashes: a plain hash of readable data can be guessed. */
export type Keys = { seal: CryptoKey; lookup: CryptoKey };

/** Keys for sealing and for look-ups, both out of the one data key. */
export async function keysOf(dataKey: Bytes, { crypto }: Platform): Promise<Keys> {
  const root = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey']);
  const derive = (info: string, to: AesKeyGenParams | HmacKeyGenParams, uses: KeyUsage[]) =>
    crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: codec.encode(info) }, root, to, false, uses);
  return {
    seal: await derive('bangban seal 1', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    lookup: await derive('bangban lookup 1', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign'])
  };
}

/** `place` is `table/row id`: a sealed value moved to another row does not open. */
export async function sealBytes(keys: Keys, place: string, clear: Bytes, { crypto }: Platform): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: codec.encode(place) }, keys.seal, clear);
  return joinBytes(iv, new Uint8Array(sealed));
}
export async function openBytes(keys: Keys, place: string, sealed: Bytes, { crypto }: Platform): Promise<Bytes> {
  const clear = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData: codec.encode(place) },
    keys.seal,
    sealed.subarray(12)
  );
  return new Uint8Array(clear);
}
export function sealJson(keys: Keys, place: string, value: unknown, platform: Platform): Promise<Bytes> {
  return sealBytes(keys, place, codec.encode(JSON.stringify(value)), platform);
}
/** The caller names the type: what was sealed here is what this code wrote, and GCM proves that nobody changed it. */
export async function openJson<T>(keys: Keys, place: string, sealed: Bytes, platform: Platform): Promise<T> {
  return JSON.parse(bytesToText(await openBytes(keys, place, sealed, platform))) as T;
}
export async function lookupId(keys: Keys, text: string, { crypto }: Platform): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', keys.lookup, codec.encode(text)))).slice(0, 40);
}
