/** By what cases of one person, and of one household, find each other: numbers of people and homes. */
import type { Answers, Row } from '../form/values.ts';
import { agentIdNoKey } from '../form/known-fields.ts';
import { normalizeIdNumber } from '../identity/id-number.ts';

export type Links = {
  /** Identity numbers of the household in the form, the applicant's first: not those of an agent or of relatives who live elsewhere. */
  people: string[];
  /** `homeKey` of each address at which the applicant lives or is registered. */
  homes: string[];
};

/** Where the applicant lives and is registered (SPEC C15); a shop or an office is no home. */
export const homeKeys: readonly string[] = ['residenceAddress', 'householdAddress'];
/** Tables and fields of people who live together; `supporters` are relatives that do not. */
const memberKeys = /^(familyMembers|existingChildren|children|familyOperators)$/;
const numberKeys = /^(applicant|spouse|child|guardian)IdNo$/;

export function linksOf(answers: Answers): Links {
  const numbers: string[] = [];
  const homes: string[] = [];
  for (const [key, value] of Object.entries(answers)) {
    if (typeof value === 'string' && numberKeys.test(key) && key !== agentIdNoKey) numbers.push(value);
    if (Array.isArray(value) && memberKeys.test(key)) numbers.push(...value.flatMap((row) => (isRow(row) ? [row['idNo'] ?? ''] : [])));
    if (typeof value === 'object' && 'detail' in value && homeKeys.includes(key)) homes.push(homeKey(value.division, value.detail));
  }
  const own = typeof answers['applicantIdNo'] === 'string' ? [answers['applicantIdNo']] : [];
  const people = [...own, ...numbers].map(normalizeIdNumber).filter((number) => number.length >= 15);
  return { people: [...new Set(people)], homes: [...new Set(homes.filter((home) => home !== ''))] };
}

/**
 * The same for addresses that mean the same place in writing: 三组12号, 三组 12 号 and 三组１２号. Empty for one too vague to join people by:
 * without a number in it, half a village lives there.
 */
export function homeKey(division: string, detail: string): string {
  const text = detail
    .normalize('NFKC')
    .replace(/[\s,，.。·#－-]/gu, '')
    .replace(/[〇零一二三四五六七八九十百]+/gu, (numeral) => String(numeralValue(numeral)));
  return division === '' || !/\d+(号|栋|幢|室|户|-)/.test(text) ? '' : `${division} ${text}`;
}

const digits = '零一二三四五六七八九';
/** 十二 → 12, 一百零三 → 103, 二〇五 → 205: as house numbers are written. */
function numeralValue(text: string): number {
  const plain = text.replaceAll('〇', '零');
  if (!/[十百]/.test(plain)) return Number([...plain].map((one) => digits.indexOf(one)).join(''));
  const [head = '', tail = ''] = plain.includes('百') ? plain.split('百') : ['', plain];
  const hundreds = plain.includes('百') ? Math.max(1, digits.indexOf(head)) * 100 : 0;
  const rest = tail.replace(/^零/, '');
  if (!rest.includes('十')) return hundreds + (rest === '' ? 0 : digits.indexOf(rest.charAt(0)));
  const [tens = '', ones = ''] = rest.split('十');
  return hundreds + (tens === '' ? 1 : digits.indexOf(tens)) * 10 + (ones === '' ? 0 : digits.indexOf(ones.charAt(0)));
}
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !('sha256' in value);
