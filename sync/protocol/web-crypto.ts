/** What the protocol needs of WebCrypto. It comes in as a parameter: browsers, workers and Node each hand in their own. */
export type Bytes = Uint8Array<ArrayBuffer>;
export interface SealKey {
  readonly type: string;
}
type Named = { name: string };
type Hash = { name: string; hash: string };
type Curve = { name: string; namedCurve: string };
type Gcm = { name: string; iv: Bytes; additionalData: Bytes };
type Hkdf = { name: string; hash: string; salt: Bytes; info: Bytes };
type Derived = { name: string; length: number; hash?: string };
type Use = 'encrypt' | 'decrypt' | 'sign' | 'verify' | 'deriveBits' | 'deriveKey';

/** `K` is the platform's own CryptoKey, so that what comes out fits what it takes. */
export interface WebCrypto<K extends SealKey = SealKey> {
  readonly subtle: {
    digest(name: 'SHA-256', data: Bytes): Promise<ArrayBuffer>;
    importKey(format: 'raw' | 'spki' | 'pkcs8', data: Bytes, algorithm: Named | Curve, extractable: boolean, uses: Use[]): Promise<K>;
    exportKey(format: 'raw' | 'spki' | 'pkcs8', key: K): Promise<ArrayBuffer>;
    generateKey(curve: Curve, extractable: boolean, uses: Use[]): Promise<{ privateKey: K; publicKey: K }>;
    deriveBits(algorithm: { name: string; public: K }, key: K, bits: number): Promise<ArrayBuffer>;
    deriveKey(algorithm: Hkdf, key: K, derived: Derived, extractable: boolean, uses: Use[]): Promise<K>;
    encrypt(algorithm: Gcm, key: K, data: Bytes): Promise<ArrayBuffer>;
    decrypt(algorithm: Gcm, key: K, data: Bytes): Promise<ArrayBuffer>;
    sign(algorithm: Hash, key: K, data: Bytes): Promise<ArrayBuffer>;
    verify(algorithm: Hash, key: K, signature: Bytes, data: Bytes): Promise<boolean>;
  };
  getRandomValues(into: Bytes): Bytes;
}

export function joined(...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const curveOf = (name: 'ECDH' | 'ECDSA') => ({ name, namedCurve: 'P-256' });

export const importAgreeKey = <K extends SealKey>(crypto: WebCrypto<K>, spki: Bytes): Promise<K> => crypto.subtle.importKey('spki', spki, curve, true, []);
export const importAgreePrivate = <K extends SealKey>(crypto: WebCrypto<K>, pkcs8: Bytes): Promise<K> =>
  crypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['deriveBits']);
export const importVerifyKey = <K extends SealKey>(crypto: WebCrypto<K>, spki: Bytes): Promise<K> =>
  crypto.subtle.importKey('spki', spki, curveOf('ECDSA'), true, ['verify']);
export async function sha256<K extends SealKey>(crypto: WebCrypto<K>, data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}
export async function agree<K extends SealKey>(crypto: WebCrypto<K>, mine: K, theirs: K): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256));
}
/** AES-256-GCM out of shared secrets: HKDF over SHA-256. */
export async function hkdfKey<K extends SealKey>(crypto: WebCrypto<K>, secret: Bytes, salt: Bytes, info: Bytes, use: 'encrypt' | 'decrypt'): Promise<K> {
  const root = await crypto.subtle.importKey('raw', secret, { name: 'HKDF' }, false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, root, { name: 'AES-GCM', length: 256 }, false, [use]);
}
