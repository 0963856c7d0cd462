import { describe, expect, it } from 'vitest';
import { apply } from '#domain/case/fold.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { correctionPaper, gapPaper } from '#domain/documents/notice.ts';
import { paperText, type Paper, type PaperBlock } from '#domain/documents/paper.ts';
import { receiptPaper } from '#domain/documents/receipt.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { emptyForm } from '../answerer.ts';
import { correction, received, receivedBody } from '../case/acts.ts';
import { idNumber } from '../people.ts';
import { allowance, applicantId, calendar, catalogue, photographed, subsidy, today } from '../sample.ts';
import { context, station } from './context.ts';

const entry = (id: string, state: MaterialEntry['state'], more: Partial<MaterialEntry> = {}): MaterialEntry => ({ ...photographed(id, 2), state, ...more });
const block = <T extends PaperBlock['type']>(paper: Paper | null, type: T) =>
  paper?.blocks.find((each): each is Extract<PaperBlock, { type: T }> => each.type === type);
const fact = (paper: Paper, label: string) =>
  paper.blocks
    .flatMap((each) => (each.type === 'facts' ? each.rows.flat() : []))
    .filter((each) => each.label === label)
    .map(({ value }) => value);
const sentences = (paper: Paper | null) => block(paper, 'list')?.items.map(({ strong, text }) => strong + text) ?? [];

function receipt(change: Parameters<typeof receivedBody>[0] = () => undefined) {
  return receiptPaper({ received: receivedBody(change), items: [allowance], station, handler: '周敏', time: '10:06', calendar });
}

describe('收件凭证 (rules 2.10 no. 1)', () => {
  it('says who, what, when and where, with numbers masked', () => {
    const paper = receipt();
    expect(paper).toMatchObject({ title: '收件凭证', org: station.name, date: '2026年11月19日 10:06 收件', seal: '站点印章' });
    expect(paper.no).toMatch(/^B1-LT03-07-20261119-0006/);
    expect(fact(paper, '事项')).toEqual(['高龄津贴(补贴)申领\n11430199MB990011XA443051190100001']);
    expect([...fact(paper, '申请人'), ...fact(paper, '证件号码')]).toEqual(['李秀英', `4301**********${applicantId.slice(-4)}`]);
    expect([...fact(paper, '主管部门'), ...fact(paper, '承诺时限')]).toEqual(['县民政局', '受理后 15 个工作日，不收费']);
    expect(fact(paper, '收件编号')[0]).toMatch(/^L-LT03-07-20261119-0006/);
    expect(block(paper, 'contacts')?.facts.map(({ value }) => value)).toEqual(['周敏', station.name, '0700-5550136', '12345']);
  });
  it('names the agent when one acts, who then signs', () => {
    const agentId = idNumber('1965-05-05', 91);
    const byAgent = receipt((body) => Object.assign(body.answers, { isAgent: '是', agentName: '李建军', agentIdNo: agentId, agentRelation: '子女' }));
    expect(fact(byAgent, '代办人')).toEqual(['李建军（子女）']);
    expect(fact(byAgent, '证件号码')[1]).toBe(`4301**********${agentId.slice(-4)}`);
    expect(byAgent.slots[0]).toEqual({ role: 'agent', label: '代办人签收', name: '李建军' });
  });
  it('never carries a whole number, and its QR says nothing about the person (M28)', () => {
    expect(paperText(receipt())).not.toContain(applicantId);
    expect(paperText(receipt())).not.toContain('4111111111111111');
    expect(receipt().qr).toBe('/q/abcdefghijklmnopqrstuv');
  });
  it('lists every material: how it came in, where the original is', () => {
    const paper = receipt((body) => {
      body.materials = [
        entry('m-form', 'generated', { whereabouts: 'kept', pages: [] }),
        entry('m-id', 'photographed'),
        entry('m-paper', 'paper', { originals: 0, copies: 2, whereabouts: 'kept' }),
        entry('m-bank', 'deferred', { due: '2026-11-26' }),
        entry('m-hk', 'sharedPending', { whereabouts: 'none' }),
        entry('m-rel', 'committed', { whereabouts: 'none' }),
        entry('m-e', 'eCertificate', { eCertificate: 'x', whereabouts: 'none' })
      ];
    });
    expect(block(paper, 'table')?.rows.map(([no, , ...rest]) => [no, ...rest])).toEqual([
      ['1', '1', '0', '系统生成，已签', '留站'],
      ['2', '1', '0', '核验后拍照 2 张', '已退还'],
      ['3', '0', '2', '收纸质件', '留站'],
      ['4', '0', '0', '容缺后补', '11月26日前补齐'],
      ['5', '0', '0', '待联网核验', '无原件'],
      ['6', '0', '0', '告知承诺代替', '无原件'],
      ['7', '0', '0', '电子证照', '无原件']
    ]);
  });
  it('tells that it is no acceptance, by when the resident hears, and what to bring by when', () => {
    const told = sentences(
      receipt((body) => (body.materials = [entry('社保卡', 'deferred', { due: '2026-11-26' }), entry('证件照', 'deferred', { due: '2026-11-24' })]))
    );
    expect(told).toEqual([
      '本凭证不代表受理。材料在离线状态下收取，联网后送到县级平台，由有权机关决定是否受理。',
      '最迟11月26日（收件后 5 个工作日）告诉您是否受理，或者一次告知还缺什么。没有告知的，自收件之日起即为受理。',
      '容缺的 1 件材料请在2026年11月24日前交到本站，走不开可以打电话请我们上门取（0700-5550136）。',
      '容缺的 1 件材料请在2026年11月26日前交到本站，走不开可以打电话请我们上门取（0700-5550136）。',
      '扫二维码查进度，也可以凭收件编号到任何一个便民服务站查。'
    ]);
    expect(sentences(receipt((body) => (body.offline = false)))[0]).not.toContain('离线');
  });
  it('says when the day is an estimate', () => {
    expect(sentences(receipt((body) => (body.receivedOn = '2026-12-30')))[1]).toContain('1月6日（收件后 5 个工作日，节假日表未发布，预估）');
  });
  it('joins the items of a bundle', () => {
    const body = receivedBody((each) => (each.bundle = { id: 'care', name: '老年人服务一件事', jointNo: 'LB-1', itemIds: ['allowance', 'subsidy'] }));
    const items = [
      allowance,
      { ...subsidy, promisedDays: { value: null, unit: 'workingDay' as const, note: null }, fee: { charged: true, standard: '10 元', basis: null } }
    ];
    const paper = receiptPaper({ received: body, items, station, handler: '周敏', time: '10:06', calendar });
    expect(fact(paper, '一件事')).toEqual(['老年人服务一件事\nLB-1']);
    expect(fact(paper, '主管部门')).toEqual(['县民政局、县残联']);
    expect(fact(paper, '承诺时限')).toEqual(['受理后 15 个工作日，不收费；受理后按规定时限办结，10 元']);
    expect(fact(paper, '事项').map((each) => each.split('\n')[0])).toEqual(['高龄津贴(补贴)申领', '护理补贴申领']);
  });
});

