import { expect, test } from 'vitest';
import { CountyApi } from '#lib/state/county-api.ts';

type Seen = { url: string; init: RequestInit };
const staff = { id: 's008', username: 'wangshen', name: '王慎', role: 'countyReviewer', stationCode: null };
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

/** A county that answers from a list, in order. */
function scripted(...replies: (Response | Error)[]) {
  const seen: Seen[] = [];
  const api = new CountyApi((url, init) => {
    seen.push({ url: String(url), init: init ?? {} });
    const reply = replies[seen.length - 1] ?? new Error('asked too often');
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  });
  return { api, seen };
}
const header = (seen: Seen | undefined, name: string) => new Headers(seen?.init.headers).get(name);

test('the token of the session goes with every change, and filters that are empty stay out of the address', async () => {
  const { api, seen } = scripted(
    json(200, { staff, csrf: 'token-1' }),
    json(200, { rows: [], total: 0, counts: {} }),
    json(200, { code: 'AAAA-BBBB', expiresAt: '2026-11-22T10:00:00.000Z' })
  );
  await api.signIn('wangshen', 'secret');
  await api.queue({ status: 'received', department: '', q: '', offset: 0, limit: 50 });
  await api.makeEnrolmentCode('LT03');
  expect(seen.map(({ url }) => url)).toEqual([
    '/api/v1/staff/session',
    '/api/v1/staff/queue?status=received&offset=0&limit=50',
    '/api/v1/staff/enrolment-codes'
  ]);
  expect([header(seen[1], 'x-csrf-token'), header(seen[2], 'x-csrf-token')]).toEqual([null, 'token-1']);
});

test('an old token is renewed once, then the change goes through', async () => {
  const csrf = json(403, { code: 'csrf', message: '页面已过期，请刷新后再试。', path: '' });
  const { api, seen } = scripted(csrf, json(200, { staff, csrf: 'token-2' }), json(200, { code: 'AAAA-BBBB', expiresAt: '2026-11-22T10:00:00.000Z' }));
  expect((await api.makeEnrolmentCode('LT03')).ok).toBe(true);
  expect(header(seen[2], 'x-csrf-token')).toBe('token-2');
});

test("a refusal is a value with the county's sentence; 401 says that the session ended", async () => {
  const { api } = scripted(
    json(409, { code: 'stale_revision', message: '请刷新。', path: 'base' }),
    json(401, { code: 'unauthenticated', message: '请登录。', path: '' })
  );
  let ended = 0;
  api.onUnauthenticated = () => ended++;
  expect(await api.decide('LT03', 'x', { type: 'case.accepted', base: 1, body: {} })).toEqual({
    ok: false,
    status: 409,
    problem: { code: 'stale_revision', message: '请刷新。', path: 'base' }
  });
  expect(ended).toBe(0);
  await api.stations();
  expect(ended).toBe(1);
});

test('no line, a page of HTML, an answer of another shape: each gets a sentence, none throws', async () => {
  const { api } = scripted(new TypeError('failed to fetch'), new Response('<html>', { status: 502 }), json(200, { rows: 'none' }));
  const query = { status: '', department: '', q: '', offset: 0, limit: 50 };
  const replies = [await api.queue(query), await api.queue(query), await api.queue(query)];
  expect(replies.map((reply) => (reply.ok ? 'ok' : reply.problem.code))).toEqual(['unreachable', 'unavailable', 'unreadable']);
  for (const reply of replies) expect(reply.ok ? '' : reply.problem.message).toMatch(/再试|刷新/);
});
