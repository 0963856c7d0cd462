/**
 * WebCrypto that gives the same answers for the same seed: keys, nonces and even ECDSA signatures come from the seed, and nothing runs on
 * another thread. The arithmetic is OpenSSL's, the county checks the signatures with its own code.
 */
import { createCipheriv, createDecipheriv, createECDH, createHash, createHmac, createPublicKey, hkdfSync, verify } from 'node:crypto';
import type { Random } from '../core/random.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** A plain value, so that IndexedDB can clone it; only this module looks inside. */
export type SimKey = { kind: 'private' | 'point' | 'secret'; bytes: Bytes };
type Named = { name: string };
type Gcm = Named & { iv: Uint8Array; additionalData?: Uint8Array };
type Hkdf = Named & { salt: Uint8Array; info: Uint8Array };
type Through = <T>(act: () => T) => Promise<T>;

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const tagBytes = 16;

const copy = (bytes: Uint8Array | ArrayBuffer): Bytes => new Uint8Array(bytes instanceof ArrayBuffer ? bytes.slice(0) : bytes);
const plain = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const toBig = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const to32 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const buffer = (bytes: Uint8Array): ArrayBuffer => copy(bytes).buffer;

function pointOf(scalar: Uint8Array): Bytes {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  return copy(pair.getPublicKey());
}
function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value % order, order, 1n, 0n];
  while (b !== 0n) {
    const times = a / b;
    [a, b] = [b, a - times * b];
    [x, y] = [y, x - times * y];
  }
  return ((x % order) + order) % order;
}
/** ECDSA with a nonce made of key and message, as RFC 6979 has it in spirit. */
function signatureOf(scalar: Uint8Array, message: Uint8Array): Buffer {
  const hash = createHash('sha256').update(message).digest();
  const nonce = (toBig(createHmac('sha256', scalar).update(hash).digest()) % (order - 1n)) + 1n;
  const r = toBig(pointOf(to32(nonce)).subarray(1, 33)) % order;
  const s = (inverse(nonce) * (toBig(hash) + r * toBig(scalar))) % order;
  return Buffer.concat([to32(r), to32(s)]);
}

/** `through`: each call is an await of the code under test. */
export function simCrypto(random: Random, through: Through): Crypto {
  const fill = <T extends ArrayBufferView | null>(view: T): T => {
    if (view !== null) random.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return view;
  };
  const subtle = {
    digest: (_: unknown, data: BufferSource) => through(() => buffer(createHash('sha256').update(plain(data)).digest())),
    generateKey: () =>
      through(() => {
        const scalar = to32((toBig(fill(new Uint8Array(32))) % (order - 1n)) + 1n);
        return { privateKey: { kind: 'private', bytes: copy(scalar) }, publicKey: { kind: 'point', bytes: pointOf(scalar) } };
      }),
    exportKey: (format: string, key: SimKey) => through(() => buffer(format === 'spki' ? Buffer.concat([spkiHead, key.bytes]) : key.bytes)),
    importKey: (format: string, data: BufferSource, use: Named) =>
      through((): SimKey => {
        const bytes = copy(plain(data));
        if (format === 'spki') return { kind: 'point', bytes: bytes.slice(spkiHead.length) };
        return { kind: use.name === 'ECDH' || use.name === 'ECDSA' ? 'point' : 'secret', bytes };
      }),
    deriveBits: ({ public: theirs }: Named & { public: SimKey }, mine: SimKey) =>
      through(() => {
        const pair = createECDH('prime256v1');
        pair.setPrivateKey(mine.bytes);
        return buffer(pair.computeSecret(theirs.bytes));
      }),
    deriveKey: ({ salt, info }: Hkdf, root: SimKey): Promise<SimKey> =>
      through(() => ({ kind: 'secret', bytes: new Uint8Array(hkdfSync('sha256', root.bytes, salt, info, 32)) })),
    encrypt: ({ iv, additionalData }: Gcm, key: SimKey, data: BufferSource) =>
      through(() => {
        const cipher = createCipheriv('aes-256-gcm', key.bytes, iv);
        if (additionalData !== undefined) cipher.setAAD(additionalData);
        return buffer(Buffer.concat([cipher.update(plain(data)), cipher.final(), cipher.getAuthTag()]));
      }),
    decrypt: ({ iv, additionalData }: Gcm, key: SimKey, data: BufferSource) =>
      through(() => {
        const sealed = plain(data);
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv);
        if (additionalData !== undefined) decipher.setAAD(additionalData);
        decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
        return buffer(Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]));
      }),
    sign: ({ name }: Named, key: SimKey, data: BufferSource) =>
      through(() => buffer(name === 'ECDSA' ? signatureOf(key.bytes, plain(data)) : createHmac('sha256', key.bytes).update(plain(data)).digest())),
    verify: (_: unknown, key: SimKey, signature: BufferSource, data: BufferSource) =>
      through(() => {
        const spki = createPublicKey({ key: Buffer.concat([spkiHead, key.bytes]), type: 'spki', format: 'der' });
        return verify('sha256', plain(data), { key: spki, dsaEncoding: 'ieee-p1363' }, plain(signature));
      })
  };
  const made = {
    getRandomValues: fill,
    randomUUID: () => {
      const hex = Buffer.from(fill(new Uint8Array(16))).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    subtle
  };
  // Only what the station uses is there, and its keys are plain values: the browser's types can't say that.
  return made as unknown as Crypto;
}
