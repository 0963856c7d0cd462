import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceSelf } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { line, visit } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';
import { newKeys, TestDevice } from './test-device.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

async function problemOf(reply: Response): Promise<[number, string, string]> {
  const { code, path } = (await reply.json()) as { code: string; path: string };
  return [reply.status, code, path];
}
const codeOf = (station: string): string => county.enrolmentCodes.find((entry) => entry.station === station)?.code ?? '';

test('[P40] a printed code enrols one tablet, typed in any way', async () => {
  const code = codeOf('BS01');
  const tablet = await TestDevice.enrol(county.url, ` ${code.toLowerCase().replace('-', ' ')}`);
  expect(tablet.deviceId).toMatch(/^BS01-01-/);
  const again = await fetch(`${county.url}/api/v1/enrolments`, {
    method: 'POST',
    body: JSON.stringify(new TestDevice(county.url, newKeys(), tablet.epoch).enrolment(code))
  });
  expect(await problemOf(again)).toEqual([409, 'code_expired', 'code']);
});

test('[P40] an enrolment without proof of its key is refused and spends no code', async () => {
  const device = new TestDevice(county.url, newKeys(), crypto.randomUUID());
  const stranger = new TestDevice(county.url, newKeys(), device.epoch);
  const forged = { ...device.enrolment(codeOf('XQ02')), proof: stranger.enrolment(codeOf('XQ02')).proof };
  const post = (body: unknown): Promise<Response> => fetch(`${county.url}/api/v1/enrolments`, { method: 'POST', body: JSON.stringify(body) });
  expect(await problemOf(await post(forged))).toEqual([401, 'bad_signature', 'proof']);
  expect(await problemOf(await post({ ...device.enrolment(codeOf('XQ02')), signKey: 'AAAA' }))).toEqual([400, 'invalid_body', 'signKey']);
  expect(await problemOf(await post({ ...device.enrolment('ABCD-EFGH') }))).toEqual([404, 'code_unknown', 'code']);
  await expect(TestDevice.enrol(county.url, codeOf('XQ02'))).resolves.toBeInstanceOf(TestDevice);
});

test('[P40] a console code is for administrators and lasts ten minutes', async () => {
  const reviewer = await county.signIn('wangshen');
  expect((await reviewer.call('POST', '/api/v1/staff/enrolment-codes', { stationCode: 'SX01' })).status).toBe(403);
  const admin = await county.signIn('admin');
  const { code } = (await (await admin.call('POST', '/api/v1/staff/enrolment-codes', { stationCode: 'SX01' })).json()) as { code: string };
  county.setNow(new Date(Date.now() + 11 * 60_000));
  await expect(TestDevice.enrol(county.url, code)).rejects.toThrow('code_expired');
  county.setNow(null);
  await expect(TestDevice.enrol(county.url, code)).resolves.toBeInstanceOf(TestDevice);
});

test('[P19] a signed call tells where the county stands', async () => {
  const tablet = await county.enrol('LT03');
  const self = await tablet.json<DeviceSelf>('GET', '/api/v1/devices/self');
  expect(self).toMatchObject({
    deviceId: tablet.deviceId,
    epoch: tablet.epoch,
    lastSeq: 0,
    headHash: tablet.headHash,
    durableThrough: 0,
    backedUpThrough: 0,
    station: { code: 'LT03', countyName: '示例县' }
  });
});

test('[P41] a signature over anything else is refused', async () => {
  const tablet = await county.enrol('LT03');
  const other = await county.enrol('LT03');
  const path = '/api/v1/devices/self';
  const bad = [401, 'bad_signature', 'headers.x-bangban-signature'];
  expect(await problemOf(await tablet.call('GET', path, null, { headers: { 'X-Bangban-Device': other.deviceId } }))).toEqual(bad);
  expect(await problemOf(await tablet.call('GET', path, null, { signedBody: new Uint8Array([1]) }))).toEqual(bad);
  expect(await problemOf(await tablet.call('GET', path, null, { headers: { 'X-Bangban-Signature': 'AAAA' } }))).toEqual(bad);
  const stranger = await tablet.call('GET', path, null, { headers: { 'X-Bangban-Device': 'LT03-01-zzzzzzzzzz' } });
  expect(await problemOf(stranger)).toEqual([401, 'device_unknown', 'headers.x-bangban-device']);
  expect(await problemOf(await fetch(county.url + path))).toEqual([401, 'unauthenticated', 'headers.x-bangban-device']);
});

