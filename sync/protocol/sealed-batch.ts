/**
 * A sealed file: what the line would have carried, for a USB stick (SPEC P75-P77). Written and read as a stream of chunks, so that a
 * file with hundreds of photos needs the memory of one.
 *
 *   "bangban" 0x01 | uint32be length | header (JSON, UTF-8) | ephemeral point (65 bytes)      = the head
 *   uint32be (bit 31: the last one; bits 0-30: length) | AES-256-GCM ciphertext and tag       = one chunk, again and again
 *   ECDSA signature (64 bytes)                                                                 = the tail, unless the county wrote it
 */
import { toHex } from './chain.ts';
import { sealedHeaderSchema } from './messages.ts';
import type { SealedHeader } from './messages.ts';
import { suite } from './version.ts';
import { agree, hkdfKey, importAgreeKey, importVerifyKey, joined, sha256 } from './web-crypto.ts';
import type { Bytes, SealKey, WebCrypto } from './web-crypto.ts';

/** What both ends hand in: their WebCrypto and UTF-8. */
export type SealTools<K extends SealKey = SealKey> = { crypto: WebCrypto<K>; encode(text: string): Bytes; decode(bytes: Uint8Array): string };
/** A file that can be read at any place: it is read twice. */
export type SealedSource = { size: number; read(at: number, length: number): Promise<Bytes> };
export type SealFault = 'not_sealed' | 'unknown_format' | 'truncated' | 'other_key' | 'damaged' | 'bad_signature';
export class SealFailure extends Error {
  override readonly name = 'SealFailure';
  readonly code: SealFault;
  constructor(code: SealFault) {
    super(code);
    this.code = code;
  }
}

export const sealedChunk = 256 * 1024;
const magic = Uint8Array.of(0x62, 0x61, 0x6e, 0x67, 0x62, 0x61, 0x6e, 0x01);
const [lengthBytes, pointBytes, tagBytes, signatureBytes, longestHeader] = [4, 65, 16, 64, 4096];
const lastFlag = 0x80000000;
const signing = { name: 'ECDSA', hash: 'SHA-256' };

