/** What makes this county itself: instance id, feed generation, and four key pairs with one purpose each. */
import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID, createCipheriv, sign, type KeyObject } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import type pg from 'pg';

export const keyPurposes = ['ferry', 'rating', 'recovery', 'catalogue'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];
export type Instance = { id: string; feedGeneration: string; countyName: string; divisionCode: string; publicKeys: Record<KeyPurpose, string> };

export type CountyName = { name: string; divisionCode: string };

/** First start: makes the county and returns the recovery passphrase, which is shown once and kept nowhere. */
export async function ensureInstance(owner: pg.Client, county: CountyName): Promise<string | null> {
  const { rows } = await owner.query('SELECT 1 FROM county');
  if (rows.length > 0) return null;
  const passphrase = newPassphrase();
  await owner.query('BEGIN');
  await owner.query('INSERT INTO county (instance_id, feed_generation, name, division_code) VALUES ($1, $2, $3, $4)', [
    randomUUID(),
    randomUUID(),
    county.name,
    county.divisionCode
  ]);
  for (const purpose of keyPurposes) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
    const stored = purpose === 'recovery' ? await wrapByPassphrase(secret, passphrase) : secret.toString('base64');
    await owner.query('INSERT INTO county_keys (purpose, public_key, private_key) VALUES ($1, $2, $3)', [
      purpose,
      pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      stored
    ]);
  }
  await owner.query('COMMIT');
  return passphrase;
}

export async function readInstance(sql: Pick<pg.Client, 'query'>): Promise<Instance> {
  const county = await sql.query<{ instance_id: string; feed_generation: string; name: string; division_code: string }>('SELECT * FROM county');
  const row = county.rows[0];
  if (row === undefined) throw new Error('the county has no instance row');
  const keys = await sql.query<{ purpose: KeyPurpose; public_key: string }>('SELECT purpose, public_key FROM county_keys');
  const publicKeys = Object.fromEntries(keys.rows.map(({ purpose, public_key }) => [purpose, public_key])) as Record<KeyPurpose, string>;
  return { id: row.instance_id, feedGeneration: row.feed_generation, countyName: row.name, divisionCode: row.division_code, publicKeys };
}

/** Signs the catalogue pack: ECDSA P-256, SHA-256, IEEE P1363, base64, over the UTF-8 bytes of `pack`. */
export function signPack(key: KeyObject, pack: string): string {
  return sign('sha256', Buffer.from(pack), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
}

export async function catalogueKey(owner: pg.Client): Promise<KeyObject> {
  const { rows } = await owner.query<{ private_key: string }>(`SELECT private_key FROM county_keys WHERE purpose = 'catalogue'`);
  return createPrivateKey({ key: Buffer.from(rows[0]?.private_key ?? '', 'base64'), type: 'pkcs8', format: 'der' });
}

/** 20 letters of a 32-letter alphabet without look-alikes: 100 bits. */
function newPassphrase(): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const letters = [...randomBytes(20)].map((byte) => alphabet[byte % 32] ?? '').join('');
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}

/** Argon2id (64 MiB, t=3) → AES-256-GCM; JSON, so that the administrator's offline tool can open it. */
async function wrapByPassphrase(secret: Buffer, passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await argon2id({ password: passphrase, salt, iterations: 3, memorySize: 65536, parallelism: 1, hashLength: 32, outputType: 'binary' });
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return JSON.stringify({
    suite: 'argon2id-64m-3+aes256gcm',
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    ciphertext: ciphertext.toString('base64')
  });
}