test("[P42][P43] a request is taken once, and only within five minutes of the county's clock", async () => {
  const tablet = await county.enrol('LT03');
  const nonce = randomBytes(16).toString('base64url');
  expect((await tablet.call('GET', '/api/v1/devices/self', null, { nonce })).status).toBe(200);
  expect(await problemOf(await tablet.call('GET', '/api/v1/devices/self', null, { nonce }))).toEqual([401, 'replayed_nonce', 'headers.x-bangban-nonce']);
  const late = await tablet.call('GET', '/api/v1/devices/self', null, { at: new Date(Date.now() - 6 * 60_000) });
  expect(late.status).toBe(401);
  const problem = (await late.json()) as { code: string; details: { serverTime: string } };
  expect(problem.code).toBe('clock_skew');
  expect(Math.abs(Date.parse(problem.details.serverTime) - Date.now())).toBeLessThan(10_000);
});

test('[P41] a revoked tablet is refused', async () => {
  const tablet = await county.enrol('LT03');
  await county.owner.query('UPDATE devices SET revoked_at = now() WHERE device_id = $1', [tablet.deviceId]);
  expect(await problemOf(await tablet.call('GET', '/api/v1/feed'))).toEqual([403, 'device_revoked', 'headers.x-bangban-device']);
});

test('[P11][P60] a batch whose head is not signed by the device, or whose chain is broken, changes nothing', async () => {
  const tablet = await county.enrol('LT03');
  const { body } = await tablet.batch([line(visit())]);
  const [header = '', first = ''] = body.split('\n');
  const changed = (changes: object): string => `${JSON.stringify({ ...(JSON.parse(header) as object), ...changes })}\n${first}`;
  expect(await problemOf(await tablet.send(changed({ headHash: 'ab'.repeat(32) })))).toEqual([401, 'bad_signature', 'header.signature']);
  expect(await problemOf(await tablet.send(`${header}\n${line(visit())}`))).toEqual([400, 'chain_broken', 'header.headHash']);
  expect(await problemOf(await tablet.send(changed({ protocol: protocolVersion + 1 })))).toEqual([400, 'unknown_version', 'header.protocol']);
  expect(await problemOf(await tablet.send(changed({ count: 2 })))).toEqual([400, 'invalid_body', 'header.count']);
  const { rows } = await county.owner.query('SELECT 1 FROM journal WHERE writer = $1', [tablet.deviceId]);
  expect(rows).toEqual([]);
});

test('[P10] huge bodies and gzip bombs are refused within limits', async () => {
  const tablet = await county.enrol('LT03');
  const gzip = { 'Content-Encoding': 'gzip' };
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  expect(await problemOf(await tablet.call('POST', '/api/v1/batches', bomb, { headers: gzip }))).toEqual([413, 'too_large', '']);
  expect((await tablet.call('POST', '/api/v1/batches', randomBytes(6 * 1024 * 1024))).status).toBe(413);
  expect(await problemOf(await tablet.call('POST', '/api/v1/batches', 'no gzip', { headers: gzip }))).toEqual([400, 'invalid_body', '']);
  expect(await problemOf(await tablet.call('PUT', '/api/v1/devices/self', `[${'['.repeat(200_000)}`))).toEqual([400, 'invalid_body', '']);
});

test('a station worker signs in on a tablet of the own station only', async () => {
  const tablet = await county.enrol('LT03');
  const signIn = (username: string, password: string): Promise<Response> =>
    tablet.call('POST', '/api/v1/staff/device-sign-in', JSON.stringify({ username, password }));
  const reply = await signIn('chenmin', 'chenmin-2026');
  expect(await reply.json()).toEqual({ staff: { id: 's001', username: 'chenmin', name: '陈敏', role: 'stationWorker', stationCode: 'LT03' } });
  expect(await problemOf(await signIn('liuyang', 'liuyang-2026'))).toEqual([403, 'forbidden', 'username']);
  expect(await problemOf(await signIn('wangshen', 'wangshen-2026'))).toEqual([403, 'forbidden', 'username']);
  expect(await problemOf(await signIn('nobody', 'x'))).toEqual([401, 'wrong_password', 'password']);
});

