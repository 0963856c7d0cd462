/** The recovery key, opened by its passphrase on an administrator's command, and never by the server; and what is sealed to it. */
import { createDecipheriv, webcrypto } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import * as z from 'zod/mini';
import type { Envelope } from '#protocol/messages.ts';
import { agree, hkdfKey, importAgreePrivate } from '#protocol/web-crypto.ts';
import type { Bytes } from '#protocol/web-crypto.ts';
import { StartFailure } from '../failure.ts';
import { fromBase64, tools, type Key } from './key.ts';

const wrappedSchema = z.object({ suite: z.literal('argon2id-64m-3+aes256gcm'), salt: z.string(), iv: z.string(), ciphertext: z.string() });
const tagBytes = 16;

export async function openRecoveryKey(stored: string, passphrase: string): Promise<Key> {
  const { salt, iv, ciphertext } = wrappedSchema.parse(JSON.parse(stored));
  const [sealed, saltBytes] = [Buffer.from(ciphertext, 'base64'), Buffer.from(salt, 'base64')];
  // As it was printed, or typed from paper.
  const password = passphrase.trim().toUpperCase();
  const key = await argon2id({ password, salt: saltBytes, iterations: 3, memorySize: 65536, parallelism: 1, hashLength: 32, outputType: 'binary' });
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    const clear = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
    return await importAgreePrivate(webcrypto, new Uint8Array(clear));
  } catch {
    throw new StartFailure('恢复口令不对，请对照第一次启动时抄下的口令重新输入。');
  }
}

/** SPEC P45. Null when it was sealed to another key, or changed. */
export async function openEnvelope(key: Key, envelope: Envelope): Promise<Bytes | null> {
  try {
    const point = fromBase64(envelope.ephemeralKey);
    const theirs = await webcrypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
    const opening = await hkdfKey(webcrypto, await agree(webcrypto, key, theirs), point, tools.encode('bangban recovery'), 'decrypt');
    const place = { name: 'AES-GCM', iv: fromBase64(envelope.iv), additionalData: tools.encode('recovery') };
    return new Uint8Array(await webcrypto.subtle.decrypt(place, opening, fromBase64(envelope.ciphertext)));
  } catch {
    return null;
  }
}
