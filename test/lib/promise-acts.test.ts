/** [2.8] What the console offers, to whom, and what it wants before it sends. */
import { expect, test } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { caseActsOf, fieldsOf, materialActOf, troubleOf, type Values } from '#lib/state/promise-acts.ts';
import { act, received } from '../domain/case/acts.ts';
import { catalogue } from '../domain/sample.ts';

const today = '2026-11-24';
const entry = (id: string, state: MaterialEntry['state'], due: string): MaterialEntry => ({
  id,
  name: id,
  state,
  originals: 0,
  copies: 0,
  whereabouts: 'none',
  pages: [],
  due
});
// `received` begins a case.
const begun = apply(null, received()) as CaseState;
const open: CaseState = {
  ...begun,
  materials: [entry('card', 'deferred', '2026-11-20'), entry('lease', 'committed', '2026-12-31'), entry('id', 'sharedPending', '2026-11-26')]
};
const [reviewer, township, lead, none] = [
  { decide: true, preCheck: true, lead: false },
  { decide: false, preCheck: true, lead: false },
  { decide: true, preCheck: true, lead: true },
  { decide: false, preCheck: false, lead: false }
];
const targets = [{ target: 'material', key: 'card', label: '银行卡' }];
const typesFor = (state: CaseState, rights: typeof reviewer) => caseActsOf(state, rights, targets, today).map(({ type }) => type);

test('[2.8] offers each office what the table lets it do, and nothing once the case is over', () => {
  expect(typesFor(open, reviewer)).toEqual(['case.preReturned', 'case.returned']);
  expect(typesFor(open, township)).toEqual(['case.preReturned']);
  expect(typesFor(open, lead)).toEqual(['case.preReturned', 'case.returned', 'case.voided']);
  expect(typesFor(open, none)).toEqual([]);
  const accepted: CaseState = { ...open, status: 'accepted', due: '2026-12-10' };
  expect(typesFor(accepted, reviewer)).toEqual(['case.suspended', 'case.extended', 'case.returned']);
  expect(typesFor({ ...accepted, extension: { days: 5, reason: '', approvedBy: '', due: '' } }, reviewer)).toEqual(['case.suspended', 'case.returned']);
  expect(typesFor({ ...open, status: 'suspended' }, reviewer)).toEqual(['case.resumed', 'case.returned']);
  expect(typesFor({ ...open, status: 'voided' }, lead)).toEqual([]);
});

test('what it sends stands before the judge, for each act and each material', () => {
  const filled: Values = {
    procedure: '公示',
    reason: '理由',
    workdays: '5',
    result: '无异议',
    days: '5',
    approvedBy: '负责人',
    cause: 'gaveUp',
    'target.0': 'material:card',
    'problem.0': '反光',
    'remedy.0': '重拍',
    finding: 'false',
    how: '函询',
    consequence: '撤销',
    outcome: 'differs',
    source: '公安',
    note: '姓名不同',
    due: '2026-12-01'
  };
  // What the county fills in.
  const days = { since: today, until: null, on: today };
  let judged = 0;
  for (const state of [open, { ...open, status: 'accepted' as const, due: '2026-12-10' }, { ...open, status: 'suspended' as const }]) {
    const offered = [...caseActsOf(state, lead, targets, today), ...state.materials.flatMap(({ id }) => materialActOf(state, id, lead) ?? [])];
    for (const each of offered) {
      const values = each.type === 'case.voided' ? { ...filled, cause: 'mistake' } : filled;
      expect([each.type, troubleOf(each, values, today)]).toEqual([each.type, {}]);
      expect(Object.keys(troubleOf(each, {}, today)).length).toBeGreaterThan(0);
      const body = { ...days, due: '2026-12-20', ...each.body(values) };
      expect([each.type, judge(state, act(each.type, body, 1), 'county', { catalogue, today })]).toEqual([each.type, null]);
      judged++;
    }
  }
  expect(judged).toBeGreaterThan(12);
});

test('bad input gets a sentence at its field: no number, too many days, a day that is over, a choice that was not made', () => {
  const offered = caseActsOf({ ...open, status: 'accepted', due: '2026-12-10' }, lead, targets, today);
  const of = (type: string) => offered.find((each) => each.type === type) ?? { type, title: '', label: '', fields: [], body: () => ({}) };
  for (const days of ['', '0', '11', '5.5', '很多', '-1'])
    expect(troubleOf(of('case.extended'), { days, reason: '理由', approvedBy: '甲' }, today)).toHaveProperty('days');
  expect(troubleOf(of('case.suspended'), { procedure: '公示', reason: '公示', workdays: '' }, today)).toEqual({});
  const later = materialActOf(open, 'card', lead);
  if (later === null) throw new Error('not offered');
  expect(Object.keys(troubleOf(later, { due: today, reason: '住院' }, today))).toEqual(['due']);
});

test('a pre-check names as many things as there are lines', () => {
  const pre = caseActsOf(open, township, targets, today)[0];
  if (pre === undefined) throw new Error('not offered');
  const values = { count: '2', 'target.0': 'material:card', 'problem.0': 'a', 'remedy.0': 'b', 'target.1': 'material:card', 'problem.1': 'c', 'remedy.1': '' };
  expect(fieldsOf(pre, values).length).toBe(6);
  expect(Object.keys(troubleOf(pre, values, today))).toEqual(['remedy.1']);
  expect(pre.body(values)).toMatchObject({
    items: [
      { key: 'card', problem: 'a' },
      { key: 'card', problem: 'c' }
    ]
  });
});

test('a material is checked once, and again only while it was not clear', () => {
  const checked = (finding: string) =>
    apply(open, act('case.commitmentChecked', { materialId: 'lease', name: 'lease', finding, how: '函询', consequence: '撤销' }, 1)) as CaseState;
  expect([materialActOf(checked('true'), 'lease', lead), materialActOf(checked('unclear'), 'lease', lead)?.type]).toEqual([null, 'case.commitmentChecked']);
  expect(materialActOf(open, 'gone', lead)).toBeNull();
});
