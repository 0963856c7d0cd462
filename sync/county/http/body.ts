/** Bodies within limits: read, inflated, parsed, checked. Every failure is a Refusal with a path. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type * as z from 'zod/mini';
import { Refusal } from '../failure.ts';

const inflate = promisify(gunzip);
/** JSON bodies; batches and chunks have their own. */
export const jsonLimit = 1024 * 1024;
/** Nothing that we define nests deeper than a dozen levels. */
const depthLimit = 64;

export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers.get('content-length') ?? '0');
  if (announced > limit) throw tooLarge(limit);
  // No more than was announced can come. Through a web stream a photo's chunk would cost as much again as storing it.
  if (announced > 0) return new Uint8Array(await request.arrayBuffer().catch(refuseCut));
  if (request.body === null) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body as AsyncIterable<Uint8Array>) {
      size += part.byteLength;
      if (size > limit) throw tooLarge(limit);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuseCut();
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Nobody hears this, but it is no defect of the county. */
function refuseCut(): never {
  throw new Refusal(400, 'invalid_body', '内容没有收全，请重新发送。');
}

export async function plainBytes(body: Uint8Array<ArrayBuffer>, encoding: string | null, limit: number): Promise<Uint8Array> {
  if (encoding === null || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new Refusal(415, 'invalid_header', '只接受 gzip 压缩的内容，请去掉 Content-Encoding 或改为 gzip。', 'headers.content-encoding');
  try {
    // In pieces of the default 16 KB a batch would go through the thread pool seventy times.
    return await inflate(body, { maxOutputLength: limit, chunkSize: Math.min(Math.max(body.byteLength * 4, 16 * 1024), 1024 * 1024) });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new Refusal(400, 'invalid_body', '压缩内容已损坏，请重新发送。');
  }
}

export function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'invalid_body', '内容不是 UTF-8 文本，请检查后重新发送。');
  }
  if (text.includes('\0')) throw new Refusal(400, 'invalid_body', '内容里有空字符，请检查后重新发送。');
  return text;
}

export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  if (nestsTooDeep(text)) return { ok: false };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

export function parseBody<S extends z.ZodMiniType>(schema: S, text: string): z.infer<S> {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Refusal(400, 'invalid_body', '内容不是有效的 JSON，请检查后重新发送。');
  return checkShape(schema, parsed.value);
}

export function checkShape<S extends z.ZodMiniType>(schema: S, value: unknown, at = ''): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [...(at === '' ? [] : [at]), ...(issue?.path ?? []).map(String)].join('.');
  throw new Refusal(400, 'invalid_body', path === '' ? '内容的格式不对，请按接口说明填写。' : `“${path}”的格式不对，请按接口说明填写。`, path);
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      if (++depth > depthLimit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, 'too_large', `内容超过 ${String(Math.floor(limit / 1024))} KB 的上限，请分成几次发送。`, '', { limit });
}