/** Names a public key (SPKI) in a header. */
export async function keyIdOf(tools: SealTools, spki: Bytes): Promise<string> {
  return toHex(await sha256(tools.crypto, spki)).slice(0, 16);
}
function uint32(value: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/**
 * To whom and by whom. A device signs with its signing key; the county proves itself by a second agreement, of its ferry key with
 * the device's, so that this key has one use (decision 0004).
 */
export type Sealing<K> = { to: Bytes } & ({ sign: K } | { from: K });
export type Opening<K> = { mine: K; mineSpki: Bytes } & ({ signedBy: Bytes } | { from: Bytes });
type Session<K> = { key: K; head: Bytes; link: Bytes };

async function fileKey<K extends SealKey>(tools: SealTools<K>, secrets: Bytes[], point: Bytes, kind: string, use: 'encrypt' | 'decrypt'): Promise<K> {
  return hkdfKey(tools.crypto, joined(...secrets), point, tools.encode(`bangban sealed 1 ${kind}`), use);
}
/** The key is the file's own, so a count is nonce enough; place and end are bound twice, the head once. */
function placeOf(session: Session<unknown>, index: number, isLast: boolean): { name: string; iv: Bytes; additionalData: Bytes } {
  const place = joined(uint32(index), Uint8Array.of(isLast ? 1 : 0));
  return { name: 'AES-GCM', iv: joined(new Uint8Array(7), place), additionalData: joined(session.head, place) };
}
/** WebCrypto hashes no streams: a chain of hashes stands for the file. */
async function follow<K extends SealKey>(tools: SealTools<K>, session: Session<K>, chunk: Bytes): Promise<void> {
  session.link = await sha256(tools.crypto, joined(session.link, await sha256(tools.crypto, chunk)));
}
const signedText = (kind: string, link: Bytes) => `bangban sealed 1\n${kind}\n${toHex(link)}`;

/** The file's bytes, in pieces. `plain` may come in pieces of any size. */
export async function* seal<K extends SealKey>(
  tools: SealTools<K>,
  header: Omit<SealedHeader, 'format' | 'version' | 'keyId'>,
  way: Sealing<K>,
  plain: AsyncIterable<Uint8Array>
): AsyncGenerator<Bytes> {
  const { subtle } = tools.crypto;
  const theirs = await importAgreeKey(tools.crypto, way.to);
  const ephemeral = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const point = new Uint8Array(await subtle.exportKey('raw', ephemeral.publicKey));
  const named: SealedHeader = { format: 'bangban-sealed', version: 1, ...header, keyId: await keyIdOf(tools, way.to) };
  const text = tools.encode(JSON.stringify(named));
  const head = joined(magic, uint32(text.length), text, point);
  const secrets = [await agree(tools.crypto, ephemeral.privateKey, theirs)];
  if ('from' in way) secrets.push(await agree(tools.crypto, way.from, theirs));
  const hash = await sha256(tools.crypto, head);
  const session: Session<K> = { key: await fileKey(tools, secrets, point, header.kind, 'encrypt'), head: hash, link: hash };
  yield head;
  let index = 0;
  const sealChunk = async (clear: Bytes, isLast: boolean): Promise<Bytes> => {
    const sealed = new Uint8Array(await subtle.encrypt(placeOf(session, index++, isLast), session.key, clear));
    const chunk = joined(uint32((isLast ? lastFlag : 0) + sealed.length), sealed);
    await follow(tools, session, chunk);
    return chunk;
  };
  const waiting = new Uint8Array(sealedChunk);
  let filled = 0;
  for await (const piece of plain) {
    for (let at = 0; at < piece.length;) {
      // Full, and something follows: so it is not the last.
      if (filled === sealedChunk) {
        yield await sealChunk(waiting, false);
        filled = 0;
      }
      const taken = piece.subarray(at, at + sealedChunk - filled);
      waiting.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield await sealChunk(waiting.slice(0, filled), true);
  if ('sign' in way) yield new Uint8Array(await subtle.sign(signing, way.sign, tools.encode(signedText(header.kind, session.link))));
}

export type SealedHead = { header: SealedHeader; head: Bytes; point: Bytes };
/** Says what a file calls itself; nothing of it is proved yet. */
export async function readSealedHead<K extends SealKey>(tools: SealTools<K>, source: SealedSource): Promise<SealedHead> {
  const start = magic.length + lengthBytes;
  if (source.size < start) throw new SealFailure('not_sealed');
  const first = await source.read(0, start);
  if (!magic.every((byte, at) => first[at] === byte)) throw new SealFailure('not_sealed');
  const length = new DataView(first.buffer, first.byteOffset).getUint32(magic.length);
  if (length > longestHeader) throw new SealFailure('not_sealed');
  const headBytes = start + length + pointBytes;
  if (source.size < headBytes) throw new SealFailure('truncated');
  const head = await source.read(0, headBytes);
  const said = parseJson(tools.decode(head.subarray(start, start + length)));
  const parsed = sealedHeaderSchema.safeParse(said);
  if (!parsed.success) throw new SealFailure(isOfAnotherVersion(said) ? 'unknown_format' : 'damaged');
  return { header: parsed.data, head, point: head.slice(start + length) };
}
function isOfAnotherVersion(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'version' in said && 'suite' in said && (said.version !== 1 || said.suite !== suite);
}
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The plain bytes, chunk by chunk. The last chunk, and the signature after it, are checked before this ends: see `checkSealed`. */
export async function* unseal<K extends SealKey>(
  tools: SealTools<K>,
  source: SealedSource,
  { header, head, point }: SealedHead,
  way: Opening<K>
): AsyncGenerator<Bytes> {
  const { crypto } = tools;
  if (header.keyId !== (await keyIdOf(tools, way.mineSpki))) throw new SealFailure('other_key');
  const secrets: Bytes[] = [];
  try {
    secrets.push(await agree(crypto, way.mine, await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, true, [])));
  } catch {
    // No point of the curve.
    throw new SealFailure('damaged');
  }
  if ('from' in way) secrets.push(await agree(crypto, way.mine, await importAgreeKey(crypto, way.from)));
  const hash = await sha256(crypto, head);
  const session: Session<K> = { key: await fileKey(tools, secrets, point, header.kind, 'decrypt'), head: hash, link: hash };
  let [at, isLast] = [head.length, false];
  for (let index = 0; !isLast; index++) {
    if (source.size < at + lengthBytes) throw new SealFailure('truncated');
    const word = new DataView((await source.read(at, lengthBytes)).buffer).getUint32(0);
    isLast = word >= lastFlag;
    const length = isLast ? word - lastFlag : word;
    if (length < tagBytes || length > sealedChunk + tagBytes || (!isLast && length !== sealedChunk + tagBytes)) throw new SealFailure('damaged');
    if (source.size < at + lengthBytes + length) throw new SealFailure('truncated');
    const chunk = await source.read(at, lengthBytes + length);
    at += chunk.length;
    await follow(tools, session, chunk);
    let clear: Bytes;
    try {
      clear = new Uint8Array(await crypto.subtle.decrypt(placeOf(session, index, isLast), session.key, chunk.slice(lengthBytes)));
    } catch {
      // GCM says only that something differs: bytes, order, head, or the key.
      throw new SealFailure('damaged');
    }
    yield clear;
  }
  const tail = 'signedBy' in way ? signatureBytes : 0;
  if (source.size < at + tail) throw new SealFailure('truncated');
  if (source.size > at + tail) throw new SealFailure('damaged');
  if (!('signedBy' in way)) return;
  const text = tools.encode(signedText(header.kind, session.link));
  const isTheirs = await crypto.subtle.verify(signing, await importVerifyKey(crypto, way.signedBy), await source.read(at, tail), text);
  if (!isTheirs) throw new SealFailure('bad_signature');
}

/** Reads it through once and keeps nothing: after this, nothing of it can turn out to be false half-way. */
export async function checkSealed<K extends SealKey>(tools: SealTools<K>, source: SealedSource, head: SealedHead, way: Opening<K>): Promise<void> {
  for await (const _ of unseal(tools, source, head, way));
}
