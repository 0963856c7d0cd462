import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { frame, frameKind, longestFrame, readFrames } from '#protocol/frames.ts';
import type { SealedHeader } from '#protocol/messages.ts';
import { readSealedHead, seal, sealedChunk, SealFailure, unseal } from '#protocol/sealed-batch.ts';
import type { Opening, SealedSource, SealTools } from '#protocol/sealed-batch.ts';
import { suite } from '#protocol/version.ts';
import { importAgreePrivate } from '#protocol/web-crypto.ts';
import type { Bytes } from '#protocol/web-crypto.ts';

type Key = webcrypto.CryptoKey;
type Pair = { privateKey: Key; publicKey: Key };
const { subtle } = webcrypto;
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
const tools: SealTools<Key> = { crypto: webcrypto, encode: (text) => encoder.encode(text), decode: (bytes) => decoder.decode(bytes) };
const header: Omit<SealedHeader, 'format' | 'version' | 'keyId'> = {
  suite,
  kind: 'batch',
  id: '018f0000-0000-4000-8000-000000000001',
  station: 'LT03',
  deviceId: 'LT03-01-abcdefghij',
  deviceNo: '01',
  epoch: '018f0000-0000-4000-8000-000000000002',
  fromSeq: 1,
  count: 2,
  photos: 1,
  madeAt: '2026-11-22T09:30:00.000Z'
};
const spki = async (pair: Pair): Promise<Bytes> => new Uint8Array(await subtle.exportKey('spki', pair.publicKey));
const agreeing = () => subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
const signing = () => subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
const memory = (bytes: Bytes): SealedSource => ({ size: bytes.length, read: (at, length) => Promise.resolve(bytes.slice(at, at + length)) });
async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return new Uint8Array(Buffer.concat(parts));
}
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
const open = async (bytes: Bytes, way: Opening<Key>): Promise<Bytes> => whole(unseal(tools, memory(bytes), await readSealedHead(tools, memory(bytes)), way));
const codeOf = (bytes: Bytes, way: Opening<Key>): Promise<string> =>
  open(bytes, way).then(
    () => 'opened',
    (error: unknown) => (error instanceof SealFailure ? error.code : String(error))
  );

let [county, device, signer]: Pair[] = [];
let way: Opening<Key>;
beforeAll(async () => {
  [county, device, signer] = [await agreeing(), await agreeing(), await signing()];
  way = { mine: county.privateKey, mineSpki: await spki(county), signedBy: await spki(signer) };
});
const sealed = async (plain: Uint8Array, size = 70_000): Promise<Bytes> =>
  whole(seal(tools, header, { to: await spki(county as Pair), sign: (signer as Pair).privateKey }, inPieces(plain, size)));

