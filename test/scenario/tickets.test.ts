/** What somebody says at a station has a number, an owner and a day, and comes back with an answer (M18, M26, M27, M37). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TicketRow, TicketsReply } from '#protocol/tickets.ts';
import { signIn } from '#test/county/harness.ts';
import type { StaffBrowser } from '#test/county/harness.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene, type Scene } from './county.ts';

let scene: Scene;
let [chen, zhou]: Tablet[] = [];
let clerk: StaffBrowser;
beforeAll(async () => {
  scene = await openScene();
  [chen, zhou] = [await scene.tablet(), await scene.tablet('zhouling')];
  clerk = await signIn(scene.county.url, 'wangshen');
});
afterAll(() => scene.close());

function must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const tickets = async (query = ''): Promise<TicketsReply> => (await (await clerk.call('GET', `/api/v1/staff/tickets${query}`)).json()) as TicketsReply;
async function acts(row: TicketRow, type: string, body: object): Promise<Response> {
  return clerk.call('POST', `/api/v1/staff/tickets/${row.stationCode}/${row.id}/acts`, { type, base: row.revision, body });
}
async function row(id: string): Promise<TicketRow> {
  const found = (await tickets()).rows.find((each) => each.id === id);
  if (found === undefined) throw new Error('the county has no such ticket');
  return found;
}

test('[M26] what could not be done goes to the county, which answers; the person is told, is not content, and it is open again', async () => {
  if (!chen) throw new Error('no tablet');
  const { id, no } = must(
    await chen.api.desk('openTicket', {
      category: 'notDone',
      channel: 'onSite',
      name: '刘桂英',
      phone: '13912345678',
      text: '户口在外地，社保转不过来，跑了三趟'
    })
  );
  expect(no).toMatch(/^T-LT03-01-\d{8}-0001[0-9A-Z]$/);
  // A complaint or what could not be done is nothing that the station may end.
  expect(await chen.api.desk('actOnTicket', id, { type: 'ticket.answered', body: { reply: '办不了' } })).toMatchObject({
    ok: false,
    error: { code: 'not_allowed' }
  });
  await chen.sync();
  const first = await row(id);
  expect(first).toMatchObject({ status: 'open', first: '陈敏', opened: { category: 'notDone', no } });
  expect((await acts(first, 'ticket.assigned', { owner: '县医保局', due: '2026-12-01' })).status).toBe(200);
  // On what is no longer the newest word nobody decides.
  expect((await acts(first, 'ticket.replied', { outcome: 'solved', reply: '可以转' })).status).toBe(409);
  expect((await acts(await row(id), 'ticket.replied', { outcome: 'solved', reply: '可以在县医保局一楼 3 号窗办转移' })).status).toBe(200);
  await chen.sync();
  const view = await chen.api.desk('ticket', id);
  expect(view?.ticket).toMatchObject({ status: 'replied', owner: { name: '县医保局' }, reply: { byCounty: true, text: '可以在县医保局一楼 3 号窗办转移' } });
  must(await chen.api.desk('actOnTicket', id, { type: 'ticket.told', body: { satisfied: 'no', note: '还是要跑' } }));
  await chen.sync();
  expect(await row(id)).toMatchObject({ status: 'open', satisfied: 'no', rounds: 1 });
});

test('[M18] who was asked first stays the owner until a colleague has taken it over', async () => {
  if (!chen || !zhou) throw new Error('no tablet');
  const { id } = must(await chen.api.desk('openTicket', { category: 'consult', channel: 'phone', text: '高龄津贴什么时候发' }));
  must(await chen.api.desk('actOnTicket', id, { type: 'ticket.handedOn', body: { to: '周玲', reason: '她管津贴' } }));
  await chen.sync();
  await zhou.sync();
  expect((await zhou.api.desk('ticket', id))?.ticket).toMatchObject({ owner: { name: '陈敏' }, handing: { to: '周玲' } });
  must(await zhou.api.desk('actOnTicket', id, { type: 'ticket.takenOver', body: {} }));
  must(await zhou.api.desk('actOnTicket', id, { type: 'ticket.answered', body: { reply: '每月 15 日' } }));
  must(await zhou.api.desk('actOnTicket', id, { type: 'ticket.told', body: { satisfied: 'yes' } }));
  await zhou.sync();
  await chen.sync();
  expect((await chen.api.desk('ticket', id))?.ticket).toMatchObject({ status: 'closed', owner: { name: '周玲' }, first: { name: '陈敏' } });
  expect((await tickets('?closed=1')).rows.map((each) => each.id)).toContain(id);
});

test('[M14, M37] an unusual demand says what was asked and by whom; a dispute about data carries what proves it', async () => {
  if (!chen) throw new Error('no tablet');
  expect(await chen.api.desk('openTicket', { category: 'unusualDemand', channel: 'onSite', text: '要开无犯罪证明' })).toMatchObject({
    ok: false,
    error: { path: 'body.demand' }
  });
  must(
    await chen.api.desk('openTicket', {
      category: 'unusualDemand',
      channel: 'onSite',
      text: '办高龄津贴还要村里开在世证明',
      demand: { asked: '在世证明', by: '县民政局窗口' }
    })
  );
  const photo = must(
    await chen.api.addPhoto({ bytes: new TextEncoder().encode('户口簿本人页').buffer, mime: 'image/jpeg' }, { label: '户口簿', watermark: '' })
  );
  const { id } = must(
    await chen.api.desk('openTicket', {
      category: 'dataDispute',
      channel: 'onSite',
      text: '系统里的出生日期不对',
      dispute: { label: '出生日期', shared: '1940-03-08', claimed: '1939-03-08', keeper: '县公安局', pages: [photo] }
    })
  );
  await chen.sync();
  expect((await row(id)).opened.dispute).toMatchObject({ claimed: '1939-03-08', pages: [{ sha256: photo.sha256 }] });
  expect((await tickets()).open).toMatchObject({ unusualDemand: 1, dataDispute: 1 });
  const stored = await clerk.call('GET', `/api/v1/staff/blobs/LT03/${photo.sha256}`);
  expect(await stored.text()).toBe('户口簿本人页');
});
