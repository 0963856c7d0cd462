/** Signed requests made ahead, so that what is measured is the county's work and not the making of them. */
import { request, type Agent } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { TestDevice } from '#test/county/test-device.ts';

export interface Prepared {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}
export interface Answer {
  status: number;
  /** From the first byte out until the last byte in. */
  ms: number;
  text(): string;
}

export function prepare(device: TestDevice, method: string, path: string, body: Uint8Array, headers: Record<string, string> = {}): Prepared {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const signed = device.signed(method, path, bytes);
  return { method, path, body: bytes, headers: { ...signed, 'Accept-Encoding': 'gzip', ...headers, 'Content-Length': String(bytes.length) } };
}

export function send(origin: string, agent: Agent, { method, path, headers, body }: Prepared): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { agent, method, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        const ms = performance.now() - started;
        const whole = () => (reply.headers['content-encoding'] === 'gzip' ? gunzipSync(Buffer.concat(parts)) : Buffer.concat(parts));
        resolve({ status: reply.statusCode ?? 0, ms, text: () => whole().toString() });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
