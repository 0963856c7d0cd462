/**
 * The county's ferry key. The application's role can't read private keys, so the owner reads it once at start; it is imported so
 * that nothing exports it again, and used for agreements alone.
 */
import { webcrypto } from 'node:crypto';
import type pg from 'pg';
import type { SealTools } from '#protocol/sealed-batch.ts';
import { importAgreePrivate } from '#protocol/web-crypto.ts';
import type { Bytes } from '#protocol/web-crypto.ts';

export type Key = webcrypto.CryptoKey;
export type FerryKey = { own: Key; spki: Bytes };

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
export const tools: SealTools<Key> = { crypto: webcrypto, encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) };

export const fromBase64 = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64'));

export async function readFerryKey(owner: pg.Client): Promise<FerryKey> {
  const { rows } = await owner.query<{ public_key: string; private_key: string }>(`SELECT public_key, private_key FROM county_keys WHERE purpose = 'ferry'`);
  const row = rows[0];
  if (row === undefined) throw new Error('the county has no ferry key');
  return { own: await importAgreePrivate(webcrypto, fromBase64(row.private_key)), spki: fromBase64(row.public_key) };
}
