import { expect, test } from 'vitest';
import { extraNotices, isSecondNotice, judgeNotice } from '#domain/case/second-notice.ts';
import type { CaseState, TimelineEntry } from '#domain/case/state.ts';

const entry = (type: string): TimelineEntry => ({ opId: type, type, at: '2026-11-20T08:00:00Z', by: '王慎', authorId: 'w', byCounty: true, text: '' });
/** Only what the rule reads. */
const caseWith = (...types: string[]): CaseState => ({ status: 'received', received: {}, timeline: types.map(entry) }) as unknown as CaseState;
const notice = { items: [{ target: 'other' as const, key: 'other', label: '照片', problem: '看不清', remedy: '重拍' }], due: '2026-12-01' };

test('[M17] the first notice needs no reason', () => {
  expect(judgeNotice(caseWith('case.received'), notice)).toBeNull();
  expect(extraNotices(caseWith('case.received', 'case.correctionRequested'))).toBe(0);
});

test('[M17] a second notice is refused without a reason, stands with one, and is counted', () => {
  const asked = caseWith('case.received', 'case.correctionRequested', 'case.supplied');
  expect(isSecondNotice(asked)).toBe(true);
  expect(judgeNotice(asked, notice)).toMatchObject({ code: 'not_allowed', path: 'body.again' });
  expect(judgeNotice(asked, { ...notice, again: { reason: '  ' } })).toMatchObject({ path: 'body.again' });
  expect(judgeNotice(asked, { ...notice, again: { reason: '补来的身份证过期了' } })).toBeNull();
  expect(extraNotices(caseWith('case.received', 'case.correctionRequested', 'case.supplied', 'case.correctionRequested'))).toBe(1);
});
