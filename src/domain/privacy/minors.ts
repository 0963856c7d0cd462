/** Children under 14 in a form, and whether a guardian stands for the one that applies (PIPL §31, §28). */
import type { Consent } from '../case/schemas.ts';
import type { Received } from '../case/operations.ts';
import { completedYears, isIsoDate } from '../calendar/iso-date.ts';
import type { Answers, Finding, Row, Value } from '../form/values.ts';
import { applicantIdNoKey, applicantNameKey, textAnswer } from '../form/known-fields.ts';
import { readIdNumber } from '../identity/id-number.ts';
import { answerTo } from './consent.ts';

export type Guardian = NonNullable<Received['guardian']>;
export type Minor = { name: string; isApplicant: boolean };

/** Under this age a person's every datum is sensitive, and a guardian consents. */
export const childAge = 14;
const adultAge = 18;

/**
 * By the keys' common ending (SPEC C15): `childIdNo` and `childBirthDate` are of `childName`; in a table, the row's own. A child's number
 * decides before a typed birth date.
 */
export function minorsIn(answers: Answers, today: string): Minor[] {
  const found = new Map<string, Minor>();
  for (const [key, value] of Object.entries(answers)) {
    const person = /^(.*?)(?:IdNo|BirthDate)$/.exec(key)?.[1];
    if (person !== undefined && typeof value === 'string' && isChild(person, answers, today)) {
      found.set(person, { name: textAnswer(answers, `${person}Name`), isApplicant: person === 'applicant' });
    }
    rowsIn(value).forEach((row, at) => {
      if (Object.values(row).some((cell) => isUnder(birthOf(cell), today))) found.set(`${key}.${String(at)}`, { name: row['name'] ?? '', isApplicant: false });
    });
  }
  return distinct([...found.values()]);
}

function isChild(person: string, answers: Answers, today: string): boolean {
  const byNumber = birthOf(textAnswer(answers, `${person}IdNo`));
  return isUnder(byNumber ?? textAnswer(answers, `${person}BirthDate`), today);
}
function birthOf(number: string): string | null {
  const reading = readIdNumber(number);
  return reading.valid ? reading.birthDate : null;
}
function isUnder(birth: string | null, today: string): boolean {
  if (birth === null || !isIsoDate(birth)) return false;
  const years = completedYears(birth, today);
  return years !== null && years < childAge;
}
function rowsIn(value: Value): Row[] {
  return Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object' && !('sha256' in row)) : [];
}
/** One child that stands in several places is told once. */
function distinct(minors: Minor[]): Minor[] {
  return minors.filter((minor, at) => minor.name === '' || minors.findIndex(({ name }) => name === minor.name) === at);
}

/** Finding at `guardian` or `consents.guardian`; null when no guardian is needed, or one stands there and has agreed. */
export function guardianFinding(
  answers: Answers,
  given: { guardian?: Guardian | undefined; consents?: readonly Consent[] | undefined },
  today: string
): Finding | null {
  const child = minorsIn(answers, today).find(({ isApplicant }) => isApplicant);
  if (child === undefined) return null;
  const name = child.name || textAnswer(answers, applicantNameKey) || '孩子';
  const { guardian } = given;
  if (guardian === undefined || guardian.name.trim() === '' || guardian.relation.trim() === '')
    return error('guardian', `${name}不满 14 周岁，请写明监护人的姓名、证件号码和与孩子的关系。`);
  const problem = guardianNumberProblem(guardian.idNo, textAnswer(answers, applicantIdNoKey), today);
  if (problem !== null) return error('guardian.idNo', problem);
  const consent = answerTo(given.consents, 'guardian');
  if (consent === null) return error('consents.guardian', '请把告知书念给监护人听，问监护人同不同意。');
  return consent.agreed ? null : error('consents.guardian', '监护人没有同意，不能收孩子的信息。请登记为“办不成”的事，由县里答复。');
}

/** A number of 18 digits must be right and an adult's; other papers are taken as they are. */
export function guardianNumberProblem(number: string, child: string, today: string): string | null {
  const text = number.trim().toUpperCase();
  if (text === '') return '请填监护人的证件号码。';
  if (text === child.trim().toUpperCase()) return '这是孩子自己的号码，请填监护人的。';
  if (!/^\d{17}[\dX]$/.test(text)) return text.length < 5 || /^\d{16,}$/.test(text) ? '监护人的证件号码不对，请对着证件重新填。' : null;
  const reading = readIdNumber(text);
  if (!reading.valid) return '监护人的身份证号不对，请对着证件重新填。';
  const age = reading.age(today);
  return age !== null && age < adultAge ? '监护人要满 18 周岁，请核对号码。' : null;
}

function error(path: string, message: string): Finding {
  return { code: 'guardian', path, level: 'error', message };
}
