/** Who at the county reaches what: the newer pages, by office and by place (security: three administrators apart, a township its own stations). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act, line } from './acts.ts';
import { startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
const far = 'DH01';
const [ticket, order] = [randomUUID(), randomUUID()];
beforeAll(async () => {
  county = await startTestCounty();
  const device = await county.enrol(far);
  const { verdicts } = await device.push([
    line(act('ticket.opened', ticket, 0, { no: 'T-9', category: 'complaint', channel: 'onSite', text: '等了一上午', due: '2026-12-01', estimated: false })),
    line(act('order.opened', order, 0, { level: 'village', mode: 'guide', name: '李桂兰', itemIds: [], need: '填表' })),
    line(act('order.handedOver', order, 1, { to: 'township', reason: '要协调' }))
  ]);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied', 'applied']);
});
afterAll(() => county[Symbol.asyncDispose]());

/** Address, and the offices that may ask it. */
const pages: readonly [string, readonly string[]][] = [
  ['/api/v1/staff/ratings', ['wangshen']],
  ['/api/v1/staff/tickets', ['luozhen', 'wangshen']],
  ['/api/v1/staff/orders', ['luozhen', 'wangshen']],
  ['/api/v1/staff/reveals', ['auditor']],
  ['/api/v1/staff/queue', ['luozhen', 'wangshen']]
];

test('[M25, M30] each page of people is open to its offices alone, and each look at it is in the audit', async () => {
  for (const username of ['wangshen', 'luozhen', 'auditor', 'admin']) {
    const staff = await county.signIn(username);
    for (const [path, offices] of pages)
      expect([username, path, (await staff.call('GET', path)).status]).toEqual([username, path, offices.includes(username) ? 200 : 403]);
  }
  const { rows } = await county.owner.query<{ action: string; count: number }>(
    `SELECT action, count(*)::int AS count FROM audit WHERE action LIKE '%.read' GROUP BY 1`
  );
  const looks = Object.fromEntries(rows.map(({ action, count }) => [action, count]));
  expect(looks).toMatchObject({ 'ratings.read': 1, 'tickets.read': 2, 'orders.read': 2, 'reveals.read': 1, 'queue.read': 2 });
});

test('[M10, M26] a township neither sees nor answers what another township’s station has', async () => {
  const township = await county.signIn('luozhen');
  for (const path of ['tickets', 'orders']) {
    const reply = (await (await township.call('GET', `/api/v1/staff/${path}`)).json()) as { rows: unknown[] };
    expect(reply.rows).toEqual([]);
  }
  const tried = [
    await township.call('POST', `/api/v1/staff/tickets/${far}/${ticket}/acts`, {
      type: 'ticket.replied',
      base: 1,
      body: { outcome: 'refused', reply: '不办' }
    }),
    await township.call('POST', `/api/v1/staff/orders/${far}/${order}/acts`, { type: 'order.takenAbove', base: 2, body: {} }),
    await township.call('GET', `/api/v1/staff/mandates/${far}/${randomUUID()}`),
    await township.call('GET', `/api/v1/staff/cases/${far}/${order}`)
  ];
  expect(tried.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

test('[2.8] a record is no case: nobody decides on it by the case’s address', async () => {
  const clerk = await county.signIn('wangshen');
  for (const id of [ticket, order]) {
    const decided = await clerk.call('POST', `/api/v1/staff/cases/${far}/${id}/decisions`, {
      type: 'ticket.replied',
      base: 1,
      body: { outcome: 'refused', reply: '不办' }
    });
    expect(decided.status).toBe(404);
  }
});

test('[M30] what was noted of looks and said in private is changed by nobody through the application', async () => {
  const { rows } = await county.owner.query<{ may: boolean }>(
    `SELECT has_table_privilege(r, t, p) AS may FROM unnest(ARRAY['bangban_app', 'bangban_staff']) AS r, unnest(ARRAY['voices', 'voice_steps', 'reveals', 'audit']) AS t,
       unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p`
  );
  expect(rows.filter(({ may }) => may)).toEqual([]);
});