describe('一次性告知书 (rules 2.10 no. 4)', () => {
  it('lists what the county wants mended, until when, where, and what follows', () => {
    const paper = correctionPaper(apply(apply(null, received()), correction(1)) as CaseState, context);
    expect(paper).toMatchObject({ title: '一次性告知书（补正通知书）', date: '2026年11月19日' });
    expect(paper?.no).toMatch(/^B18-LT03-07-20261119-0006.$/);
    expect(block(paper, 'table')?.rows).toEqual([['1', '居民身份证', '国徽面看不清', '重拍国徽面']]);
    expect(sentences(paper)).toEqual([
      '请在2026年11月30日前补齐以上 1 项，交到松溪镇柳塘村便民服务站（柳塘村委会一楼），走不开可以打电话请我们上门取（0700-5550136）。',
      '补正期间办理时限停止计算，补齐后继续。',
      '逾期不补正又不说明情况的，视为放弃本次申请，以后可以重新申请。'
    ]);
    expect(paper?.slots.map(({ label, name }) => label + name)).toEqual(['申请人签收李秀英', '告知人签名']);
    expect(correctionPaper(apply(null, received()) as CaseState, context)).toBeNull();
  });
  it('numbers a second one of the same case', () => {
    const second = [received(), correction(1), correction(2)].reduce<CaseState | null>((state, op) => apply(state, op) as CaseState, null);
    expect(second && correctionPaper(second, context)?.no).toMatch(/-2$/);
  });
  it('[M17] lists the whole gap before intake, once, without what is done on the spot', () => {
    const definition = itemDefinition(catalogue, 'allowance');
    if (!definition) throw new Error('no such item');
    const { missing, answers } = assess(definition, { ...emptyForm(), situation: { agent: 'self' } }, today, calendar);
    const input = { missing, subject: { items: definition.items }, answers, station, handler: '周敏', id: '0193f000-1111-7abc-8def-0123456789ab', date: today };
    const paper = gapPaper(input);
    const rows = block(paper, 'table')?.rows ?? [];
    expect(rows.map(([, label]) => label)).toEqual(missing.filter((each) => each.section !== 'promise').map((each) => each.label));
    expect(rows.at(-1)?.[1]).toBe('社会保障卡');
    expect(rows.at(-1)?.[3]).toBe('请拍照，或容缺后补');
    expect(paper?.no).toBe('B18-0123-4567-89AB');
    expect(gapPaper({ ...input, missing: missing.filter((each) => each.section === 'promise') })).toBeNull();
  });
});
