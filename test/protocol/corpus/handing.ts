/** One of each act by which something changes hands. */
import { deliveredWith, handedOver, signedSheet } from '../../device/handing.ts';
import { fillElderly } from '../../device/tablet.ts';
import type { Day } from './day.ts';

export async function actHanding({ worker, sync, decide, must }: Day): Promise<void> {
  const { api } = worker;
  const draft = await fillElderly(api, 950);
  const [first] = Object.values(draft.materials);
  if (first !== undefined) draft.materials[first.id] = { ...first, state: 'paper', originals: 1, whereabouts: 'kept' };
  must(await api.saveDraft(draft));
  const { caseId } = must(await api.receive(draft.id));
  const stateOf = async () => {
    const view = await api.case(caseId);
    if (view === null) throw new Error('no case');
    return view.state;
  };
  const on = (await stateOf()).received.receivedOn;

  const spoilt = must(await api.desk('prepareHandover', '县民政局', [caseId], '')).id;
  must(await api.desk('cancelHandover', spoilt, '部门改了名称'));
  const { id } = must(await api.desk('prepareHandover', '县民政局', [caseId], '系统未对接'));
  const sheet = (await api.desk('handover', id))?.handover;
  if (sheet === undefined) throw new Error('no sheet');
  must(await api.desk('signHandover', id, signedSheet(sheet.prepared, on)));
  must(await api.desk('tellHandover', id, { caseId, word: 'completed', on, by: '王主任电话' }));
  const state = await stateOf();
  const moves = state.originalsMoves?.[0]?.moves ?? [];
  must(await api.desk('moveOriginals', caseId, handedOver(state, { from: 'department', to: 'resident', moves, who: state.applicantName, on })));

  await sync(worker);
  await decide(caseId, 'case.accepted', {});
  await decide(caseId, 'case.completed', { outcome: 'approved', result: '按月发放' });
  await sync(worker);
  const facts = { on, time: '10:20', documents: [{ title: '办结通知书', no: 'B13-1' }] };
  const post = { ...facts, method: 'post', outcome: 'posted', place: '县城邮政支局', address: '柳塘组 12 号', agreed: true, signatures: [] } as const;
  must(await api.desk('deliver', caseId, { ...post, documents: facts.documents, signatures: [] }));
  const sent = (await stateOf()).deliveries?.[0]?.id ?? '';
  must(await api.desk('followDelivery', caseId, { id: sent, on, trackingNo: 'EMS1234567890', outcome: 'returned', note: '查无此人' }));
  const name = state.applicantName;
  const door = { ...facts, method: 'home', outcome: 'signed', place: '柳塘组 12 号', recipient: { name } } as const;
  must(await api.desk('deliver', caseId, deliveredWith(await stateOf(), { ...door, documents: facts.documents }, [['recipient', name]])));
  await sync(worker);
}
