/** Device keys and signatures: P-256, SPKI in base64; ECDSA over SHA-256 in IEEE P1363 form. */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { genesis } from '#protocol/chain.ts';

const spkiBytes = 91;

/** One key has one spelling: OpenSSL would read over whatever follows it, and what is read is kept. */
export function parseP256(spki: string): KeyObject | null {
  const der = Buffer.from(spki, 'base64');
  if (der.length !== spkiBytes || der.toString('base64') !== spki) return null;
  try {
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

// Reading a key takes longer than checking a signature with it.
const read = new Map<string, KeyObject | null>();
const mostRead = 10_000;

function keyOf(spki: string): KeyObject | null {
  const known = read.get(spki);
  if (known !== undefined) return known;
  const key = parseP256(spki);
  if (read.size >= mostRead) read.clear();
  read.set(spki, key);
  return key;
}

export function isSignedBy(spki: string, text: string, signature: string): boolean {
  const key = keyOf(spki);
  const bytes = Buffer.from(signature, 'base64');
  if (key === null || bytes.length !== 64) return false;
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}

const codec = new TextEncoder();
export const textCodec = { encode: (text: string): Uint8Array<ArrayBuffer> => codec.encode(text) };
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function genesisOf(epoch: string): Promise<string> {
  return genesis(epoch, (bytes) => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest())), textCodec);
}
