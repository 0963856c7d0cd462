/** [2.10] 容缺受理承诺书 and 告知承诺书: the obligatory contents, for each item of the sample that has them. */
import { expect, test } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import { commitmentLetters, commitmentTextVersion } from '#domain/documents/commitment.ts';
import { deferralLetter, type LetterInput } from '#domain/documents/deferral.ts';
import { paperText } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';

const catalogue = sampleCatalogue(1, '2026-11-19T06:00:00.000Z');
const station = { name: '柳塘村便民服务站', phone: '0731-00001234', supervisionPhone: '0731-00012345' };
const entry = (id: string, name: string, state: MaterialEntry['state'], due?: string): MaterialEntry => ({
  id,
  name,
  state,
  originals: 0,
  copies: 0,
  whereabouts: 'none',
  pages: [],
  ...(due !== undefined && { due })
});
const input = (materials: MaterialEntry[]): LetterInput => ({
  subject: { items: [{ name: '高龄津贴', handlingItemCode: '12441500196720244T344219980600301' }] },
  answers: { applicantName: '李秀英', applicantIdNo: '11010519491231002X' },
  materials,
  station,
  handler: '陈敏',
  id: '01930000-0000-7000-8000-0000000a1b2c',
  date: '2026-11-19'
});

test('[M12] the letter of deferral names what is complete, what comes and when, the promise and what follows, and who signs', () => {
  const letter = deferralLetter(
    input([entry('a', '身份证', 'photographed'), entry('b', '银行卡', 'deferred', '2026-11-26'), entry('c', '照片', 'deferred', '2026-12-03')])
  );
  if (letter === null) throw new Error('nothing deferred');
  const text = paperText(letter);
  for (const words of [
    '容缺受理承诺书',
    '身份证',
    '银行卡',
    '2026年11月26日',
    '照片',
    '2026年12月3日',
    '真实',
    '终止办理',
    '不予办理',
    '记录',
    '12441500196720244T',
    station.phone
  ])
    expect(text).toContain(words);
  expect(letter.slots.map(({ role, name }) => [role, name])).toEqual([
    ['applicant', '李秀英'],
    ['handler', '陈敏']
  ]);
  expect(text).not.toContain('11010519491231002X');
  expect(readPaper(text)).toEqual(letter);
  expect(deferralLetter(input([entry('a', '身份证', 'photographed')]))).toBeNull();
});

test('[M13] each committable proof of the catalogue has a letter with all that must be told, and the way out', () => {
  let seen = 0;
  for (const item of catalogue.items) {
    const committed = item.materials.filter(({ commitmentReplaceable }) => commitmentReplaceable);
    const letters = commitmentLetters(input(committed.map(({ id, name }) => entry(id, name, 'committed', '2026-12-31'))), [item]);
    expect(letters.length).toBe(committed.length);
    expect(new Set(letters.map(({ no }) => no)).size).toBe(letters.length);
    for (const [at, letter] of letters.entries()) {
      seen++;
      const text = paperText(letter);
      for (const words of [
        committed[at]?.name ?? '',
        item.department,
        item.legalBasis[0]?.name.replaceAll(/[《》]/g, '') ?? '',
        '证明内容',
        '承诺方式',
        '可以不承诺',
        '不适用',
        '核查',
        '2026年12月31日',
        '行政处罚',
        '民事责任',
        '刑事责任',
        '公开',
        '已经知道',
        '真实的意思',
        '愿意承担',
        commitmentTextVersion
      ])
        expect(text).toContain(words);
      expect(readPaper(text)).toEqual(letter);
    }
  }
  expect(seen).toBeGreaterThan(5);
});
