import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBankCard, passesLuhn } from '#domain/identity/bank-card.ts';
import { readDisabilityCard } from '#domain/identity/disability-card.ts';
import { maskBankCard, maskIdNumber, maskName, maskPhone } from '#domain/identity/mask.ts';
import { personNameProblem } from '#domain/identity/person-name.ts';
import { isMobile, isPhone } from '#domain/identity/phone.ts';
import { hasOrganisationCode, isUscc, usccCheckCharacter } from '#domain/identity/uscc.ts';
import { idNumber } from '../people.ts';

describe('credit codes (GB 32100)', () => {
  it.each(['91350100M000100Y43', '12441500196720244T', '11430199MB990011XA', ' 91350100m000100y43 '])('%s is right', (code) => {
    expect(isUscc(code)).toBe(true);
  });
  it.each(['91350100M000100Y44', '91350100M000100Y4', '9135010OM000100Y43', '', '91350100M000100I43'])('%s is wrong', (code) => {
    expect(isUscc(code)).toBe(false);
  });
  it('finds any one wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(17), fc.nat(30), (at, other) => {
        const code = '91350100M000100Y43';
        fc.pre(code[at] !== alphabet[other]);
        expect(isUscc(code.slice(0, at) + (alphabet[other] ?? '') + code.slice(at + 1))).toBe(false);
      })
    );
  });
  it('computes the check character, also the one for a remainder of zero', () => {
    expect(usccCheckCharacter('91350100M000100Y4')).toBe('3');
    expect(usccCheckCharacter('00000000000000000')).toBe('0');
  });
  it('checks the organisation code inside', () => {
    expect(hasOrganisationCode('12441500196720244T')).toBe(true);
    expect(hasOrganisationCode('12441500196720245T')).toBe(false);
  });
});

describe('bank accounts', () => {
  it('takes 12 to 19 digits, spaced as printed', () => {
    expect(['6222 0212 3456 7890 128', '123456789012'].map(isBankCard)).toEqual([true, true]);
    expect(['12345678901', '12345678901234567890', '62220212345678901A', ''].map(isBankCard)).toEqual([false, false, false, false]);
  });
  it('checks Luhn', () => {
    expect(passesLuhn('4111 1111 1111 1111')).toBe(true);
    expect(passesLuhn('4111111111111112')).toBe(false);
    expect(passesLuhn('')).toBe(false);
  });
});

describe('phones', () => {
  it.each(['13812345678', '138 1234 5678', '+86 13812345678', '0731-5550136', '07315550136', '5550136', '0700-5550136-12'])('%s is one', (text) => {
    expect(isPhone(text)).toBe(true);
  });
  it.each(['12812345678', '1381234567', '400-820-8820', '110', '', '0731-1550136', '电话'])('%s is none', (text) => {
    expect(isPhone(text)).toBe(false);
  });
  it('tells mobiles apart', () => {
    expect(isMobile('13812345678')).toBe(true);
    expect(isMobile('0731-5550136')).toBe(false);
  });
});

describe('names', () => {
  it.each(['李秀英', '阿依古丽·买买提', '阿依古丽•买买提', '𠮷田', '㛃䶮', 'Maria O’Neil'.replace('’', "'"), '〇一', '王'.repeat(50)])('%s is one', (name) => {
    expect(personNameProblem(name)).toBeNull();
  });
  it.each([
    ['李', 'tooShort'],
    ['𠮷', 'tooShort'],
    ['王'.repeat(51), 'tooLong'],
    ['李秀英1', 'characters'],
    ['李<b>', 'characters'],
    ['·李秀英', 'characters'],
    ['', 'characters']
  ])('%s: %s', (name, problem) => {
    expect(personNameProblem(name)).toBe(problem);
  });
});

describe('disability cards', () => {
  const id = idNumber('1984-05-01', 51);
  it('reads category and grade', () => {
    expect(readDisabilityCard(`${id}41`)).toEqual({ idNumber: id, category: '肢体', grade: '一级', reissue: 0 });
    expect(readDisabilityCard(`${id}74b1`)).toMatchObject({ category: '多重', grade: '四级', reissue: 1 });
  });
  it.each([`${id}80`, `${id}05`, `${id}45`, `${id}4`, `${id.slice(0, 17)}${id.endsWith('1') ? '2' : '1'}41`, ''])('%s is none', (text) => {
    expect(readDisabilityCard(text)).toBeNull();
  });
});

describe('masks', () => {
  it('shows what the receipt may show', () => {
    expect(maskIdNumber('430199193903081524')).toBe('4301**********1524');
    expect(maskPhone('13812346021')).toBe('138****6021');
    expect(maskName('李秀英')).toBe('李*英');
    expect(maskName('李四')).toBe('李*');
    expect(maskName('𠮷田一郎')).toBe('𠮷**郎');
    expect(maskBankCard('6222021234567890128')).toBe('***************0128');
  });
  it('never shows more than half of a number, nor changes its length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{3,30}$/), (text) => {
        const masked = maskIdNumber(text);
        expect(masked).toHaveLength(text.length);
        expect(masked.replaceAll('*', '').length).toBeLessThanOrEqual(Math.max(2, 8));
        expect(masked).toContain('*');
      })
    );
  });
});
