import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { Bundle } from '#domain/catalogue/format.ts';
import { childrenOf, deliverable, isUnderWay, jointStatus } from '#domain/bundle/children.ts';
import { childCases } from '#domain/bundle/as-case.ts';
import { judgePlan } from '#domain/bundle/judge-plan.ts';
import { childDue, jointDue } from '#domain/bundle/limits.ts';
import { elsewhereOf, jointPlan, planChildren } from '#domain/bundle/plan.ts';
import type { JointChoice } from '#domain/bundle/schemas.ts';
import { apply, judge } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { casePapers } from '#domain/documents/case-papers.ts';
import { bundleDefinition } from '#domain/form/definition.ts';
import { calendar } from '../sample.ts';
import { act, receivedBody } from './joint.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const [newborn] = catalogue.bundles.filter(({ id }) => id === 'bundle-newborn') as [Bundle];
const itemsOf = (ids: readonly string[]) => bundleDefinition(catalogue, newborn.id, ids)?.items ?? [];
const three = ['resident-medical-enroll', 'social-card', 'childcare-subsidy'];
const plan = (ids: readonly string[], registered: 'yes' | 'no', choice: JointChoice = {}) =>
  planChildren(newborn, itemsOf(ids), { 'child-registered': registered }, choice);

function joint(ids: readonly string[], registered: 'yes' | 'no' = 'no', choice: JointChoice = {}): CaseState {
  const bundle = { id: newborn.id, name: newborn.name, jointNo: 'J-LT03-01-20261123-0001A', itemIds: [...ids] };
  const body = receivedBody({ bundle: { ...bundle, ...jointPlan(newborn, itemsOf(ids), { 'child-registered': registered }, choice, undefined) } });
  return apply(null, act('case.received', null, body)) as CaseState;
}
const now = (state: CaseState) => Object.fromEntries(childrenOf(state).map((child) => [child.no, child.now]));
const lookup = { catalogue: null, today: '2026-11-23' };
function does(state: CaseState, type: string, body: object, by: 'station' | 'county' = 'county'): CaseState {
  const op = act(type, state, body);
  expect(judge(state, op, by, lookup)).toBeNull();
  return apply(state, op) as CaseState;
}
const child = (no: string, more: object = {}) => ({ no, name: 'x', on: '2026-11-24', ...more });
const accepts = (state: CaseState, no: string, due: string | null = null) =>
  does(state, 'case.childAccepted', child(no, { caseNo: '430103', due, jointDue: '2026-12-14' }));
const approves = (state: CaseState, no: string) => does(state, 'case.childCompleted', child(no, { outcome: 'approved', result: '办好了' }));
const refusedAct = (state: CaseState, type: string, body: object, by: 'station' | 'county' = 'county') => judge(state, act(type, state, body), by, lookup);

