/** The county's rating key: read by the owner once at start, since the application's role can't, and used to open boxes alone. */
import { webcrypto } from 'node:crypto';
import type pg from 'pg';
import { importAgreePrivate } from '#protocol/web-crypto.ts';
import { fromBase64, type Key } from '../ferry/key.ts';

export async function readRatingKey(owner: pg.Client): Promise<Key> {
  const { rows } = await owner.query<{ private_key: string }>(`SELECT private_key FROM county_keys WHERE purpose = 'rating'`);
  const row = rows[0];
  if (row === undefined) throw new Error('the county has no rating key');
  return importAgreePrivate(webcrypto, fromBase64(row.private_key));
}
