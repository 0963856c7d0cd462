import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#county/http/routes.ts';
import { newDataDir, startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  const buildDir = await newDataDir();
  await mkdir(join(buildDir, '_app/immutable'), { recursive: true });
  await writeFile(join(buildDir, 'app.html'), `<!doctype html><title>app</title>${' '.repeat(1000)}`);
  await writeFile(join(buildDir, 'service-worker.js'), '// worker');
  await writeFile(join(buildDir, 'manifest.webmanifest'), '{}');
  await writeFile(join(buildDir, '_app/immutable/a.js'), 'export {}');
  county = await startTestCounty({ buildDir });
});
afterAll(() => county[Symbol.asyncDispose]());

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(county.url + path, init);

test.each(['/', '/intake/new', '/county', '/county/cases/LT03/x', '/%E5%8A%9E%E4%BA%8B', '/%zz'])('%s is the fallback page', async (path) => {
  const reply = await get(path);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(reply.headers.get('cache-control')).toBe('no-cache');
  expect(reply.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
  expect(await reply.text()).toContain('<title>app</title>');
});

test('files have their type and caching; what is missing under _app is no page', async () => {
  const [script, worker, manifest, stale] = await Promise.all(
    ['/_app/immutable/a.js', '/service-worker.js', '/manifest.webmanifest', '/_app/immutable/gone.js'].map((path) => get(path))
  );
  expect(script?.headers.get('cache-control')).toContain('immutable');
  expect(script?.headers.get('content-type')).toContain('text/javascript');
  expect(worker?.headers.get('cache-control')).toBe('no-cache');
  expect(manifest?.headers.get('content-type')).toContain('application/manifest+json');
  expect(stale?.status).toBe(404);
  expect(stale?.headers.get('content-type')).toContain('text/plain');
});

test('a file that has not changed is not sent again', async () => {
  const first = await get('/');
  const again = await get('/', { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test.each(['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/_app/..%2f..%2fetc/passwd'])(
  '%s does not leave the folder',
  async (path) => {
    const reply = await get(path);
    expect(await reply.text()).not.toMatch(/root:|"bangban"/);
  }
);

test('an address of the API that is none is a problem, not a page', async () => {
  const reply = await get('/api/v1/nothing');
  expect(reply.status).toBe(404);
  expect(await reply.json()).toMatchObject({ code: 'not_found' });
  expect(reply.headers.get('cache-control')).toBe('no-store');
});

test('/openapi.json describes every route', async () => {
  const described = (await (await get('/openapi.json')).json()) as { openapi: string; paths: Record<string, Record<string, { responses: object }>> };
  expect(described.openapi).toBe('3.1.0');
  for (const route of routes) expect(described.paths[route.path]?.[route.method]?.responses, route.path).toBeDefined();
  expect(JSON.stringify(described.paths['/api/v1/enrolments'])).toContain('agreeKey');
});
