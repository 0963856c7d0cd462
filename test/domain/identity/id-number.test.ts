import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDayCount, toDayCount } from '#domain/calendar/iso-date.ts';
import { documentNumberProblem, documentType } from '#domain/identity/document-type.ts';
import { readIdNumber } from '#domain/identity/id-number.ts';
import { idNumber } from '../people.ts';

const today = '2026-11-19';
const day = (from: string, to: string) => fc.integer({ min: toDayCount(from), max: toDayCount(to) }).map(fromDayCount);

describe('citizen numbers (GB 11643)', () => {
  it('reads the standard’s own example', () => {
    const reading = readIdNumber('11010519491231002X');
    expect(reading).toMatchObject({ valid: true, code: null, kind: 'citizen', birthDate: '1949-12-31', gender: '女' });
    expect(reading.age('2026-12-30')).toBe(76);
    expect(reading.age('2026-12-31')).toBe(77);
  });
  it('takes a small x and spaces, as people type them', () => {
    expect(readIdNumber(' 110105 19491231 002x ')).toMatchObject({ valid: true, number: '11010519491231002X' });
  });
  it.each([
    ['1101051949123100', 'length'],
    ['110105194912310021X', 'length'],
    ['1101051949123100AX', 'characters'],
    ['X1010519491231002X', 'characters'],
    ['100105194912310027', 'region'],
    ['110105194902300021', 'birth'],
    ['110105000012310021', 'birth'],
    ['110105194912310021', 'check'],
    ['', 'length']
  ])('refuses %s: %s', (number, code) => {
    expect(readIdNumber(number)).toMatchObject({ valid: false, code, birthDate: null });
  });
  it('keeps abolished six-digit regions: only the province is looked at', () => {
    expect(readIdNumber(idNumber('1939-03-08', 24, '432901')).valid).toBe(true);
  });
  it('reads a 15-digit number as history and says what it became', () => {
    const reading = readIdNumber('110105491231002');
    expect(reading).toMatchObject({ valid: false, code: 'old', birthDate: '1949-12-31', gender: '女', modern: '11010519491231002X' });
    expect(documentNumberProblem('citizenCard', '110105491231002', today)).toContain('11010519491231002X');
  });
  it('accepts every well-made number and reads back what went in', () => {
    fc.assert(
      fc.property(
        day('1900-01-01', today),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom('110101', '430199', '650101', '710000', '810000'),
        (birth, sequence, region) => {
          const reading = readIdNumber(idNumber(birth, sequence, region));
          expect(reading).toMatchObject({ valid: true, birthDate: birth, gender: sequence % 2 === 1 ? '男' : '女' });
        }
      )
    );
  });
  it('finds any one wrong character', () => {
    fc.assert(
      fc.property(day('1900-01-01', today), fc.nat(999), fc.nat(17), fc.nat(9), (birth, sequence, at, digit) => {
        const number = idNumber(birth, sequence);
        fc.pre(number[at] !== String(digit));
        expect(readIdNumber(number.slice(0, at) + String(digit) + number.slice(at + 1)).valid).toBe(false);
      })
    );
  });
  it('finds any two neighbours swapped', () => {
    fc.assert(
      fc.property(day('1900-01-01', today), fc.nat(999), fc.nat(16), (birth, sequence, at) => {
        const number = idNumber(birth, sequence);
        fc.pre(number[at] !== number[at + 1]);
        expect(readIdNumber(number.slice(0, at) + (number[at + 1] ?? '') + (number[at] ?? '') + number.slice(at + 2)).valid).toBe(false);
      })
    );
  });
  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(typeof readIdNumber(text).valid).toBe('boolean');
      })
    );
  });
  it('says that a birth lies ahead, or too far back', () => {
    expect(documentNumberProblem(null, idNumber('2026-11-20'), today)).toContain('今天之后');
    expect(documentNumberProblem(null, idNumber('1890-01-01'), today)).toContain('136 岁');
    expect(documentNumberProblem(null, idNumber('1896-11-19'), today)).toBeNull();
  });
});

describe('other documents', () => {
  it.each([
    ['居民身份证', '11010519491231002X'],
    ['居民户口簿(未满16周岁)', idNumber('2020-06-01', 5)],
    ['港澳居民居住证', idNumber('1980-01-01', 3, '810000')],
    ['港澳居民居住证', idNumber('1980-01-01', 3, '820000')],
    ['台湾居民居住证', idNumber('1980-01-01', 3, '830000')],
    ['外国人永久居留身份证', '911124198108030024'],
    ['外国人永久居留身份证', 'CAN110085110101'.slice(0, 15)],
    ['港澳居民来往内地通行证', 'H12345678'],
    ['港澳居民来往内地通行证', 'M1234567800'],
    ['台湾居民来往大陆通行证', '12345678'],
    ['护照', 'EA1234567'],
    ['护照', 'e12345678'],
    ['护照', 'PE1234567']
  ])('%s %s is right', (name, number) => {
    expect(documentType(name)).not.toBeNull();
    expect(documentNumberProblem(documentType(name), number, today)).toBeNull();
  });
  it.each([
    ['居民身份证', 'E12345678', '18 位'],
    ['港澳居民居住证', idNumber('1980-01-01', 3), '81 或 82'],
    ['台湾居民居住证', idNumber('1980-01-01', 3, '810000'), '83'],
    ['外国人永久居留身份证', '911124198108030025', '有一位不对'],
    ['外国人永久居留身份证', '11010519491231002X', '9 开头'],
    ['港澳居民来往内地通行证', 'A12345678', 'H 或 M'],
    ['台湾居民来往大陆通行证', '1234567', '8 位'],
    ['护照', 'E1', '5 至 17']
  ])('%s %s is wrong, and the sentence says what is expected', (name, number, words) => {
    expect(documentNumberProblem(documentType(name), number, today)).toContain(words);
  });
  it('knows the new foreign card’s birth and sex', () => {
    expect(readIdNumber('911124198108030024')).toMatchObject({ valid: true, kind: 'foreignResident', birthDate: '1981-08-03', gender: '女' });
  });
  it('leaves an unknown document’s name alone', () => {
    expect(documentType('军官证')).toBeNull();
  });
});
