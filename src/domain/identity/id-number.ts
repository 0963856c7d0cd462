/**
 * Citizen identity numbers (GB 11643-1999) and the numbers built like them: residence permits for Hong Kong (81), Macao (82)
 * and Taiwan (83) residents, and the foreign permanent resident's new card (from 2023-12-01). Rules 2.5.
 */
import { completedYears, isIsoDate } from '../calendar/iso-date.ts';

export type IdKind = 'citizen' | 'residencePermit' | 'foreignResident';
export type IdProblemCode = 'length' | 'characters' | 'region' | 'birth' | 'check' | 'old';
export type IdReading = {
  /** Well-formed, with a real birth date and the right check character. Whether the birth lies ahead, `age` tells. */
  valid: boolean;
  code: IdProblemCode | null;
  kind: IdKind | null;
  /** The number in its normal form: upper case, no spaces; a 15-digit one as read. */
  number: string;
  birthDate: string | null;
  gender: '男' | '女' | null;
  /** For a 15-digit number (history): the 18 digits that it became. */
  modern: string | null;
  /** Completed years on a day; null when the birth is unknown or lies ahead. */
  age: (today: string) => number | null;
};

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';
// First two digits only: six-digit codes are abolished and re-cut, old cards keep theirs.
const provinces = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '));
export const oldestAge = 130;

/** MOD 11-2 over the first 17 digits. */
export function idCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * (weights[i] ?? 0);
  return checkCharacters.charAt(sum % 11);
}

/** Drops spaces and raises a small x, as people type it. */
export function normalizeIdNumber(text: string): string {
  return text.replace(/\s+/gu, '').replace(/x/u, 'X');
}

export function readIdNumber(text: string): IdReading {
  const number = normalizeIdNumber(text);
  if (/^\d{15}$/.test(number)) return readOld(number);
  if (number.length !== 18) return failed(number, 'length');
  if (!/^\d{17}[\dX]$/.test(number)) return failed(number, 'characters');
  const foreign = number.startsWith('9');
  if (!foreign && !provinces.has(number.slice(0, 2))) return failed(number, 'region');
  const kind: IdKind = foreign ? 'foreignResident' : /^8[123]0000/.test(number) ? 'residencePermit' : 'citizen';
  return read(number, kind, number.slice(6, 14), number.charAt(16), idCheckCharacter(number) === number.charAt(17) ? null : 'check');
}

function read(number: string, kind: IdKind, birth: string, sequence: string, problem: IdProblemCode | null): IdReading {
  const birthDate = `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
  if (!isIsoDate(birthDate) || birthDate < '1850-01-01') return failed(number, 'birth');
  if (problem === 'check') return failed(number, 'check');
  return {
    valid: problem === null,
    code: problem,
    kind,
    number,
    birthDate,
    gender: Number(sequence) % 2 === 1 ? '男' : '女',
    modern: null,
    age: (today) => completedYears(birthDate, today)
  };
}

function readOld(number: string): IdReading {
  if (!provinces.has(number.slice(0, 2))) return failed(number, 'region');
  const first17 = `${number.slice(0, 6)}19${number.slice(6)}`;
  const reading = read(number, 'citizen', first17.slice(6, 14), number.charAt(14), 'old');
  return reading.birthDate === null ? reading : { ...reading, modern: first17 + idCheckCharacter(first17) };
}

function failed(number: string, code: IdProblemCode): IdReading {
  return { valid: false, code, kind: null, number, birthDate: null, gender: null, modern: null, age: () => null };
}
