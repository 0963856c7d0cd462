import { expect, test } from 'vitest';
import type { CaseState } from '#domain/case/state.ts';
import { paperText } from '#domain/documents/paper.ts';
import { privacyPaper } from '#domain/documents/privacy.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { withAnswer } from '#domain/privacy/consent.ts';
import { noticeVersion } from '#domain/privacy/notice.ts';
import { idNumber } from '../people.ts';
import { context } from './context.ts';

const at = '2026-11-19T02:00:00.000Z';
const mother = idNumber('1988-03-04', 24);

/** Of a case no more than the paper asks. */
function stateOf(answers: CaseState['answers'], more: Partial<CaseState['received']> = {}): CaseState {
  const received = {
    localNo: 'L-LT03-01-20261119-0001G',
    receivedOn: '2026-11-19',
    privacyNotice: noticeVersion,
    item: { name: '高龄津贴', handlingItemCode: '1', department: '县民政局' },
    answers,
    materials: [{ name: '居民身份证' }],
    ...more
  };
  return { received, answers, caseNo: null, timeline: [] } as unknown as CaseState;
}

test('[rules 2.10] no. 11: notice with its version, each consent that was asked with its answer, who signs', () => {
  const consents = withAnswer(withAnswer([], 'reuse', true, '李秀英', at), 'notify', false, '李秀英', at);
  const paper = privacyPaper(stateOf({ applicantName: '李秀英', applicantIdNo: idNumber('1939-03-08', 152) }, { consents }), context);
  if (paper === null) throw new Error('no paper');
  const text = paperText(paper);
  for (const word of ['个人信息处理告知书', noticeVersion, '谁在收', '您能做什么', context.station.phone, '居民身份证', 'GZ-LT03-01-20261119-0001G'])
    expect(text).toContain(word);
  const choices = paper.blocks.flatMap((block) => (block.type === 'choices' ? [[block.heading, ...block.options.map(({ chosen }) => chosen)]] : []));
  expect(choices).toEqual([
    ['单独同意：留着下次用', true, false],
    ['单独同意：用短信或电话告诉进度', false, true]
  ]);
  expect(paper.slots).toEqual([{ role: 'applicant', label: '本人签名', name: '李秀英' }]);
  expect(text).not.toContain(idNumber('1939-03-08', 152));
  expect(readPaper(text)).toEqual(paper);
});

test('[rules 2.10] no. 11: for a child the guardian signs, with masked number and relation', () => {
  const guardian = { name: '刘芳', idNo: mother, relation: '母亲' };
  const consents = withAnswer([], 'guardian', true, '刘芳', at);
  const paper = privacyPaper(stateOf({ applicantName: '王小米', applicantIdNo: idNumber('2016-05-01', 2) }, { guardian, consents }), context);
  expect(paper?.slots).toEqual([{ role: 'guardian', label: '监护人签名', name: '刘芳' }]);
  const text = paper === null ? '' : paperText(paper);
  expect(text).toContain('王小米不满 14 周岁');
  expect(text).toContain('刘芳（母亲）');
  expect(text).not.toContain(mother);
});

test('[rules 2.10] no. 11: a text of another version is not printed as if it had been read out', () => {
  expect(privacyPaper(stateOf({ applicantName: '李秀英' }, { privacyNotice: '2026-11-1' }), context)).toBeNull();
});
