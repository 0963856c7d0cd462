/** 帮办代办 between two tablets, the township and the county (M10, M11, M18, M21, M22). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishCatalogue } from '#county/catalogue/publish.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { loadShelf } from '#county/catalogue/shelf.ts';
import type { OrderDeed } from '#device/assist-api.ts';
import type { MandateGranted } from '#domain/assist/mandate.ts';
import type { Signature } from '#domain/case/schemas.ts';
import type { ServiceItem } from '#domain/catalogue/format.ts';
import type { OrderRow } from '#protocol/assist.ts';
import { signIn } from '#test/county/harness.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene, type Scene } from './county.ts';

let scene: Scene;
let chen: Tablet;
let zhou: Tablet;
beforeAll(async () => {
  scene = await openScene();
  chen = await scene.tablet('chenmin');
  zhou = await scene.tablet('zhouling');
});
afterAll(() => scene.close());

function must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const day = (ahead: number) => new Date(Date.now() + (ahead * 24 + 8) * 3_600_000).toISOString().slice(0, 10);
const opens = async (mode: 'act' | 'guide' = 'guide') =>
  must(await chen.api.desk('openOrder', { level: 'village', mode, name: '李秀英', itemIds: ['elderly-allowance'], need: '走不动，要上门' }));
const does = async (tablet: Tablet, id: string, deed: OrderDeed) => must(await tablet.api.desk('doOrder', id, deed));
const seen = async (tablet: Tablet, id: string) => (await tablet.api.desk('order', id))?.order;

/** Somebody at the console, with the orders that they see. */
async function office(username: string) {
  const { call } = await signIn(scene.county.url, username);
  const list = async () => (await (await call('GET', '/api/v1/staff/orders')).json()) as { level: string; rows: OrderRow[]; total: number };
  return {
    call,
    list,
    act: async (id: string, type: string, body: object) => {
      const row = (await list()).rows.find(({ order }) => order.id === id);
      return call('POST', `/api/v1/staff/orders/${scene.station}/${id}/acts`, { type, base: row?.order.revision ?? 0, body });
    }
  };
}

describe('orders', () => {
  test('M18 an order goes up to the township and the county and comes down to a colleague; the first stays the owner until each accepts', async () => {
    const id = await opens();
    await does(chen, id, { type: 'order.handedOver', body: { to: 'township', reason: '户口在外地，要协调' } });
    await chen.sync();
    const luo = await office('luozhen');
    const listed = await luo.list();
    expect(listed).toMatchObject({ level: 'township' });
    expect(listed.rows.find(({ order }) => order.id === id)).toMatchObject({
      stationName: '柳塘村便民服务站',
      order: { status: 'handing', owner: { name: '陈敏' } }
    });
    expect((await luo.act(id, 'order.takenAbove', {})).status).toBe(200);
    expect((await luo.act(id, 'order.passedOn', { to: 'county', reason: '要县里出面' })).status).toBe(200);
    const wang = await office('wangshen');
    expect((await wang.act(id, 'order.takenAbove', {})).status).toBe(200);
    await chen.sync();
    expect(await seen(chen, id)).toMatchObject({ status: 'open', owner: { name: '王慎', level: 'county' }, first: { name: '陈敏' } });
    // The township no longer holds it, and a station does not end what the county holds.
    expect((await luo.act(id, 'order.passedOn', { to: 'village', reason: '退回' })).status).toBe(422);
    expect(await chen.api.desk('doOrder', id, { type: 'order.closed', body: { outcome: 'done' } })).toMatchObject({ ok: false });
    expect((await wang.act(id, 'order.passedOn', { to: 'village', reason: '已和派出所说好' })).status).toBe(200);
    await zhou.sync();
    expect(await seen(zhou, id)).toMatchObject({ status: 'handing', owner: { name: '王慎' }, pending: { to: 'village', reason: '已和派出所说好' } });
    await does(zhou, id, { type: 'order.taken', body: { level: 'village' } });
    await does(zhou, id, { type: 'order.closed', body: { outcome: 'done', note: '津贴已批' } });
    await zhou.sync();
    await chen.sync();
    expect(await seen(chen, id)).toMatchObject({ status: 'closed', outcome: 'done', owner: { name: '周玲', level: 'village' } });
    expect((await wang.list()).rows.map(({ order }) => order.id)).not.toContain(id);
  });

  test('M18 a worker who takes an offer back without knowing that the county has taken it hears why it stays there', async () => {
    const id = await opens();
    await does(chen, id, { type: 'order.handedOver', body: { to: 'county', reason: '卡住了' } });
    await chen.sync();
    await zhou.sync();
    const wang = await office('wangshen');
    await wang.act(id, 'order.takenAbove', {});
    // Without a line she does not know that the county has it.
    await does(chen, id, { type: 'order.recalled', body: { reason: '自己能办' } });
    const status = await chen.sync();
    expect(status.error).toBeNull();
    const view = await chen.api.desk('order', id);
    expect(view).toMatchObject({ sync: 'rejected', order: { owner: { name: '王慎' } } });
    expect(view?.refused?.message).toMatch(/县王慎负责|现在的状态/);
  });

  test('M10 another township does not see it, and neither township nor auditor does what is not theirs', async () => {
    const id = await opens();
    await does(chen, id, { type: 'order.handedOver', body: { to: 'county', reason: '要县里协调' } });
    await chen.sync();
    const [luo, auditor] = [await office('luozhen'), await office('auditor')];
    expect((await luo.act(id, 'order.takenAbove', {})).status).toBe(422);
    expect((await auditor.call('GET', '/api/v1/staff/orders')).status).toBe(403);
    expect((await auditor.act(id, 'order.takenAbove', {}).catch(() => ({ status: 403 }))).status).toBe(403);
  });
});

