import { bytesToText, codec } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import type { Platform } from './platform.ts';
import { toHex } from '#protocol/chain.ts';
import { keyOfDataKey, openAt, sealAt, sealingKey } from '#protocol/sealed-row.ts';

/** What an open vault gives out. `lookup` makes keyed hashes: a plain hash of readable data can be guessed. */
export type Keys = { seal: CryptoKey; lookup: CryptoKey };

/** Keys for sealing and for look-ups, both out of the one data key. */
export async function keysOf(dataKey: Bytes, { crypto }: Platform): Promise<Keys> {
  const tools = { crypto, encode: codec.encode };
  return {
    seal: await sealingKey(tools, dataKey),
    lookup: await keyOfDataKey(tools, dataKey, 'bangban lookup 1', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign'])
  };
}

/** `place` is `table/row id`: a sealed value moved to another row does not open. */
export function sealBytes(keys: Keys, place: string, clear: Bytes, { crypto }: Platform): Promise<Bytes> {
  return sealAt(crypto, keys.seal, codec.encode(place), clear);
}
export function openBytes(keys: Keys, place: string, sealed: Bytes, { crypto }: Platform): Promise<Bytes> {
  return openAt(crypto, keys.seal, codec.encode(place), sealed);
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
