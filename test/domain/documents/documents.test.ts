import { describe, expect, it } from 'vitest';
import { apply } from '#domain/case/fold.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { correctionNotice, gapNotice } from '#domain/documents/notice.ts';
import { receiptDocument } from '#domain/documents/receipt.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { emptyForm } from '../answerer.ts';
import { correction, received, receivedBody } from '../case/acts.ts';
import { idNumber } from '../people.ts';
import { allowance, applicantId, calendar, catalogue, photographed, subsidy, today } from '../sample.ts';

const station = { name: '松溪镇柳塘村便民服务站', phone: '0700-5550136', supervisionPhone: '12345', address: '柳塘村委会一楼' };
const entry = (id: string, state: MaterialEntry['state'], more: Partial<MaterialEntry> = {}): MaterialEntry => ({ ...photographed(id, 2), state, ...more });

function receipt(change: Parameters<typeof receivedBody>[0] = () => undefined) {
  return receiptDocument({ received: receivedBody(change), items: [allowance], station, handler: '周敏', time: '10:06', calendar });
}

describe('收件凭证 (rules 2.10 no. 1)', () => {
  it('says who, what, when and where, with numbers masked', () => {
    expect(receipt()).toMatchObject({
      title: '收件凭证',
      org: station.name,
      receivedAt: '2026年11月19日 10:06',
      handler: '周敏',
      stationPhone: '0700-5550136',
      supervisionPhone: '12345',
      agent: null,
      jointNo: null,
      items: [{ name: '高龄津贴(补贴)申领', code: '11430199MB990011XA443051190100001' }],
      applicant: { name: '李秀英', idNumber: `4301**********${applicantId.slice(-4)}` },
      departments: '县民政局',
      promise: '受理后 15 个工作日，不收费'
    });
    expect(receipt().localNo).toMatch(/^L-LT03-07-20261119-0006/);
  });
  it('names the agent when one acts', () => {
    const agentId = idNumber('1965-05-05', 91);
    const byAgent = receipt((body) => Object.assign(body.answers, { isAgent: '是', agentName: '李建军', agentIdNo: agentId, agentRelation: '子女' }));
    expect(byAgent.agent).toEqual({ name: '李建军', idNumber: `4301**********${agentId.slice(-4)}`, relation: '子女' });
  });
  it('never carries a whole number', () => {
    expect(JSON.stringify(receipt())).not.toContain(applicantId);
    expect(JSON.stringify(receipt())).not.toContain('4111111111111111');
  });
  it('lists every material: how it came in, where the original is', () => {
    const lines = receipt((body) => {
      body.materials = [
        entry('m-form', 'generated', { whereabouts: 'kept', pages: [] }),
        entry('m-id', 'photographed'),
        entry('m-paper', 'paper', { originals: 0, copies: 2, whereabouts: 'kept' }),
        entry('m-bank', 'deferred', { due: '2026-11-26' }),
        entry('m-hk', 'sharedPending', { whereabouts: 'none' }),
        entry('m-rel', 'committed', { whereabouts: 'none' }),
        entry('m-e', 'eCertificate', { eCertificate: 'x', whereabouts: 'none' })
      ];
    }).materials;
    expect(lines.map((line) => [line.no, line.originals, line.copies, line.method, line.whereabouts])).toEqual([
      [1, 1, 0, '系统生成，已签', '留站'],
      [2, 1, 0, '核验后拍照 2 张', '已退还'],
      [3, 0, 2, '收纸质件', '留站'],
      [4, 0, 0, '容缺后补', '11月26日前补齐'],
      [5, 0, 0, '待联网核验', '无原件'],
      [6, 0, 0, '告知承诺代替', '无原件'],
      [7, 0, 0, '电子证照', '无原件']
    ]);
  });
  it('tells that it is no acceptance, by when the resident hears, and what to bring by when', () => {
    const document = receipt(
      (body) => (body.materials = [entry('社保卡', 'deferred', { due: '2026-11-26' }), entry('证件照', 'deferred', { due: '2026-11-24' })])
    );
    expect(document.tell[0]).toEqual({ strong: '本凭证不代表受理。', text: '材料在离线状态下收取，联网后送到县级平台，由有权机关决定是否受理。' });
    expect(document.tell[1]?.text).toBe('最迟11月26日（收件后 5 个工作日）告诉您是否受理，或者一次告知还缺什么。没有告知的，自收件之日起即为受理。');
    expect(document.tell.slice(2).map((sentence) => sentence.text)).toEqual([
      '容缺的 1 件材料请在2026年11月24日前交到本站，走不开可以打电话请我们上门取（0700-5550136）。',
      '容缺的 1 件材料请在2026年11月26日前交到本站，走不开可以打电话请我们上门取（0700-5550136）。',
      '扫二维码查进度，也可以凭编号到任何一个便民服务站查。'
    ]);
    expect(document.deferred).toEqual([
      { name: '社保卡', due: '2026-11-26' },
      { name: '证件照', due: '2026-11-24' }
    ]);
    expect(receipt((body) => (body.offline = false)).tell[0]?.text).not.toContain('离线');
  });
  it('says when the day is an estimate', () => {
    expect(receipt((body) => (body.receivedOn = '2026-12-30')).tell[1]?.text).toContain('1月6日（收件后 5 个工作日，节假日表未发布，预估）');
  });
  it('joins the items of a bundle', () => {
    const body = receivedBody((each) => (each.bundle = { id: 'care', name: '老年人服务一件事', jointNo: 'LB-1', itemIds: ['allowance', 'subsidy'] }));
    const items = [
      allowance,
      { ...subsidy, promisedDays: { value: null, unit: 'workingDay' as const, note: null }, fee: { charged: true, standard: '10 元', basis: null } }
    ];
    expect(receiptDocument({ received: body, items, station, handler: '周敏', time: '10:06', calendar })).toMatchObject({
      jointNo: 'LB-1',
      bundleName: '老年人服务一件事',
      departments: '县民政局、县残联',
      promise: '受理后 15 个工作日，不收费；受理后按规定时限办结，10 元',
      items: [{ name: '高龄津贴(补贴)申领' }, { name: '护理补贴申领' }]
    });
  });
});