describe('[M7] the plan of a joint case', () => {
  it('holds what was chosen, what it waits for, and what others do, in the bundle’s order', () => {
    expect(plan(three, 'no').map(({ no, standing, after }) => [no, standing, after])).toEqual([
      ['01', 'todo', []],
      ['02', 'todo', ['01']],
      ['03', 'todo', ['01']],
      ['05', 'here', ['03']],
      ['06', 'here', ['03']],
      ['07', 'todo', []],
      ['08', 'here', ['03']]
    ]);
  });
  it('believes the situation before it asks', () => {
    const [registration] = elsewhereOf(newborn, three, { 'child-registered': 'yes' }, { elsewhere: { '03': 'todo' } }).filter(({ no }) => no === '03');
    expect(registration).toMatchObject({ choice: 'done', told: true, needed: true });
  });
  it('leaves out what nobody wants, and never what somebody waits for', () => {
    const deceased = catalogue.bundles.find(({ id }) => id === 'bundle-deceased');
    const funeral = bundleDefinition(catalogue, 'bundle-deceased', ['funeral-benefit'])?.items ?? [];
    if (!deceased) throw new Error('no bundle');
    const unwanted = { elsewhere: Object.fromEntries(deceased.children.map((_each, at) => [String(at + 1).padStart(2, '0'), 'notWanted' as const])) };
    expect(planChildren(deceased, funeral, {}, unwanted).map(({ no }) => no)).toEqual(['01', '02', '03', '04']);
  });
  it('asks of an own item that is not chosen now, when another waits for it', () => {
    const flexible = catalogue.bundles.find(({ id }) => id === 'bundle-flexible-employment');
    const items = bundleDefinition(catalogue, 'bundle-flexible-employment', ['flexible-pension-enroll', 'flexible-subsidy'])?.items ?? [];
    if (!flexible) throw new Error('no bundle');
    const recognised = planChildren(flexible, items, {}, { elsewhere: { '06': 'done' } }).find(({ no }) => no === '06');
    expect(recognised).toMatchObject({ itemId: 'employment-difficulty', standing: 'done' });
  });
  it('asks of what comes before the predecessor too', () => {
    const [flexible] = catalogue.bundles.filter(({ id }) => id === 'bundle-flexible-employment') as [Bundle];
    const optional = { ...flexible, children: flexible.children.map((each) => ({ ...each, mandatory: false })) };
    const items = bundleDefinition(catalogue, flexible.id, ['flexible-subsidy'])?.items ?? [];
    expect(planChildren(optional, items, {}, {}).map(({ no, after }) => [no, after])).toEqual([
      ['01', []],
      ['03', ['01']],
      ['05', ['03']],
      ['06', []],
      ['07', ['06', '05']]
    ]);
  });
  it('keeps what was said when the case is mended', () => {
    const before = joint(three, 'no', { delivery: 'separately', elsewhere: { '01': 'done' } }).received.bundle;
    expect(jointPlan(newborn, itemsOf(three), { 'child-registered': 'no' }, undefined, before)).toEqual({
      children: before?.children,
      delivery: 'separately',
      limit: { value: 15, unit: 'workingDay' }
    });
  });
  it('[P115] is refused at the county when it does not hold together', () => {
    const { received } = joint(three);
    const children = received.bundle?.children ?? [];
    const broken = (change: (each: (typeof children)[number]) => (typeof children)[number]) =>
      judgePlan({ bundle: received.bundle && { ...received.bundle, children: children.map(change) } })?.code;
    expect(judgePlan(received)).toBeNull();
    expect(broken((each) => (each.no === '01' ? { ...each, after: ['03'] } : each))).toBe('invalid_body');
    expect(broken((each) => (each.no === '01' ? { ...each, after: ['99'] } : each))).toBe('invalid_body');
    expect(broken((each) => (each.no === '05' ? { ...each, itemId: 'minimum-living' } : each))).toBe('invalid_body');
    expect(broken((each) => (each.no === '06' ? { ...each, no: '05' } : each))).toBe('invalid_body');
  });
});

describe('[M8] the order of the children', () => {
  it('keeps a child waiting until its predecessor is done, and says for whom', () => {
    const taken = joint(three);
    expect(childrenOf(taken).find(({ no }) => no === '05')).toMatchObject({ now: 'awaiting', waitsFor: ['出生登记(户口登记)'], readyOn: null });
    expect(refusedAct(taken, 'case.childAccepted', child('05', { caseNo: '4', due: null, jointDue: null }))?.message).toContain(
      '还在等前序“出生登记(户口登记)”'
    );
    const registered = does(taken, 'case.elsewhereDone', child('03', { evidence: '户口簿' }), 'station');
    expect(childrenOf(registered).find(({ no }) => no === '05')).toMatchObject({ now: 'ready', waitsFor: [], readyOn: '2026-11-24' });
  });
  it('blocks what hangs on a child that came to nothing; the others go on', () => {
    const disability = catalogue.bundles.find(({ id }) => id === 'bundle-disability');
    const ids = ['disability-cert', 'disability-living', 'minimum-living'];
    const items = bundleDefinition(catalogue, 'bundle-disability', ids)?.items ?? [];
    if (!disability) throw new Error('no bundle');
    const bundle = { id: disability.id, name: disability.name, jointNo: 'J-1', itemIds: ids, ...jointPlan(disability, items, {}, {}, undefined) };
    const taken = apply(null, act('case.received', null, receivedBody({ bundle }))) as CaseState;
    const refused = does(taken, 'case.childNotAccepted', child('01', { reason: '不符合评定标准', basis: '办法' }));
    expect(now(refused)).toEqual({ '01': 'notAccepted', '02': 'blocked', '04': 'ready' });
    expect(refusedAct(refused, 'case.childAccepted', child('02', { caseNo: '4', due: null, jointDue: null }))?.message).toContain('没办成');
    const told = does(refused, 'case.childNotAccepted', child('02', { reason: '没有残疾人证', basis: '办法' }));
    expect(approves(accepts(told, '04'), '04').status).toBe('completed');
  });
  it('blocks the whole chain behind it', () => {
    const taken = joint(three, 'yes');
    const chained = (taken.received.bundle?.children ?? []).map((each) =>
      each.no === '06' ? { ...each, after: ['05'] } : each.no === '08' ? { ...each, after: ['06'] } : each
    );
    const bundle = taken.received.bundle && { ...taken.received.bundle, children: chained };
    const refused = does({ ...taken, received: { ...taken.received, bundle } }, 'case.childNotAccepted', child('05', { reason: '重复', basis: '办法' }));
    expect(now(refused)).toMatchObject({ '05': 'notAccepted', '06': 'blocked', '08': 'blocked' });
  });
  it('counts the county’s five days for a child from the day on which it could go', () => {
    const taken = joint(three, 'yes');
    expect(childrenOf(taken).find(({ no }) => no === '05')?.readyOn).toBe(taken.received.receivedOn);
  });
});

