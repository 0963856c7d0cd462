/** [2.8] The table of the case's way is what the judge does: for every act and every status. */
import { expect, test } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import { steps } from '#domain/case/machine.ts';
import { everyStatus } from '#domain/case/status.ts';
import { isOpen } from '#domain/case/open.ts';
import { countyTypes, stationTypes } from '#domain/case/operations.ts';
import type { CaseState } from '#domain/case/state.ts';
import { act, received } from '../case/acts.ts';
import { catalogue, photographed, today } from '../sample.ts';

const lookup = { catalogue, today };
// `received` begins a case.
const begun = apply(null, received()) as CaseState;
const at = (status: CaseState['status']): CaseState => ({ ...begun, status });
const items = [{ target: 'material', key: 'mat-id', label: '身份证', problem: '反光', remedy: '重拍' }];
const bodies: Readonly<Record<string, object>> = {
  'case.supplied': { answers: {}, materials: [], note: '说明' },
  'case.conflictResolved': { place: 'answers.applicantName', label: '姓名', choice: { value: '李' } },
  'case.withdrawn': { reason: '不办了' },
  'case.voidAsked': { reason: '收重了' },
  'case.preReturned': { items },
  'case.accepted': { caseNo: '1', due: null },
  'case.correctionRequested': { items, due: '2026-11-30' },
  'case.notAccepted': { reason: '不归我管', basis: '第三条' },
  'case.suspended': { procedure: '公示', reason: '公示', workdays: null, since: today, until: null },
  'case.resumed': { result: '无异议', on: today, due: null },
  'case.extended': { days: 5, reason: '核对', approvedBy: '负责人', due: '2026-12-30' },
  'case.completed': { outcome: 'approved', result: '发放' },
  'case.returned': { cause: 'gaveUp', reason: '放弃' },
  'case.voided': { cause: 'duplicate', reason: '重复' },
  'case.deferralExtended': { materialId: 'mat-bank', name: '银行卡', due: '2027-01-04', reason: '住院' },
  'case.shareVerified': { materialId: 'mat-id', name: '身份证', outcome: 'matches', source: '公安' },
  'case.commitmentChecked': { materialId: 'mat-id', name: '身份证', finding: 'true', how: '函询' }
};
const mine = Object.entries(steps).filter(([type]) => type in bodies);

test('[2.8] an act is let through from the statuses that the table names, and from no other', () => {
  expect(mine.length).toBe(Object.keys(bodies).length);
  for (const [type, { who, from }] of mine) {
    for (const status of everyStatus) {
      const state = at(status);
      const problem = judge(state, act(type, bodies[type], state.revision), who === 'station' ? 'station' : 'county', lookup);
      const isBarred = problem?.code === 'wrong_state' && problem.path === 'type' && problem.message.includes('不能再做这一步');
      expect([type, status, isBarred]).toEqual([type, status, !from.some((each) => each === status)]);
    }
  }
});

test('[2.8] an act that leads to a status leads there, and a case that is over stays over', () => {
  for (const [type, { from, to }] of mine) {
    const [first] = from;
    const after = apply(at(first), act(type, bodies[type], 1)) as CaseState;
    if (to !== null) expect([type, after.status]).toEqual([type, to]);
    else if (type !== 'case.supplied') expect([type, after.status]).toEqual([type, first]);
  }
  const over = everyStatus.filter((status) => !isOpen(status));
  expect(over).toEqual(expect.arrayContaining(['completed', 'notAccepted', 'returned', 'withdrawn', 'voided']));
  for (const [type, { from }] of mine) if (type !== 'case.commitmentChecked') expect([type, from.filter((each) => !isOpen(each))]).toEqual([type, []]);
});

test('[2.8] only the county decides, and only a station withdraws', () => {
  for (const [type, { who }] of mine) expect([type, stationTypes.has(type), countyTypes.has(type)]).toEqual([type, who === 'station', who !== 'station']);
});

test('[2.8] a late supply stands though its author did not know of the special procedure; not when a pre-check asked for the very thing', () => {
  const does = (state: CaseState, type: string, body: object) => apply(state, act(type, body, state.revision)) as CaseState;
  const supply = (state: CaseState) =>
    judge(state, act('case.supplied', { answers: {}, materials: [photographed('mat-bank')], note: '补来了' }, 1), 'station', { ...lookup, catalogue: null })
      ?.code ?? 'stands';
  const suspended = does(does(begun, 'case.accepted', bodies['case.accepted'] ?? {}), 'case.suspended', bodies['case.suspended'] ?? {});
  expect(supply(suspended)).toBe('stands');
  expect(supply(does(begun, 'case.preReturned', { items }))).toBe('stands');
  expect(supply(does(begun, 'case.preReturned', { items: items.map((item) => ({ ...item, key: 'mat-bank' })) }))).toBe('stale_revision');
  expect(supply(does(begun, 'case.returned', bodies['case.returned'] ?? {}))).toBe('wrong_state');
});

test('[2.9] a supply that answers a notice begins the five days anew, one that crosses it does not', () => {
  const noticed = apply(begun, act('case.correctionRequested', bodies['case.correctionRequested'], 1)) as CaseState;
  const body = { answers: {}, materials: [photographed('mat-id')] };
  const at = '2026-11-25T01:00:00.000Z';
  expect(apply(noticed, act('case.supplied', body, 2, { at }))).toMatchObject({ status: 'received', completeOn: '2026-11-25' });
  expect(apply(noticed, act('case.supplied', body, 1, { at }))).toMatchObject({ status: 'correction' });
});
