/** One of each act on orders, mandates and moved visits. */
import type { MandateGranted } from '#domain/assist/mandate.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import type { Day } from './day.ts';

const chinaDay = (ahead: number) => new Date(Date.now() + (ahead * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

export async function actAssist({ worker, colleague, sync, decide, must }: Day): Promise<void> {
  const { api } = worker;
  const need = { level: 'village' as const, mode: 'act' as const, name: '李秀英', itemIds: ['elderly-allowance'], need: '腿脚不便，想办高龄补贴' };
  const id = must(await api.desk('openOrder', need));
  must(await api.desk('doOrder', id, { type: 'order.noted', body: { text: '电话约了时间' } }));
  must(await api.desk('doOrder', id, { type: 'order.handedOver', body: { to: 'township', reason: '镇里更近' } }));
  must(await api.desk('doOrder', id, { type: 'order.recalled', body: { reason: '自己能去' } }));
  must(await api.desk('doOrder', id, { type: 'order.handedOver', body: { to: 'county', reason: '户口在外地，要协调' } }));
  await sync(worker);
  await decide(id, 'order.takenAbove', { level: 'county' });
  await decide(id, 'order.advised', { text: '已和派出所说好' });
  await decide(id, 'order.passedOn', { from: 'county', to: 'village', reason: '可以直接办了' });
  await sync(colleague);
  must(await colleague.api.desk('doOrder', id, { type: 'order.taken', body: { level: 'village' } }));
  const mandateId = must(await colleague.api.desk('newId'));
  must(await colleague.api.desk('grantMandate', mandateId, mandate()));
  must(await colleague.api.desk('doOrder', id, { type: 'order.changed', body: { mandateId } }));
  const plan = { date: chinaDay(1), time: '09:30', name: '李秀英', address: '柳塘村3组12号', minutes: 45, at: 'home' as const, needs: ['mobility' as const] };
  const visit = must(await colleague.api.desk('bookVisit', { ...plan, division: '430199100200', orderId: id }));
  must(await colleague.api.desk('moveVisit', visit, { date: chinaDay(2), time: '10:00', minutes: 45, reason: '下雨' }));
  must(await colleague.api.desk('doOrder', id, { type: 'order.closed', body: { outcome: 'done', note: '材料齐了' } }));
  must(await colleague.api.desk('revokeMandate', mandateId, { by: 'principal', reason: '办好了，不用再委托' }));
  await sync(colleague);
  await sync(worker);
}

function mandate(): MandateGranted {
  const text = '授权委托书';
  const hash = sha256OfText(text);
  const at = new Date().toISOString();
  const strokes = [Array.from({ length: 8 }, (_, point) => [10 + point * 12, 20 + point * 9, point * 30, 0.5])];
  const signed = { documentHash: hash, document: '', strokes, width: 300, height: 120, signedAt: at };
  return {
    principal: { name: '李秀英', idNo: '430103193903081525' },
    agent: { name: '周玲', idNo: '430103198502121226', relation: '村(社区)帮办代办员', officer: true },
    items: [{ id: 'elderly-allowance', name: '高龄津贴(补贴)申领' }],
    powers: ['submit', 'sign', 'collect'],
    special: ['commit'],
    validFrom: chinaDay(0),
    validUntil: chinaDay(90),
    cannotSign: 'illiterate',
    paper: { kind: 'mandate', no: 'WT-0001', title: '授权委托书', hash, text, issuedAt: at },
    signatures: [
      { role: 'principal', name: '李秀英', ...signed, strokes: [[[10, 10, 0, 0.5]]] },
      { role: 'agent', name: '周玲', ...signed },
      { role: 'witness', name: '王大爷', ...signed },
      { role: 'witness', name: '赵婶', ...signed }
    ]
  };
}
