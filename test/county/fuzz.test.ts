import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#county/http/routes.ts';
import { isRaw } from '#county/http/route.ts';
import { line, received, visit } from './acts.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import { sha256, type TestDevice } from './test-device.ts';

let county: TestCounty;
let tablet: TestDevice;
let browsers: StaffBrowser[];
let caseId = '';
beforeAll(async () => {
  county = await startTestCounty();
  tablet = await county.enrol('LT03');
  const op = received();
  caseId = op.caseId;
  await tablet.push([line(op)]);
  browsers = await Promise.all(['wangshen', 'admin', 'luozhen'].map((name) => county.signIn(name)));
});
afterAll(() => county[Symbol.asyncDispose]());

const nasty = fc.constantFrom(
  '',
  '\0',
  '\ud800',
  "'; DROP TABLE cases; --",
  '../../etc/passwd',
  '%',
  '999999999999999999999',
  '-1',
  'null',
  '\u202e李',
  '{}',
  '1e400',
  'a'.repeat(3000)
);
const text = fc.oneof(nasty, fc.string({ maxLength: 30, unit: 'binary' }), fc.uuid(), fc.constantFrom('LT03', 'case.accepted', 'a'.repeat(64)));
const json = fc.oneof(fc.jsonValue({ maxDepth: 4 }), text);
/** Near misses reach further than noise: the right keys with some values wrong. */
const shaped = fc.record(
  {
    protocol: fc.oneof(fc.constant(1), json),
    code: json,
    epoch: fc.oneof(fc.uuid(), json),
    signKey: json,
    agreeKey: json,
    proof: json,
    deviceName: text,
    username: text,
    password: text,
    suite: text,
    ephemeralKey: json,
    iv: json,
    ciphertext: json,
    blobs: fc.oneof(
      json,
      fc.array(fc.record({ sha256: fc.oneof(fc.constant(sha256('x')), json), bytes: fc.oneof(fc.integer(), fc.double(), json), mime: text }), { maxLength: 3 })
    ),
    type: fc.oneof(fc.constantFrom('case.accepted', 'case.correctionRequested', 'case.notAccepted', 'case.completed'), text),
    base: fc.oneof(fc.constant(1), fc.double(), json),
    body: json,
    stationCode: text,
    unsyncedCases: fc.oneof(fc.integer(), json),
    unsyncedPhotos: fc.integer(),
    unsyncedOperations: fc.double(),
    oldestUnsyncedAt: fc.oneof(fc.constant(null), json),
    appVersion: text,
    catalogueRevision: fc.integer(),
    storageUsed: fc.oneof(fc.constant(null), json),
    storageQuota: fc.constant(null)
  },
  { requiredKeys: [] }
);
const body = fc.oneof(
  json.map((value) => JSON.stringify(value) ?? ''),
  shaped.map((value) => JSON.stringify(value)),
  text
);
const request = fc.record({
  route: fc.constantFrom(...routes),
  method: fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), { freq: 10 }),
  body,
  parts: fc.array(fc.oneof(text, fc.constant('real')), { minLength: 2, maxLength: 2 }),
  query: fc.dictionary(fc.constantFrom('cursor', 'since', 'status', 'department', 'q', 'offset', 'limit'), text),
  gzip: fc.boolean(),
  who: fc.nat({ max: 3 })
});

async function problemIfRefused(reply: Response, asked: string): Promise<void> {
  const answer = await reply.text();
  expect(reply.status, `${asked} → ${answer}`).toBeLessThan(500);
  if (reply.status < 400) return;
  expect(JSON.parse(answer), asked).toEqual(
    expect.objectContaining({
      code: expect.any(String) as string,
      message: expect.stringMatching(/[\u4e00-\u9fff]/) as string,
      path: expect.any(String) as string
    })
  );
  expect(answer).not.toMatch(/\.ts:|node_modules| at /);
}

test('no request of any shape gets a 5xx, and each refusal has code, sentence and path', async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(request, async ({ route, method, body: sent, parts, query, gzip, who }) => {
      const real: Record<string, string> = { station: 'LT03', id: caseId, sha256: sha256('x'), chunk: '0' };
      let at = 0;
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const part = parts[at++ % 2] ?? '';
        return part === 'real' || part === '' ? (real[name] ?? '') : encodeURIComponent(part.toWellFormed());
      });
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, value.toWellFormed()])).toString();
      const verb = method ?? route.method.toUpperCase();
      const url = new URL(`${county.url}${path}${search === '' ? '' : `?${search}`}`);
      const asked = url.pathname + url.search;
      const payload = verb === 'GET' ? null : gzip && route.body !== undefined && isRaw(route.body) ? gzipSync(sent) : Buffer.from(sent);
      const headers = gzip ? { 'Content-Encoding': 'gzip' } : {};
      const browser = browsers[who % browsers.length];
      if (route.path.endsWith('/session') && verb === 'DELETE') return;
      const init = {
        method: verb,
        headers: { ...headers, cookie: browser?.cookie ?? '', 'X-Csrf-Token': browser?.csrf ?? '', 'Content-Type': 'application/json' },
        ...(payload === null ? {} : { body: new Uint8Array(payload) })
      };
      const reply = route.caller === 'device' && who > 0 ? await tablet.call(verb, asked, payload, { headers }) : await fetch(url, init);
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      await problemIfRefused(reply, `${verb} ${asked} ${sent.slice(0, 200)}`);
    }),
    { numRuns: 700 }
  );
  // The noise did get past the doors.
  for (const status of [200, 400, 401, 403, 404, 405]) expect(statuses.get(status) ?? 0, `status ${String(status)}`).toBeGreaterThan(0);
  expect(county.logged).toEqual([]);
});

test('no batch of any lines gets a 5xx, and every line gets a verdict', async () => {
  const operation = fc
    .record({
      which: fc.constantFrom('visit', 'received'),
      changes: fc.dictionary(
        fc.constantFrom('opId', 'groupId', 'groupSize', 'dependsOn', 'caseId', 'type', 'version', 'author', 'at', 'base', 'body', 'blobs'),
        json,
        { maxKeys: 2 }
      ),
      inner: fc.dictionary(fc.constantFrom('localNo', 'item', 'answers', 'materials', 'receivedOn', 'name', 'date', 'address', 'signatures', 'bundle'), json, {
        maxKeys: 2
      })
    })
    .map(({ which, changes, inner }) => {
      const op = which === 'visit' ? visit() : received();
      return JSON.stringify({ ...op, body: { ...(op.body as object), ...inner }, ...changes });
    });
  const lines = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: operation },
      fc.string({ unit: 'grapheme' }).map((noise) => noise.replaceAll(/[\n\0]/g, ' ').toWellFormed())
    ),
    { minLength: 1, maxLength: 8 }
  );
  await fc.assert(
    fc.asyncProperty(lines, async (batch) => {
      const reply = await tablet.send((await tablet.batch(batch)).body);
      if (!reply.ok) return problemIfRefused(reply, batch.join('\n'));
      const answer = (await reply.json()) as { lastSeq: number; headHash: string; verdicts: unknown[] };
      expect(answer.verdicts).toHaveLength(batch.length);
      Object.assign(tablet, { lastSeq: answer.lastSeq, headHash: answer.headHash });
    }),
    { numRuns: 200 }
  );
  expect(county.logged).toEqual([]);
});
