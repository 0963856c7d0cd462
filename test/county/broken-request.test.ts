/** What is no HTTP is refused with a sentence too, and a probe that names no host is answered. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

function says(text: string): Promise<string> {
  const { hostname, port } = new URL(county.url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname);
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
    socket.write(text);
  });
}

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a head without an end', `GET /healthz HTTP/1.1\r\nHost: county\r\nX: ${'x'.repeat(20_000)}`, 431],
  ['a length that is none', 'POST /api/v1/enrolments HTTP/1.1\r\nHost: county\r\nContent-Length: many\r\n\r\n', 400],
  ['two ways to frame a body', 'POST /api/v1/enrolments HTTP/1.1\r\nHost: county\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['an expectation that nobody has', 'GET /healthz HTTP/1.1\r\nHost: county\r\nConnection: close\r\nExpect: a miracle\r\n\r\n', 417]
])('[P85] %s gets a sentence of the county', async (_, text, status) => {
  const [head = '', body = ''] = (await says(text)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  expect(head.toLowerCase()).toContain(`x-bangban-county: ${county.context.instance.id}`);
  expect(JSON.parse(body)).toEqual({
    code: 'invalid_header',
    message: expect.stringMatching(/\p{Script=Han}.*。$/u) as string,
    path: expect.any(String) as string
  });
});

test.each([
  'GET /healthz HTTP/1.0\r\n\r\n',
  'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n',
  'GET /healthz HTTP/1.1\r\nHost: a b/c?\r\nConnection: close\r\n\r\n'
])('a probe that names no host, or a strange one, is answered: %j', async (text) => {
  expect(await says(text)).toMatch(/^HTTP\/1\.1 200 /);
});