test('five wrong passwords lock the account for a quarter of an hour', async () => {
  const post = (password: string): Promise<Response> =>
    fetch(`${county.url}/api/v1/staff/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'huangjing', password })
    });
  for (let tries = 0; tries < 5; tries++) expect((await post('wrong')).status).toBe(401);
  expect(await problemOf(await post('huangjing-2026'))).toEqual([429, 'locked_out', 'username']);
  county.setNow(new Date(Date.now() + 16 * 60_000));
  expect((await post('huangjing-2026')).status).toBe(200);
  county.setNow(null);
});

test('forty guesses at once are no more than five: the right one among them finds the door locked', async () => {
  const post = (password: string): Promise<Response> =>
    fetch(`${county.url}/api/v1/staff/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'auditor', password })
    });
  const replies = await Promise.all(Array.from({ length: 40 }, (_, at) => post(at === 39 ? 'auditor-2026' : `guess ${String(at)}`)));
  expect(replies[39]?.status).toBe(429);
  expect(replies.filter((reply) => reply.ok)).toEqual([]);
});

test('[P40] of two tablets with one code at once, one is enrolled', async () => {
  const [one, two] = [new TestDevice(county.url, newKeys(), crypto.randomUUID()), new TestDevice(county.url, newKeys(), crypto.randomUUID())];
  const code = codeOf('DH01');
  const replies = await Promise.all(
    [one, two].map((tablet) => fetch(`${county.url}/api/v1/enrolments`, { method: 'POST', body: JSON.stringify(tablet.enrolment(code)) }))
  );
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
  const { rows } = await county.owner.query(`SELECT 1 FROM devices WHERE station_code = 'DH01'`);
  expect(rows).toHaveLength(1);
});

test('[P40] a tablet whose answer was lost on the line asks again with the same code and keys, and is the same tablet', async () => {
  const tablet = new TestDevice(county.url, newKeys(), crypto.randomUUID());
  const code = codeOf('YL05');
  const post = async (body: unknown): Promise<{ status: number; deviceId: unknown }> => {
    const reply = await fetch(`${county.url}/api/v1/enrolments`, { method: 'POST', body: JSON.stringify(body) });
    return { status: reply.status, deviceId: ((await reply.json()) as { deviceId?: string }).deviceId };
  };
  const first = await post(tablet.enrolment(code));
  expect(await post(tablet.enrolment(code))).toEqual(first);
  expect(first).toEqual({ status: 200, deviceId: expect.stringMatching(/^YL05-01-/) as string });
  expect((await post(new TestDevice(county.url, newKeys(), tablet.epoch).enrolment(code))).status).toBe(409);
});

test('the session cookie is for HTTPS alone when the person came by HTTPS, through a proxy too', async () => {
  const cookie = async (headers: Record<string, string>): Promise<string> =>
    (
      await fetch(`${county.url}/api/v1/staff/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ username: 'luozhen', password: 'luozhen-2026' })
      })
    ).headers.get('set-cookie') ?? '';
  expect(await cookie({ 'X-Forwarded-Proto': 'https' })).toMatch(/; HttpOnly; SameSite=Strict; .*; Secure$/);
  expect(await cookie({})).not.toContain('Secure');
});

test('an unsafe console call needs the CSRF token, and signing out ends the session', async () => {
  const browser = await county.signIn('admin');
  const bare = await fetch(`${county.url}/api/v1/staff/session`, { method: 'DELETE', headers: { cookie: browser.cookie } });
  expect(await problemOf(bare)).toEqual([403, 'csrf', 'headers.x-csrf-token']);
  expect((await browser.call('GET', '/api/v1/staff/me')).status).toBe(200);
  expect((await browser.call('DELETE', '/api/v1/staff/session')).status).toBe(204);
  expect((await browser.call('GET', '/api/v1/staff/me')).status).toBe(401);
});
