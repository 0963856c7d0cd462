import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homeKey, linksOf } from '#domain/household/links.ts';
import { idNumber } from '../people.ts';

const village = '430199100200';

test('[M15] one home, however its address is written', () => {
  const keys = ['三组12号', '三组 12 号', '三组１２号', '3组十二号', '三组12号。'].map((detail) => homeKey(village, detail));
  expect(new Set(keys).size).toBe(1);
  expect(homeKey(village, '一百零三号')).toBe(homeKey(village, '103号'));
  expect(homeKey(village, '二〇五室')).toBe(homeKey(village, '205室'));
  expect(homeKey(village, '三组12号')).not.toBe(homeKey(village, '三组13号'));
  expect(homeKey(village, '三组12号')).not.toBe(homeKey('430199200200', '三组12号'));
});

test('[M15] an address without a number joins nobody: half a village lives there', () => {
  for (const detail of ['三组', '村委会旁边', '', '柳塘组']) expect(homeKey(village, detail)).toBe('');
  expect(homeKey('', '三组12号')).toBe('');
});

test('[M15] house numbers up to 999 read the same in characters and figures', () => {
  const digits = '零一二三四五六七八九';
  const word = (n: number): string => {
    const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
    const head = hundreds > 0 ? `${digits[hundreds] ?? ''}百` : '';
    if (hundreds > 0 && tens === 0 && ones > 0) return `${head}零${digits[ones] ?? ''}`;
    const middle = tens === 0 ? '' : `${tens === 1 && hundreds === 0 ? '' : (digits[tens] ?? '')}十`;
    return head + middle + (ones === 0 ? '' : (digits[ones] ?? ''));
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 }), (n) => {
      expect(homeKey(village, `${word(n)}号`)).toBe(homeKey(village, `${String(n)}号`));
    })
  );
});

test('[M15] a household is the applicant and who lives with them: no agent, no relative elsewhere, no shop', () => {
  const [own, spouse, member, agent, son] = [
    idNumber('1939-03-08'),
    idNumber('1940-01-01'),
    idNumber('2015-01-01'),
    idNumber('1970-01-01'),
    idNumber('1965-01-01')
  ];
  const links = linksOf({
    familyMembers: [{ name: '孙', idNo: member }, { name: '没有号码' }],
    supporters: [{ name: '儿子', idNo: son }],
    spouseIdNo: spouse.toLowerCase(),
    agentIdNo: agent,
    applicantIdNo: own,
    residenceAddress: { division: village, detail: '三组12号' },
    householdAddress: { division: village, detail: '三组12号' },
    bizAddress: { division: village, detail: '街上1号' }
  });
  expect(links.people).toEqual([own, member, spouse]);
  expect(links.homes).toHaveLength(1);
});
