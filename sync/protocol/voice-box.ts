/**
 * What a resident says, sealed for the county on the spot (SPEC P100-P102): nobody at the station can read it, change it, or tell by its
 * length what it says.
 *
 *   ephemeral point (65 bytes) | nonce (12) | AES-256-GCM ciphertext of `clearBytes` and its tag (16), in base64
 */
import { answerSchema, type Answer } from '#domain/voice/answer.ts';
import type { SealTools } from './sealed-batch.ts';
import { suite } from './version.ts';
import { agree, hkdfKey, importAgreeKey, joined } from './web-crypto.ts';
import type { Bytes, SealKey } from './web-crypto.ts';

/** Room for 500 characters of which each is escaped; the rest is blanks, which JSON passes over. */
export const clearBytes = 4096;
const [pointBytes, nonceBytes, tagBytes] = [65, 12, 16];
export const boxBytes: number = pointBytes + nonceBytes + clearBytes + tagBytes;

/** What the box is bound to: a good rating can't be moved to another case. */
export type VoicePlace = { about: string; occasion: string };

const info = 'bangban rating 1';
const placeBytes = <K extends SealKey>(tools: SealTools<K>, { about, occasion }: VoicePlace) => tools.encode(`rating\n${about}\n${occasion}`);

export async function sealVoice<K extends SealKey>(
  tools: SealTools<K>,
  county: Bytes,
  place: VoicePlace,
  answer: Answer
): Promise<{ suite: string; bytes: Bytes }> {
  const { subtle } = tools.crypto;
  const text = tools.encode(JSON.stringify(answer));
  if (text.length > clearBytes) throw new Error('an answer that fits its schema fits the box');
  const clear = joined(text, new Uint8Array(clearBytes - text.length).fill(0x20));
  const theirs = await importAgreeKey(tools.crypto, county);
  const ephemeral = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', ephemeral.publicKey));
  const key = await hkdfKey(tools.crypto, await agree(tools.crypto, ephemeral.privateKey, theirs), point, tools.encode(info), 'encrypt');
  const nonce = tools.crypto.getRandomValues(new Uint8Array(nonceBytes));
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: placeBytes(tools, place) }, key, clear);
  return { suite, bytes: joined(point, nonce, new Uint8Array(sealed)) };
}

/** Null when it was sealed to another key, for another place, or changed. */
export async function openVoice<K extends SealKey>(tools: SealTools<K>, own: K, place: VoicePlace, named: string, box: Bytes): Promise<Answer | null> {
  if (named !== suite || box.length !== boxBytes) return null;
  try {
    const { crypto } = tools;
    const point = box.slice(0, pointBytes);
    const theirs = await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
    const key = await hkdfKey(crypto, await agree(crypto, own, theirs), point, tools.encode(info), 'decrypt');
    const opening = { name: 'AES-GCM', iv: box.slice(pointBytes, pointBytes + nonceBytes), additionalData: placeBytes(tools, place) };
    const clear = new Uint8Array(await crypto.subtle.decrypt(opening, key, box.slice(pointBytes + nonceBytes)));
    const parsed = answerSchema.safeParse(JSON.parse(tools.decode(clear)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
