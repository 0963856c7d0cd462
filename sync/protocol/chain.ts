/**
 * The hash chain of a device's journal. Link(n) = SHA-256(Link(n−1) ‖ uint64be(n) ‖ SHA-256(line n)), hex outside, 32 raw bytes
 * inside; Link(0) = `genesis(epoch)`. The line's exact bytes are hashed: there is no canonical form (SPEC P3).
 */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
export interface TextCodec {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return out;
}

export async function genesis(epoch: string, digest: Digest, codec: TextCodec): Promise<string> {
  return toHex(await digest(codec.encode(`bangban journal ${epoch}`)));
}

export async function link(previous: string, seq: number, line: string, digest: Digest, codec: TextCodec): Promise<string> {
  const lineHash = await digest(codec.encode(line));
  const buffer = new Uint8Array(72);
  buffer.set(fromHex(previous), 0);
  new DataView(buffer.buffer).setBigUint64(32, BigInt(seq));
  buffer.set(lineHash, 40);
  return toHex(await digest(buffer));
}

/** What a device signs with a batch: binds device, epoch, range and head. */
export function batchHeadText(device: string, epoch: string, fromSeq: number, count: number, headHash: string): string {
  return `bangban batch 1\n${device}\n${epoch}\n${fromSeq}\n${count}\n${headHash}`;
}
export function enrolmentProofText(code: string, epoch: string, signKey: string, agreeKey: string): string {
  return `bangban enrolment 1\n${code}\n${epoch}\n${signKey}\n${agreeKey}`;
}
/**
 * What a device signs with every request. `bodyHash` is the hex SHA-256 of the body as sent (after gzip; of nothing for none).
 * Headers: `X-Bangban-Device`, `X-Bangban-Time` (ISO), `X-Bangban-Nonce` (≥ 16 base64url), `X-Bangban-Signature` (base64 ECDSA P-256/SHA-256, IEEE P1363).
 */
export function requestText(method: string, pathAndQuery: string, bodyHash: string, nonce: string, time: string): string {
  return `bangban request 1\n${method}\n${pathAndQuery}\n${bodyHash}\n${nonce}\n${time}`;
}
/** Every reply of the county carries its instance id here: a hotel's sign-in page or a proxy's error does not (SPEC P85). */
export const countyHeader = 'X-Bangban-County';
/** A chunk's `Content-Digest` (RFC 9530): `sha-256=:<base64>:`. */
export function contentDigest(base64Hash: string): string {
  return `sha-256=:${base64Hash}:`;
}