describe('一次性告知书 (rules 2.10 no. 4)', () => {
  const place = { station, handler: '周敏', date: today };
  it('lists what the county wants mended', () => {
    const state = apply(apply(null, received()), correction(1)) as CaseState;
    expect(correctionNotice(state, place)).toMatchObject({
      title: '一次性告知书（补正通知书）',
      itemName: '高龄津贴(补贴)申领',
      applicantName: '李秀英',
      date: '2026年11月19日',
      lines: [{ no: 1, label: '居民身份证', problem: '国徽面看不清', remedy: '重拍国徽面' }],
      tell: [
        '请在2026年11月30日前补齐以上 1 项，交到松溪镇柳塘村便民服务站（柳塘村委会一楼），走不开可以打电话请我们上门取（0700-5550136）。',
        '补正期间办理时限停止计算，补齐后继续。',
        '逾期不补正又不说明情况的，视为放弃本次申请，以后可以重新申请。'
      ]
    });
    expect(correctionNotice(apply(null, received()) as CaseState, place)).toBeNull();
  });
  it('[M17] lists the whole gap before intake, once, without what is done on the spot', () => {
    const definition = itemDefinition(catalogue, 'allowance');
    if (!definition) throw new Error('no such item');
    const { missing } = assess(definition, { ...emptyForm(), situation: { agent: 'self' } }, today, calendar);
    const notice = gapNotice({ missing, itemName: definition.name, applicantName: '李秀英' }, place);
    expect(notice?.lines.map((line) => line.label)).toEqual(missing.filter((each) => each.section !== 'promise').map((each) => each.label));
    expect(notice?.lines.at(-1)).toMatchObject({ label: '社会保障卡', remedy: '请拍照，或容缺后补' });
    expect(gapNotice({ missing: missing.filter((each) => each.section === 'promise'), itemName: 'x', applicantName: 'x' }, place)).toBeNull();
  });
});
