/** The two ways in which the data key leaves memory: under a worker's PIN, and for the county's recovery key. */
import type { Envelope, Staff } from '#protocol/messages.ts';
import { suite } from '#protocol/version.ts';
import { base64ToBytes, bytesToBase64, codec, joinBytes } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import type { Platform } from './platform.ts';
import type { WayRow } from './vault-rows.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

async function wrappingKey(secret: Bytes, salt: Bytes, info: string, use: 'encrypt' | 'decrypt', { crypto }: Platform): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: codec.encode(info) }, root, { name: 'AES-GCM', length: 256 }, false, [use]);
}
async function agreed(mine: CryptoKey, theirs: CryptoKey, { crypto }: Platform): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256));
}

/** `agree` is the device's own pair: without this device's database, no PIN opens the way. */
export async function makeWay(dataKey: Bytes, staff: Staff, pin: string, agree: CryptoKeyPair, platform: Platform): Promise<WayRow> {
  const { crypto } = platform;
  const id = `way:${staff.id}` as const;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const ephemeral = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const secret = joinBytes(await platform.stretch(pin, salt), await agreed(ephemeral.privateKey, agree.publicKey, platform));
  const key = await wrappingKey(secret, salt, `bangban ${id}`, 'encrypt', platform);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: codec.encode(id) }, key, dataKey);
  return {
    id,
    staff,
    kdf: 'argon2id-65536-3-1',
    salt,
    ephemeralKey: new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey)),
    wrapped: joinBytes(iv, new Uint8Array(sealed))
  };
}

/** The data key, or null when the PIN is wrong. */
export async function openWay(way: WayRow, pin: string, agree: CryptoKeyPair, platform: Platform): Promise<Bytes | null> {
  const { crypto } = platform;
  const ephemeral = await crypto.subtle.importKey('raw', way.ephemeralKey, curve, true, []);
  const secret = joinBytes(await platform.stretch(pin, way.salt), await agreed(agree.privateKey, ephemeral, platform));
  const key = await wrappingKey(secret, way.salt, `bangban ${way.id}`, 'decrypt', platform);
  try {
    const clear = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: way.wrapped.subarray(0, 12), additionalData: codec.encode(way.id) },
      key,
      way.wrapped.subarray(12)
    );
    return new Uint8Array(clear);
  } catch {
    // GCM's refusal is the answer "wrong PIN"; it has no other cause here.
    return null;
  }
}

/** To a public key (SPKI, base64) of the county: ephemeral ECDH, HKDF, AES-GCM. `purpose` is bound to it. */
export async function makeEnvelope(clear: Bytes, countyKey: string, purpose: string, platform: Platform): Promise<Envelope> {
  const { crypto } = platform;
  const theirs = await crypto.subtle.importKey('spki', base64ToBytes(countyKey), curve, true, []);
  const ephemeral = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const key = await wrappingKey(await agreed(ephemeral.privateKey, theirs, platform), point, `bangban ${purpose}`, 'encrypt', platform);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: codec.encode(purpose) }, key, clear);
  return { suite, ephemeralKey: bytesToBase64(point), iv: bytesToBase64(iv), ciphertext: bytesToBase64(new Uint8Array(sealed)) };
}
