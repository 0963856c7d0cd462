/** Signed requests to the county (SPEC P40-P44). Failures are values; each call has a deadline. */
import * as z from 'zod/mini';
import { contentDigest, countyHeader, requestText, toHex } from '#protocol/chain.ts';
import { problemSchema } from '#protocol/errors.ts';
import type { Problem } from '#protocol/errors.ts';
import { bytesToBase64, bytesToText, codec } from '#store/bytes.ts';
import type { Bytes } from '#store/bytes.ts';
import './jitless.ts';
import type { Result } from './api.ts';
import { failure } from './sentences.ts';
import type { World } from './world.ts';

export type Signer = { deviceId: string; key: CryptoKey };
export type Call<T extends z.ZodMiniType> = {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  reply: T;
  /** JSON unless bytes. */ body?: unknown;
  bytes?: Bytes;
  type?: string;
  headers?: Record<string, string>;
  /** With `Content-Digest`: out of the hash that is signed anyway. */ digest?: boolean;
  signer?: Signer;
  signal?: AbortSignal | undefined;
  deadline?: number;
};
type LineRequest = Omit<Call<z.ZodMiniType>, 'reply'>;
/** `moved`: bytes that came. */
type Read<T> = (response: Response) => Promise<{ moved: number; result: Result<T> }>;
/** Bytes that the line carried, up and down, for speed and time left. */
export type Meter = (bytes: number) => void;

const second = 1000;
const defaultDeadline = 30 * second;
const skewDetails = z.object({ serverTime: z.iso.datetime() });

export class CountyLine {
  #world: World;
  #meter: Meter;
  /** County's clock minus ours, ms; told by the county when ours is off. */
  offset = 0;

  constructor(world: World, meter: Meter) {
    this.#world = world;
    this.#meter = meter;
  }

  call<T extends z.ZodMiniType>(call: Call<T>): Promise<Result<z.infer<T>>> {
    return this.#twice(call, async (response) => {
      const text = await response.text();
      return { moved: text.length, result: readJson(call, response, text) };
    });
  }
  /** A reply that is a file. */
  bytes(call: LineRequest): Promise<Result<{ bytes: ArrayBuffer; type: string }>> {
    return this.#twice(call, async (response) => {
      const bytes = await response.arrayBuffer();
      const type = response.headers.get('content-type') ?? '';
      return { moved: bytes.byteLength, result: response.ok ? { ok: true, value: { bytes, type } } : refusal(bytesToText(new Uint8Array(bytes))) };
    });
  }

  /** Again, once, when our clock was the fault. */
  async #twice<T>(call: LineRequest, read: Read<T>): Promise<Result<T>> {
    const body = call.bytes ?? (call.body === undefined ? null : codec.encode(JSON.stringify(call.body)));
    const headers: Record<string, string> = { ...call.headers };
    if (body !== null) headers['content-type'] = call.type ?? 'application/json';
    const first = await this.#once(call, body, headers, read);
    if (first.ok || first.error.code !== 'clock_skew') return first;
    const told = skewDetails.safeParse(first.error.details);
    if (!told.success) return first;
    this.offset = Date.parse(told.data.serverTime) - this.#world.now();
    return this.#once(call, body, headers, read);
  }

  async #once<T>(call: LineRequest, body: Bytes | null, headers: Record<string, string>, read: Read<T>): Promise<Result<T>> {
    const stop = new AbortController();
    const cancel = this.#world.after(call.deadline ?? defaultDeadline, () => stop.abort('deadline'));
    const passOn = () => stop.abort('stopped');
    if (call.signal?.aborted === true) passOn();
    call.signal?.addEventListener('abort', passOn);
    try {
      const signed = call.signer === undefined ? {} : await this.#signature(call.signer, call, body);
      const response = await this.#world.fetch(this.#world.county + call.path, {
        method: call.method,
        headers: { ...headers, ...signed },
        body,
        signal: stop.signal,
        credentials: 'omit',
        cache: 'no-store',
        // Followed, it would lead to a sign-in page; manual, it is seen for what it is.
        redirect: 'manual'
      });
      const between = fromBetween(response);
      if (between !== null) return between;
      // The body is read under the same deadline: a line can die between headers and body.
      const { moved, result } = await read(response);
      this.#meter((body?.length ?? 0) + moved);
      return result;
    } catch {
      // fetch tells no cause apart; the reason of our own abort is the only thing known.
      return failure(stop.signal.reason === 'deadline' ? 'timeout' : 'offline');
    } finally {
      cancel();
      call.signal?.removeEventListener('abort', passOn);
    }
  }

  async #signature(signer: Signer, { method, path, digest }: LineRequest, body: Bytes | null): Promise<Record<string, string>> {
    const { crypto, now } = this.#world;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body ?? new Uint8Array(0)));
    const nonce = bytesToBase64(crypto.getRandomValues(new Uint8Array(18)))
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    const time = new Date(now() + this.offset).toISOString();
    return {
      'x-bangban-device': signer.deviceId,
      'x-bangban-time': time,
      'x-bangban-nonce': nonce,
      'x-bangban-signature': await signText(this.#world, signer.key, requestText(method, path, toHex(hash), nonce, time)),
      ...(digest === true && { 'content-digest': contentDigest(bytesToBase64(hash)) })
    };
  }
}

function readJson<T extends z.ZodMiniType>(call: Call<T>, response: Response, text: string): Result<z.infer<T>> {
  if (!response.ok) return refusal(text);
  const json = parsed(text);
  const reply = json === undefined ? null : call.reply.safeParse(json);
  return reply?.success === true ? { ok: true, value: reply.data } : failure('bad_reply', call.path);
}
/** Who answers without the county's header stands in between: a network's sign-in page, a proxy (SPEC P85). Null when it is the county. */
function fromBetween(response: Response): { ok: false; error: Problem } | null {
  if (response.headers.has(countyHeader)) return null;
  // A proxy's limit is met as the county's own.
  if (response.status === 413) return failure('too_large');
  return failure(response.status < 400 || response.status === 511 ? 'captive_portal' : 'offline');
}
function refusal(text: string): { ok: false; error: Problem } {
  const refused = problemSchema.safeParse(parsed(text));
  return refused.success ? { ok: false, error: refused.data } : failure('offline');
}
/** Undefined when it is no JSON; an empty body says nothing: null. */
function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new CompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // In one piece: a Blob's stream hands it over in small ones, each by way of the event loop. What fails here fails below too.
  void writer.write(bytes).catch(() => undefined);
  void writer.close().catch(() => undefined);
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}

/** ECDSA P-256 with SHA-256, IEEE P1363, base64. */
export async function signText({ crypto }: World, key: CryptoKey, text: string): Promise<string> {
  return bytesToBase64(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, codec.encode(text))));
}

/** For replies whose body says nothing. */
export const nothing = z.unknown();
