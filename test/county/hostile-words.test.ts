/** What a tampered tablet may send, or an emoji cut in half: no word of one person keeps the county from those of all others. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { occasionOf, qrOccasion, type Answer } from '#domain/voice/answer.ts';
import { sealVoice } from '#protocol/voice-box.ts';
import type { TicketsReply } from '#protocol/tickets.ts';
import type { Voices } from '#protocol/voices.ts';
import { fromBase64, tools } from '#county/ferry/key.ts';
import { act, line, received } from './acts.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

let county: TestCounty;
let device: TestDevice;
let clerk: StaffBrowser;
beforeAll(async () => {
  county = await startTestCounty();
  device = await county.enrol('LT03');
  clerk = await county.signIn('wangshen');
});
afterAll(() => county[Symbol.asyncDispose]());

/** A NUL and a half of a pair: JSON has them, PostgreSQL's does not. */
const hostile = '办不成\u0000\ud83d';
const applied = async (...lines: string[]) => expect((await device.push(lines)).verdicts.map(({ verdict }) => verdict)).toEqual(lines.map(() => 'applied'));
const at = '2026-11-22T01:00:00.000Z';
const bad: Answer = {
  kind: 'rating',
  grade: 'veryDissatisfied',
  reasons: ['115'],
  words: hostile,
  mayContact: true,
  channel: 'tablet',
  openedAt: at,
  givenAt: at
};

async function boxed(about: string, occasion: string, answer: Answer): Promise<string> {
  const { rows } = await county.owner.query<{ public_key: string }>(`SELECT public_key FROM county_keys WHERE purpose = 'rating'`);
  const { suite, bytes } = await sealVoice(tools, fromBase64(rows[0]?.public_key ?? ''), { about, occasion }, answer);
  return line(act('rating.given', randomUUID(), 0, { about, occasion, suite, box: Buffer.from(bytes).toString('base64') }));
}
async function ratings(show = 'all'): Promise<Voices> {
  const reply = await clerk.call('GET', `/api/v1/staff/ratings?show=${show}`);
  expect(reply.status).toBe(200);
  return (await reply.json()) as Voices;
}

test('[M26] a ticket with characters that the database has none of leaves the list of tickets whole', async () => {
  const due = '2026-12-01';
  const opened = (text: string) => act('ticket.opened', randomUUID(), 0, { no: 'T-1', category: 'notDone', channel: 'onSite', text, due, estimated: false });
  const [plain, odd] = [opened('社保转不过来'), opened(hostile)];
  await applied(line(plain), line(odd));
  const reply = await clerk.call('GET', '/api/v1/staff/tickets');
  expect(reply.status).toBe(200);
  expect(((await reply.json()) as TicketsReply).rows.map(({ id }) => id)).toEqual(expect.arrayContaining([plain.caseId, odd.caseId]));
});

test('[M11] an order with such characters leaves the list of orders whole', async () => {
  const opened = act('order.opened', randomUUID(), 0, { level: 'village', mode: 'guide', name: '李桂兰', itemIds: [], need: hostile });
  await applied(line(opened));
  const reply = await clerk.call('GET', '/api/v1/staff/orders');
  expect(reply.status).toBe(200);
});

test('[M25] a rating with such characters, and a step with them, leave the list of ratings and the counts whole', async () => {
  const [about, occasion] = [randomUUID(), occasionOf('counter', '2026-11-22')];
  await applied(await boxed(about, occasion, bad));
  const step = await clerk.call('POST', `/api/v1/staff/ratings/LT03/${about}/${occasion}/steps`, {
    base: 0,
    step: { kind: 'contacted', reached: true, note: hostile }
  });
  expect(step.status).toBe(200);
  for (const show of ['open', 'closed', 'all']) await ratings(show);
  expect((await device.call('GET', '/api/v1/devices/self/ratings')).status).toBe(200);
});

test('[P105, M25] no tablet takes the place of the rating by the receipt’s code', async () => {
  const queryToken = 'tokenofthereceipt01';
  const taken = received({}, { queryToken });
  await applied(line(taken));
  await device.push([await boxed(taken.caseId, qrOccasion, { ...bad, grade: 'verySatisfied', reasons: [], channel: 'qr' })]);
  const url = `${county.url}/api/v1/public/ratings/${queryToken}`;
  expect(await (await fetch(url)).json()).toEqual({ given: false });
});

test('[P103, M25] what a tablet sends is counted as from the tablet, whatever its box says', async () => {
  const about = randomUUID();
  await applied(await boxed(about, occasionOf('counter', '2026-11-22'), { ...bad, channel: 'qr' }));
  expect((await ratings()).rows.find((row) => row.about === about)).toMatchObject({ channel: 'tablet' });
});
