/** The document of the API against the server that it describes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describeApi } from '#county/http/openapi.ts';
import { isRaw, type Route } from '#county/http/route.ts';
import { routes } from '#county/http/routes.ts';
import { createServer } from '#county/http/server.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

let county: TestCounty;
let tablet: TestDevice;
let browser: StaffBrowser;
beforeAll(async () => {
  county = await startTestCounty();
  tablet = await county.enrol('LT03');
  browser = await county.signIn('wangshen');
});
afterAll(() => county[Symbol.asyncDispose]());

type Operation = { operationId: string; parameters?: { name: string; in: string }[]; responses: Record<string, unknown>; security: Record<string, unknown>[] };
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};
const read = async (): Promise<Document> => (await fetch(`${county.url}/openapi.json`)).json() as Promise<Document>;
const filled = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ({ station: 'LT03', id: randomUUID(), sha256: 'a'.repeat(64), chunk: '0' })[name] ?? 'x');

test('/openapi.json has every address that the server answers, and no other', async () => {
  const document = await read();
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  const served = createServer(county.context)
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  expect(described.sort()).toEqual([...new Set(served)].sort());
  expect(described.length).toBeGreaterThan(20);
});

test('/openapi.json is well formed: ids are unique, references and security resolve, places in paths are parameters', async () => {
  const document = await read();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })));
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  for (const { path, operation } of operations) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect((operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(places);
    expect(Object.keys(operation.responses).every((status) => /^[1-5](\d\d|XX)$/.test(status))).toBe(true);
    for (const scheme of operation.security.flatMap(Object.keys)) expect(document.components.securitySchemes).toHaveProperty(scheme);
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
  expect(references.length).toBeGreaterThan(0);
  const resolves = (reference: string): boolean =>
    reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), document) !== undefined;
  expect([...new Set(references)].filter((reference) => !reference.startsWith('#/') || !resolves(reference))).toEqual([]);
  expect(document).toEqual(JSON.parse(JSON.stringify(describeApi(routes))));
});

async function refused(reply: Response, asked: string): Promise<number> {
  const answer: unknown = await reply.json().catch(() => null);
  expect(answer, asked).toEqual({
    code: expect.any(String) as string,
    message: expect.stringMatching(/。$/) as string,
    path: expect.any(String) as string,
    ...(typeof answer === 'object' && answer !== null && 'details' in answer ? { details: answer.details } : {})
  });
  expect(reply.headers.get('cache-control'), asked).toContain('no-store');
  expect(reply.headers.get('x-content-type-options'), asked).toBe('nosniff');
  return reply.status;
}
function send(route: Route, method: string, body: string | null): Promise<Response> {
  const path = filled(route.path);
  if (route.caller === 'device') return tablet.call(method, path, body);
  const headers = { 'Content-Type': 'application/json', ...(route.caller === 'staff' ? { cookie: browser.cookie, 'X-Csrf-Token': browser.csrf } : {}) };
  return fetch(county.url + path, { method, headers, body });
}

test('every address refuses methods that it has not, and says which it has', async () => {
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path);
    const has = own.map((route) => route.method.toUpperCase());
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].filter((each) => !has.includes(each))) {
      const reply = await fetch(county.url + filled(path), { method });
      expect(await refused(reply, `${method} ${path}`), `${method} ${path}`).toBe(405);
      expect(reply.headers.get('allow'), path).toBe([...has.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))].join(', '));
      // No other origin is ever let in.
      expect(reply.headers.get('access-control-allow-origin')).toBeNull();
    }
  }
});

test('every call with a body refuses a wrong one with 4xx, a code, a sentence and a path', async () => {
  for (const route of routes.filter(({ body }) => body !== undefined)) {
    const wrong = route.body !== undefined && isRaw(route.body) ? ['', 'x'.repeat(route.body.limit + 1)] : ['', '{', 'null', '[]', '7', '"x"', '{"a":1}'];
    for (const body of wrong) {
      const asked = `${route.method} ${route.path} ${body.slice(0, 20)}`;
      const status = await refused(await send(route, route.method.toUpperCase(), body), asked);
      expect(status, asked).toBeGreaterThanOrEqual(400);
      expect(status, asked).toBeLessThan(500);
    }
  }
  expect(county.logged).toEqual([]);
});

test('who is nobody gets 401 at every closed address', async () => {
  for (const route of routes.filter(({ caller }) => caller !== 'open')) {
    const body = route.body === undefined ? null : '{}';
    const reply = await fetch(county.url + filled(route.path), { method: route.method.toUpperCase(), body });
    expect(await refused(reply, route.path), route.path).toBe(401);
  }
});

test('requests that no client library sends get no 5xx either', async () => {
  const { hostname, port } = new URL(county.url);
  const statusOf = (method: string, path: string, headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      request({ hostname, port, method, path, headers }, (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });
  const asked: [string, string, Record<string, string>?][] = [
    ['TRACE', '/api/v1/feed'],
    ['GET', '/api/v1/staff/cases/%E0%A4%A/x'],
    ['GET', '/%E0%A4%A'],
    ['GET', '//api/v1/feed'],
    ['GET', '/api/v1/feed', { host: 'a b' }],
    ['GET', '/api/v1/feed', { host: '[' }],
    ['GET', 'http://elsewhere.example/healthz'],
    ['HEAD', '/api/v1/feed'],
    ['GET', '/..%2f..%2f..%2fetc%2fpasswd'],
    ['POST', '/api/v1/enrolments', { 'Content-Length': '-1' }],
    ['GET', '/api/v1/staff/me', { cookie: 'bangban_session=' + 'a'.repeat(64) }]
  ];
  for (const [method, path, headers] of asked) expect(await statusOf(method, path, headers), `${method} ${path} ${JSON.stringify(headers)}`).toBeLessThan(500);
  expect(county.logged).toEqual([]);
});
