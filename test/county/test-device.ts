/** A tablet as far as the wire goes: keys, signatures, chain. It shares nothing with the device's own code but the protocol. */
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { batchHeadText, contentDigest, enrolmentProofText, genesis, link, requestText } from '#protocol/chain.ts';
import type { FeedRow, Verdict } from '#protocol/messages.ts';

const digest = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const codec = { encode: (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) };
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export type BatchReply = { lastSeq: number; headHash: string; durableThrough: number; verdicts: Verdict[] };
export type RequestChanges = { headers?: Record<string, string>; at?: Date; nonce?: string; signedBody?: Uint8Array };

export class TestDevice {
  /** The tablet's clock. */
  now = (): Date => new Date();
  /** A restored county listens elsewhere. */ url: string;
  readonly keys: Keys;
  deviceId = '';
  deviceNo = '';
  epoch: string;
  lastSeq = 0;
  headHash = '';

  constructor(url: string, keys: Keys, epoch: string) {
    this.url = url;
    this.keys = keys;
    this.epoch = epoch;
  }

  static async enrol(url: string, code: string): Promise<TestDevice> {
    const device = new TestDevice(url, newKeys(), randomUUID());
    const reply = await fetch(`${url}/api/v1/enrolments`, { method: 'POST', body: JSON.stringify(device.enrolment(code)) });
    if (!reply.ok) throw new Error(`enrolment answered ${String(reply.status)} ${await reply.text()}`);
    const enrolled = (await reply.json()) as { deviceId: string; deviceNo: string };
    device.deviceId = enrolled.deviceId;
    device.deviceNo = enrolled.deviceNo;
    device.headHash = await genesis(device.epoch, digest, codec);
    return device;
  }

  enrolment(code: string): Record<string, unknown> {
    const { signKey, agreeKey } = this.keys;
    return {
      protocol: 1,
      code,
      epoch: this.epoch,
      signKey,
      agreeKey,
      deviceName: '测试平板',
      proof: this.sign(enrolmentProofText(code, this.epoch, signKey, agreeKey))
    };
  }

  sign(text: string): string {
    return sign('sha256', Buffer.from(text), { key: this.keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  }

  async call(method: string, path: string, body: Uint8Array | string | null = null, changes: RequestChanges = {}): Promise<Response> {
    const bytes = body === null ? new Uint8Array(0) : typeof body === 'string' ? codec.encode(body) : new Uint8Array(body);
    return fetch(this.url + path, {
      method,
      headers: { ...this.signed(method, path, changes.signedBody ?? bytes, changes), ...changes.headers },
      ...(body === null ? {} : { body: bytes })
    });
  }

  /** The headers that sign a request; each set serves once. */
  signed(method: string, path: string, body: Uint8Array, changes: Pick<RequestChanges, 'at' | 'nonce'> = {}): Record<string, string> {
    const time = (changes.at ?? this.now()).toISOString();
    const nonce = changes.nonce ?? randomBytes(16).toString('base64url');
    return {
      'X-Bangban-Device': this.deviceId,
      'X-Bangban-Time': time,
      'X-Bangban-Nonce': nonce,
      'X-Bangban-Signature': this.sign(requestText(method, path, sha256(body), nonce, time))
    };
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.call(method, path, body === undefined ? null : JSON.stringify(body));
    if (!reply.ok) throw new Error(`${method} ${path} answered ${String(reply.status)} ${await reply.text()}`);
    return (reply.status === 204 ? null : await reply.json()) as T;
  }

  /** The next batch after the confirmed head, or after another place. */
  async batch(
    lines: readonly string[],
    from: { seq: number; hash: string } = { seq: this.lastSeq, hash: this.headHash }
  ): Promise<{ body: string; headHash: string }> {
    let headHash = from.hash;
    for (const [at, line] of lines.entries()) headHash = await link(headHash, from.seq + 1 + at, line, digest, codec);
    const fromSeq = from.seq + 1;
    const signature = this.sign(batchHeadText(this.deviceId, this.epoch, fromSeq, lines.length, headHash));
    const header = { protocol: 1, epoch: this.epoch, fromSeq, count: lines.length, prevHash: from.hash, headHash, signature };
    return { body: [JSON.stringify(header), ...lines].join('\n') + '\n', headHash };
  }

  async send(body: string): Promise<Response> {
    return this.call('POST', '/api/v1/batches', gzipSync(body), { headers: { 'Content-Encoding': 'gzip' } });
  }

  /** Sends and moves on to what the county confirmed. */
  async push(lines: readonly string[]): Promise<BatchReply> {
    const reply = await this.send((await this.batch(lines)).body);
    if (!reply.ok) throw new Error(`batch answered ${String(reply.status)} ${await reply.text()}`);
    const answer = (await reply.json()) as BatchReply;
    this.lastSeq = answer.lastSeq;
    this.headHash = answer.headHash;
    return answer;
  }

  /** A new, empty journal on the same keys, as after the loss of the database. */
  async reopen(): Promise<void> {
    this.epoch = randomUUID();
    this.lastSeq = 0;
    this.headHash = await genesis(this.epoch, digest, codec);
  }

  async feed(cursor = ''): Promise<FeedRow[]> {
    const rows: FeedRow[] = [];
    for (let more = true, at = cursor; more;) {
      const page = await this.json<{ rows: FeedRow[]; cursor: string; more: boolean }>(
        'GET',
        `/api/v1/feed${at === '' ? '' : `?cursor=${encodeURIComponent(at)}`}`
      );
      rows.push(...page.rows);
      at = page.cursor;
      more = page.more;
    }
    return rows;
  }

  async putChunk(hash: string, chunk: number, bytes: Uint8Array, claimed: Uint8Array = bytes): Promise<Response> {
    return this.call('PUT', `/api/v1/blobs/${hash}/${String(chunk)}`, bytes, {
      headers: { 'Content-Digest': contentDigest(createHash('sha256').update(claimed).digest('base64')) }
    });
  }
}

export type Keys = { privateKey: KeyObject; agreePrivateKey: KeyObject; signKey: string; agreeKey: string };
export function newKeys(): Keys {
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const agreeing = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
  return { privateKey: signing.privateKey, agreePrivateKey: agreeing.privateKey, signKey: spki(signing.publicKey), agreeKey: spki(agreeing.publicKey) };
}
