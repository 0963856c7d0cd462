import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fastLine, LineProxy } from '../line-proxy.ts';

/** Counts what arrives, and answers a whole request with its length. */
const arrived: number[] = [];
const far = createServer((asked, reply) => {
  const index = arrived.push(0) - 1;
  asked.on('error', () => undefined);
  asked.on('data', (chunk: Buffer) => (arrived[index] = (arrived[index] ?? 0) + chunk.length));
  asked.on('end', () => reply.end(String(arrived[index])));
});
let line: LineProxy;
beforeEach(async () => {
  arrived.length = 0;
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve));
  line = await LineProxy.to(`http://127.0.0.1:${(far.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await line[Symbol.asyncDispose]();
  far.closeAllConnections();
  await new Promise((resolve) => far.close(resolve));
});

function post(bytes: number, url = line.url): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent: new Agent() }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => resolve(text));
    });
    asked.on('error', reject);
    asked.end(Buffer.alloc(bytes));
  });
}

test('all bytes pass, on a slow line too, and are counted both ways', async () => {
  line.becomes({ roundTrip: 4, up: 2_000_000, down: 1_000_000 });
  expect(await Promise.all([post(200_000), post(10), post(70_000)])).toEqual(['200000', '10', '70000']);
  expect(line.bytesUp).toBeGreaterThan(270_010);
  expect(line.bytesUp).toBeLessThan(272_000);
  expect(line.bytesDown).toBeGreaterThan(3 * 'HTTP/1.1 200 OK'.length);
});

test('a cut in the middle of a body resets it at both ends; the next request gets through', async () => {
  line.cutAfter(100_000);
  await expect(post(500_000)).rejects.toThrow();
  expect(line.broken).toBe(1);
  expect(line.bytesUp).toBeLessThan(110_000);
  expect(arrived[0] ?? 0).toBeLessThan(110_000);
  expect(await post(7)).toBe('7');
});

test('refused means nobody, until it is mended', async () => {
  line.refuse();
  await expect(post(1)).rejects.toThrow();
  line.mend();
  expect(await post(1)).toBe('1');
});

test('a stall holds what is under way, and lets it go on', async () => {
  line.becomes(fastLine);
  line.stall();
  const held = post(5);
  await post(9, `http://127.0.0.1:${(far.address() as AddressInfo).port}`);
  expect(arrived).toEqual([9]);
  line.mend();
  expect(await held).toBe('5');
});