describe('a sealed file', () => {
  it('[P75] [P76] [P77] opens as it opened when the format was made', async () => {
    const vector = JSON.parse(readFileSync(new URL('./sealed/vector.json', import.meta.url), 'utf8')) as {
      keys: Record<'ferry' | 'ferryPrivate' | 'agree' | 'agreePrivate' | 'sign', string>;
      batch: string;
      answer: string;
    };
    const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64'));
    const { keys } = vector;
    const read = async (file: Bytes, opening: Opening<Key>) => {
      const found: [number, string][] = [];
      for await (const { kind, bytes: content } of readFrames(unseal(tools, memory(file), await readSealedHead(tools, memory(file)), opening)))
        found.push([kind, tools.decode(content)]);
      return found;
    };
    const expected = [
      [frameKind.manifest, '{"no":1}'],
      [frameKind.batch, '第一行\n'],
      [frameKind.bytes, '\u0007'.repeat(5)]
    ];
    const ferry = await importAgreePrivate(webcrypto, bytes(keys.ferryPrivate));
    expect(await read(bytes(vector.batch), { mine: ferry, mineSpki: bytes(keys.ferry), signedBy: bytes(keys.sign) })).toEqual(expected);
    const mine = await importAgreePrivate(webcrypto, bytes(keys.agreePrivate));
    expect(await read(bytes(vector.answer), { mine, mineSpki: bytes(keys.agree), from: bytes(keys.ferry) })).toEqual(expected);
    expect((await readSealedHead(tools, memory(bytes(vector.batch)))).header).toMatchObject({ ...header, format: 'bangban-sealed', version: 1 });
  });

  it.each([0, 1, sealedChunk - 1, sealedChunk, sealedChunk + 1, 3 * sealedChunk])('[P75] carries %i bytes, in pieces of any size', async (size) => {
    const plain = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) webcrypto.getRandomValues(plain.subarray(at, at + 65_536));
    for (const piece of [997, sealedChunk, 10 * sealedChunk]) expect(Buffer.from(await open(await sealed(plain, piece), way)).equals(plain)).toBe(true);
  });

  it('[P76] is other bytes each time, and shows nothing of what is in it', async () => {
    const plain = tools.encode('李桂兰'.repeat(100));
    const [one, two] = [await sealed(plain), await sealed(plain)];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(one).includes('李桂兰')).toBe(false);
  });

  it('[P77] a bit that was flipped anywhere is found', async () => {
    const bytes = await sealed(new Uint8Array(1000));
    // Every section: magic, length, header, point, chunk's length, ciphertext, tag, signature.
    const codes = new Map<string, number>();
    for (let at = 0; at < bytes.length; at++) {
      const copy = bytes.slice();
      copy[at] = (copy[at] ?? 0) ^ 4;
      const code = await codeOf(copy, way);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.has('opened')).toBe(false);
    expect([...codes.keys()].every((code) => ['not_sealed', 'unknown_format', 'truncated', 'damaged', 'other_key', 'bad_signature'].includes(code))).toBe(true);
  });

  it('[P77] cut, lengthened, with chunks swapped, left out or of another file: refused', async () => {
    const plain = new Uint8Array(4 * sealedChunk + 10).map((_, at) => at >> 18);
    const [bytes, other] = [await sealed(plain), await sealed(plain)];
    const { head } = await readSealedHead(tools, memory(bytes));
    const chunk = 4 + sealedChunk + 16;
    const at = (n: number) => head.length + n * chunk;
    const join = (...parts: Uint8Array[]): Bytes => new Uint8Array(Buffer.concat(parts));
    const swapped = join(bytes.subarray(0, at(1)), bytes.subarray(at(2), at(3)), bytes.subarray(at(1), at(2)), bytes.subarray(at(3)));
    const left = join(bytes.subarray(0, at(1)), bytes.subarray(at(2)));
    const foreign = join(bytes.subarray(0, at(1)), other.subarray(at(1), at(2)), bytes.subarray(at(2)));
    const ended = join(bytes.subarray(0, at(2)), bytes.subarray(at(4)));
    for (const wrong of [swapped, left, foreign, ended, join(bytes, Uint8Array.of(0))]) expect(await codeOf(wrong, way)).toBe('damaged');
    for (const length of [3, 12, head.length - 1, head.length + 2, at(1) + 1, bytes.length - 65, bytes.length - 1])
      expect(['truncated', 'not_sealed'], String(length)).toContain(await codeOf(bytes.slice(0, length), way));
  });

  it('[P76] opens for its recipient alone, and only as its writer’s', async () => {
    const bytes = await sealed(new Uint8Array(10));
    const [stranger, impostor] = [await agreeing(), await signing()];
    expect(await codeOf(bytes, { ...way, mine: stranger.privateKey, mineSpki: await spki(stranger) })).toBe('other_key');
    expect(await codeOf(bytes, { ...way, mine: stranger.privateKey })).toBe('damaged');
    expect(await codeOf(bytes, { ...way, signedBy: await spki(impostor) })).toBe('bad_signature');
  });

  it('[P76] an answer is the county’s: what somebody else sealed to the tablet does not open', async () => {
    const [from, to, other] = [county as Pair, device as Pair, await agreeing()];
    const made = async (by: Pair): Promise<Bytes> =>
      whole(seal(tools, { ...header, kind: 'answer' }, { to: await spki(to), from: by.privateKey }, inPieces(new Uint8Array(9), 9)));
    const opening: Opening<Key> = { mine: to.privateKey, mineSpki: await spki(to), from: await spki(from) };
    expect(await codeOf(await made(from), opening)).toBe('opened');
    expect(await codeOf(await made(other), opening)).toBe('damaged');
  });
});

describe('frames', () => {
  async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Bytes> {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(new Uint8Array(bytes.slice(at, at + size)));
  }
  const frames = async (bytes: Uint8Array, size: number) => {
    const found: [number, number][] = [];
    for await (const { kind, bytes: content } of readFrames(pieces(bytes, size))) found.push([kind, content.length]);
    return found;
  };

  it('[P77] come back whole, however they are cut; one without bytes too', async () => {
    const written = Buffer.concat([...frame(1, new Uint8Array(3)), ...frame(7, new Uint8Array(0)), ...frame(4, new Uint8Array(1000))]);
    for (const size of [1, 4, 5, 6, 999, 5000])
      expect(await frames(written, size)).toEqual([
        [1, 3],
        [7, 0],
        [4, 1000]
      ]);
  });
  it('[P77] one that is cut, or asks for more memory than any has, is refused', async () => {
    const written = Buffer.concat([...frame(1, new Uint8Array(3))]);
    await expect(frames(written.subarray(0, 6), 10)).rejects.toMatchObject({ code: 'truncated' });
    const greedy = Buffer.from([1, 0, 0, 0, 0]);
    greedy.writeUInt32BE(longestFrame + 1, 1);
    await expect(frames(greedy, 10)).rejects.toMatchObject({ code: 'unknown_format' });
  });
});