describe('mandates', () => {
  const text = '授权委托书';
  const hash = createHash('sha256').update(text).digest('hex');
  const signed = (role: Signature['role'], name: string): Signature => ({
    role,
    name,
    documentHash: hash,
    document: text,
    strokes: [[...[10, 25, 40, 55, 70, 85].map((x, at) => [x, 10 + at * 12, at * 40, 0.5])]],
    width: 300,
    height: 120,
    signedAt: new Date().toISOString()
  });
  const granted = (change: Partial<MandateGranted> = {}): MandateGranted => ({
    principal: { name: '李秀英', idNo: '430103193903081524' },
    agent: { name: '李建军', idNo: '430103196505051518', relation: '子女' },
    items: [{ id: 'elderly-allowance', name: '高龄津贴(补贴)申领' }],
    powers: ['submit', 'sign'],
    special: [],
    validFrom: day(0),
    validUntil: day(90),
    paper: { kind: 'mandate', no: 'WT-1', title: '授权委托书', hash, text, issuedAt: new Date().toISOString() },
    signatures: [signed('principal', '李秀英'), signed('agent', '李建军')],
    ...change
  });
  const grants = async (change: Partial<MandateGranted> = {}) => {
    const id = must(await chen.api.desk('newId'));
    return { id, result: await chen.api.desk('grantMandate', id, granted(change)) };
  };

  test('M11 a mandate reaches the county and the colleague word for word, and is taken back', async () => {
    const { id, result } = await grants();
    must(result);
    await chen.sync();
    await zhou.sync();
    expect((await zhou.api.desk('mandate', id))?.mandate).toMatchObject({ status: 'given', granted: { paper: { text, hash } } });
    must(await zhou.api.desk('revokeMandate', id, { by: 'principal', reason: '自己能去了' }));
    await zhou.sync();
    const { call } = await signIn(scene.county.url, 'wangshen');
    const { mandate } = (await (await call('GET', `/api/v1/staff/mandates/${scene.station}/${id}`)).json()) as { mandate: unknown };
    expect(mandate).toMatchObject({ status: 'revoked', granted: { agent: { name: '李建军' }, paper: { text } }, revoked: { reason: '自己能去了' } });
  });

  test('M11 a mandate that was signed offline stands, though the county has meanwhile learned that the person must come', async () => {
    const { id, result } = await grants();
    must(result);
    const { county } = scene;
    const strict = (item: ServiceItem) => (item.id === 'elderly-allowance' ? { ...item, agentAllowed: false } : item);
    const made = (revision: number, at: string) => sampleCatalogue(revision, at);
    await publishCatalogue(county.owner, (revision, at) => ({ ...made(revision, at), items: made(revision, at).items.map(strict) }), new Date());
    county.context.catalogues = await loadShelf(county.context.database);
    expect((await chen.sync()).records).toMatchObject({ rejected: 0 });
    expect(await chen.api.desk('mandate', id)).toMatchObject({ sync: 'confirmed', refused: null });
    // From now on this tablet knows it too.
    expect((await grants()).result).toMatchObject({ ok: false, error: { path: 'body.items' } });
    await publishCatalogue(county.owner, made, new Date());
    county.context.catalogues = await loadShelf(county.context.database);
    await chen.sync();
  });

  test('M11 what the law wants done in person is refused on the tablet', async () => {
    const { result } = await grants({ items: [{ id: 'pension-qualification', name: '社会保险待遇领取资格认证' }] });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_mandate', path: 'body.items' } });
  });
});

describe('visits', () => {
  test('M21 two who move one visit offline: both times are kept, and a choice ends it', async () => {
    const id = must(
      await chen.api.desk('bookVisit', { date: day(1), time: '09:30', name: '李秀英', address: '柳塘村3组', minutes: 45, needs: ['mobility'], at: 'home' })
    );
    await chen.sync();
    await zhou.sync();
    must(await chen.api.desk('moveVisit', id, { date: day(1), time: '14:00' }));
    must(await zhou.api.desk('moveVisit', id, { date: day(2), time: '09:30', reason: '下雨' }));
    await chen.sync();
    await zhou.sync();
    await chen.sync();
    const moved = await chen.api.desk('visit', id);
    expect(moved).toMatchObject({ plan: { date: day(1), time: '14:00', minutes: 45 } });
    expect(moved?.slots?.map(({ by, value }) => [by, value.time])).toEqual([
      ['陈敏', '14:00'],
      ['周玲', '09:30']
    ]);
    must(await chen.api.desk('moveVisit', id, { date: day(2), time: '09:30' }));
    await chen.sync();
    await zhou.sync();
    expect(await zhou.api.desk('visit', id)).toMatchObject({ plan: { date: day(2), time: '09:30' }, slots: [{ by: '陈敏' }] });
  });

  test('M22 the order of the way is kept on this tablet', async () => {
    must(await chen.api.desk('sortRoute', day(3), ['b', 'a']));
    expect((await chen.api.desk('agenda', day(3), day(3))).route).toEqual(['b', 'a']);
    expect((await zhou.api.desk('agenda', day(3), day(3))).route).toEqual([]);
  });
});
