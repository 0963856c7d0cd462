/** Signed requests made ahead, so that what is measured is the county's work and not the making of them. */
import { request, type Agent } from 'node:http';
import type { TestDevice } from '#test/county/test-device.ts';

export type Prepared = { method: string; path: string; headers: Record<string, string>; body: Buffer };
export type Answer = { status: number; body: string; ms: number };

export function prepare(device: TestDevice, method: string, path: string, body: Uint8Array, headers: Record<string, string> = {}): Prepared {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { method, path, body: bytes, headers: { ...device.signed(method, path, bytes), ...headers, 'Content-Length': String(bytes.length) } };
}

/** `ms` from the first byte out until the last byte in. */
export function send(origin: string, agent: Agent, { method, path, headers, body }: Prepared): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { agent, method, headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(parts).toString(), ms: performance.now() - started });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