describe('[M9] the joint case as the sum of its children', () => {
  const ready = () => joint(three, 'yes');
  it('is accepted from the first acceptance on, and over with the last decision', () => {
    const first = accepts(ready(), '05', '2026-11-24');
    expect(first).toMatchObject({ status: 'accepted', caseNo: '430103', due: '2026-12-14' });
    expect(childrenOf(first).find(({ no }) => no === '05')).toMatchObject({ ownNo: '430103-05', due: '2026-11-24' });
    const done = approves(first, '05');
    expect(done.status).toBe('accepted');
    const refused = does(done, 'case.childNotAccepted', child('06', { reason: '重复', basis: '办法' }));
    const over = does(refused, 'case.childWithdrawn', child('08', { reason: '不办了' }), 'station');
    expect(over.status).toBe('completed');
  });
  it('is not accepted when no child was, and withdrawn when all were taken back', () => {
    const none = three.reduce(
      (state, _id, at) => does(state, 'case.childNotAccepted', child(['05', '06', '08'][at] ?? '', { reason: '不属本县', basis: '办法' })),
      ready()
    );
    expect(none.status).toBe('notAccepted');
    const back = three.reduce(
      (state, _id, at) => does(state, 'case.childWithdrawn', child(['05', '06', '08'][at] ?? '', { reason: '不办' }), 'station'),
      ready()
    );
    expect(back.status).toBe('withdrawn');
  });
  it('ends every open child when the whole is withdrawn', () => {
    const whole = does(ready(), 'case.withdrawn', { reason: '不办了' }, 'station');
    expect(now(whole)).toMatchObject({ '05': 'withdrawn', '06': 'withdrawn', '08': 'withdrawn' });
  });
  it('[P116] is decided child by child, never at once', () => {
    expect(refusedAct(ready(), 'case.accepted', { caseNo: '1', due: null })?.message).toContain('逐项');
    expect(refusedAct(accepts(ready(), '05'), 'case.completed', { outcome: 'approved', result: 'x' })?.message).toContain('逐项');
  });
  it('lets a department ask for what is missing after another has accepted, and goes on when it is there', () => {
    const correction = { items: [{ target: 'field', key: 'childIdNo', label: '身份证号', problem: '没有', remedy: '补填' }], due: '2026-12-01' };
    const asked = does(accepts(ready(), '05'), 'case.correctionRequested', correction);
    expect(asked.status).toBe('correction');
    // What is missing stays asked for, whatever becomes of another child meanwhile.
    expect(does(asked, 'case.childWithdrawn', child('08', { reason: '不办了' }), 'station').status).toBe('correction');
    const answered = does(asked, 'case.supplied', { answers: { childIdNo: '430199202606150012' }, materials: [] }, 'station');
    expect(answered.status).toBe('accepted');
  });
  it('is not refused or accepted at once while a second department waits for what is missing: one child is accepted already', () => {
    const correction = { items: [{ target: 'field', key: 'childIdNo', label: '身份证号', problem: '没有', remedy: '补填' }], due: '2026-12-01' };
    const asked = does(accepts(ready(), '05'), 'case.correctionRequested', correction);
    const refusal = { reason: '不符合条件', basis: '办法第五条' };
    expect(refusedAct(asked, 'case.notAccepted', refusal)?.message).toContain('逐项');
    expect(refusedAct(ready(), 'case.notAccepted', refusal)).toBeNull();
  });
  it('gives results as the resident chose', () => {
    const some = (delivery: 'together' | 'separately') => approves(accepts(joint(three, 'yes', { delivery }), '05'), '05');
    expect(deliverable(some('separately')).map(({ no }) => no)).toEqual(['05']);
    expect(deliverable(some('together'))).toEqual([]);
    const all = ['06', '08'].reduce((state, no) => approves(accepts(state, no), no), some('together'));
    expect(deliverable(all).map(({ no }) => no)).toEqual(['05', '06', '08']);
  });
  it('[P117] lets two workers who don’t know of each other note the same thing done', () => {
    const taken = joint(three);
    const once = does(taken, 'case.elsewhereDone', child('03', { evidence: '户口簿' }), 'station');
    const late = { ...act('case.elsewhereDone', once, child('03', { evidence: '身份证', on: '2026-11-30' })), base: 1 };
    expect(judge(once, late, 'station', lookup)).toBeNull();
    expect((apply(once, late) as CaseState).children?.['03']).toMatchObject({ note: '户口簿', on: '2026-11-24' });
  });
  it('[M9] whatever is done in whatever order, the sum follows the children', () => {
    const nos = ['01', '03', '05', '06', '08'];
    const acts = fc.array(
      fc.record({
        no: fc.constantFrom(...nos),
        type: fc.constantFrom('case.childAccepted', 'case.childNotAccepted', 'case.childCompleted', 'case.childWithdrawn', 'case.elsewhereDone'),
        outcome: fc.constantFrom('approved', 'refused')
      }),
      { maxLength: 30 }
    );
    fc.assert(
      fc.property(acts, (list) => {
        let state = joint(three);
        for (const { no, type, outcome } of list) {
          const bodies: Record<string, object> = {
            'case.childAccepted': { caseNo: '4', due: '2026-12-01', jointDue: null },
            'case.childNotAccepted': { reason: 'x', basis: 'y' },
            'case.childCompleted': { outcome, result: 'x' },
            'case.childWithdrawn': { reason: 'x' },
            'case.elsewhereDone': { evidence: 'x' }
          };
          const op: Operation = act(type, state, child(no, bodies[type]));
          const before = childrenOf(state).find((each) => each.no === no);
          const problem = judge(state, op, type === 'case.childWithdrawn' || type === 'case.elsewhereDone' ? 'station' : 'county', lookup);
          if (problem !== null) continue;
          // Nothing is accepted before its turn, nothing decided twice.
          if (type === 'case.childAccepted') expect(before?.now).toBe('ready');
          if (type === 'case.childCompleted') expect(before?.now).toBe('accepted');
          state = apply(state, op) as CaseState;
          const here = childrenOf(state).filter((each) => each.here);
          expect(state.status).toBe(jointStatus(state));
          expect(['completed', 'notAccepted', 'withdrawn'].includes(state.status)).toBe(!here.some(isUnderWay));
          expect(state.status === 'completed').toBe(!here.some(isUnderWay) && here.some((each) => each.now === 'approved' || each.now === 'refused'));
        }
      })
    );
  });
});

