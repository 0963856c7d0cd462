/** Ratings and tickets, one of each act. */
import type { Day } from './day.ts';

export async function actVoice({ worker, colleague, receive, sync, decide, must }: Day): Promise<void> {
  const openedAt = '2026-11-22T00:30:00.000Z';
  const rated = await receive(worker);
  must(await worker.api.desk('giveVoice', rated, { kind: 'rating', grade: 'dissatisfied', reasons: ['214'], words: '等了很久', mayContact: true }, openedAt));
  must(await worker.api.desk('giveVoice', await receive(worker), { kind: 'refused' }, openedAt));
  must(await worker.api.desk('giveVoice', null, { kind: 'finding', words: '中午没人' }, openedAt));

  const asked = must(
    await worker.api.desk('openTicket', { category: 'consult', channel: 'phone', name: '刘桂英', phone: '13912345678', text: '津贴什么时候发' })
  );
  must(await worker.api.desk('actOnTicket', asked.id, { type: 'ticket.handedOn', body: { to: '周玲', reason: '她管津贴' } }));
  const stuck = must(
    await worker.api.desk('openTicket', {
      category: 'notDone',
      channel: 'onSite',
      text: '社保转不过来',
      item: { id: 'elderly-allowance', name: '高龄津贴(补贴)申领' },
      caseId: rated
    })
  );
  const demanded = must(
    await worker.api.desk('openTicket', { category: 'unusualDemand', channel: 'letter', text: '被要在世证明', demand: { asked: '在世证明', by: '县里窗口' } })
  );
  const photo = must(
    await worker.api.addPhoto({ bytes: new TextEncoder().encode('page of a booklet').buffer, mime: 'image/jpeg' }, { label: '户口簿', watermark: '' })
  );
  must(
    await worker.api.desk('openTicket', {
      category: 'dataDispute',
      channel: 'onSite',
      text: '出生日期不对',
      dispute: { label: '出生日期', shared: '1940-03-08', claimed: '1939-03-08', keeper: '县公安局', pages: [photo] }
    })
  );
  await sync(worker);
  await sync(colleague);
  must(await colleague.api.desk('actOnTicket', asked.id, { type: 'ticket.takenOver', body: { note: '我来' } }));
  must(await colleague.api.desk('actOnTicket', asked.id, { type: 'ticket.answered', body: { reply: '每月 15 日' } }));
  must(await colleague.api.desk('actOnTicket', asked.id, { type: 'ticket.told', body: { satisfied: 'yes' } }));
  await sync(colleague);
  await decide(stuck.id, 'ticket.assigned', { owner: '县医保局', due: '2026-12-01' });
  await decide(stuck.id, 'ticket.replied', { outcome: 'solved', reply: '到县医保局 3 号窗办' });
  await decide(demanded.id, 'ticket.replied', { outcome: 'explained', reply: '不用交' });
  await decide(demanded.id, 'ticket.closed', { note: '没有留电话' });
  await sync(worker);
  must(await worker.api.desk('actOnTicket', stuck.id, { type: 'ticket.told', body: { satisfied: 'no', note: '还是要跑' } }));
  await sync(worker);
}