describe('[M9] each department’s own papers', () => {
  it('names the child’s number, item, day and result, and nothing of the others', () => {
    const items = itemsOf(three);
    const entry = (id: string, name: string): MaterialEntry => ({ id, name, state: 'paper', originals: 1, copies: 0, whereabouts: 'kept', pages: [] });
    const taken = { ...joint(three, 'yes'), materials: [entry('mat-form-medical', '参保登记表'), entry('mat-form-card', '领卡登记表')] };
    const over = does(approves(accepts(taken, '05', '2026-11-24'), '05'), 'case.childNotAccepted', child('06', { reason: '重复', basis: '办法第五条' }));
    const cases = childCases(over, items);
    expect(cases.map(({ state, items: own }) => [state.status, state.caseNo, state.due, own[0]?.id])).toEqual([
      ['completed', '430103-05', '2026-11-24', 'resident-medical-enroll'],
      ['notAccepted', '430103-06', null, 'social-card']
    ]);
    const county = { name: '柳塘村便民服务站', phone: '0731', supervisionPhone: '12345' };
    const context = { station: county, county: '松溪县', items, calendar, day: (at: string) => at.slice(0, 10), time: () => '09:00' };
    const papers = casePapers(over, context).filter(({ given }) => given === null);
    expect(papers.map(({ title, no }) => [title, no])).toEqual([
      ['办结通知书', 'B13-LT03-01-20261123-0001A-05'],
      ['受理通知书', 'SL-LT03-01-20261123-0001A-05'],
      ['不予受理通知书', 'B4-LT03-01-20261123-0001A-06'],
      ['收件凭证', expect.stringMatching(/^B1-/)]
    ]);
    expect(papers[0]?.text).toContain('县医疗保障局');
    expect(papers[0]?.text).not.toContain('社会保障卡');
    expect(papers[1]?.text).toContain('参保登记表');
    expect(papers[1]?.text).not.toContain('领卡登记表');
  });
});

describe('[M19] due dates', () => {
  const bundle = joint(three).received.bundle;
  if (!bundle) throw new Error('no bundle');
  it('runs each child on its own limit', () => {
    const limits = Object.fromEntries((bundle.children ?? []).map((each) => [each.no, childDue(each, '2026-11-23', calendar)]));
    expect(limits).toMatchObject({ '01': null, '05': '2026-11-23', '06': '2026-11-30', '08': '2027-01-04' });
  });
  it('promises the whole by the longest', () => {
    expect(jointDue(bundle, '2026-11-23', calendar)).toBe('2027-01-04');
    const short = { ...bundle, children: (bundle.children ?? []).filter(({ no }) => no !== '08') };
    expect(jointDue(short, '2026-11-23', calendar)).toBe('2026-12-14');
    expect(jointDue({ ...short, limit: null, children: [] }, '2026-11-23', calendar)).toBeNull();
  });
});
