/**
 * The interpreter of conditions (SPEC C9–C11). On an unanswered question or field every form but `filled: false` is
 * simply false, so `not` of it is true; nothing is ever evaluated as code.
 */
import { completedYears, isIsoDate } from '../calendar/iso-date.ts';
import type { Answers, Situation, Value } from '../form/values.ts';
import { readIdNumber } from '../identity/id-number.ts';
import type { Condition } from './format.ts';

/** Where a condition finds its facts. A form answers lazily, because visibility and values hang on each other. */
export type Facts = {
  situation: (question: string) => string | undefined;
  answer: (field: string) => Value | undefined;
  today: string;
};

export function holds(condition: Condition, facts: { situation: Situation; answers: Answers; today: string }): boolean {
  return holdsOver(condition, {
    situation: (question) => (Object.hasOwn(facts.situation, question) ? facts.situation[question] : undefined),
    answer: (field) => (Object.hasOwn(facts.answers, field) ? facts.answers[field] : undefined),
    today: facts.today
  });
}

export function holdsOver(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((part) => holdsOver(part, facts));
  if ('any' in condition) return condition.any.some((part) => holdsOver(part, facts));
  if ('not' in condition) return !holdsOver(condition.not, facts);
  if ('situation' in condition) {
    const chosen = facts.situation(condition.situation);
    return chosen !== undefined && condition.is.includes(chosen);
  }
  const value = facts.answer(condition.field);
  if ('filled' in condition) return isFilled(value) === condition.filled;
  if (!isFilled(value)) return false;
  if ('is' in condition) return words(value).some((word) => condition.is.includes(word));
  if ('age' in condition) return typeof value === 'string' && within(ageIn(value, facts.today), condition.age);
  if (Array.isArray(value)) return within(countIn(value), condition);
  return typeof value === 'string' && within(numberIn(value), condition);
}

/** Whether there is anything in a value: blanks, empty lists, an empty address or an unticked box are nothing. */
export function isFilled(value: Value | undefined): value is Value {
  if (value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value))
    return value.some((entry) => typeof entry === 'string' || Object.values(entry).some((cell) => typeof cell !== 'string' || cell.trim() !== ''));
  if ('agreed' in value) return value.agreed;
  return Object.values(value).some((part) => part.trim() !== '');
}

export type Reference = { kind: 'field' | 'situation'; name: string; /** The values that it is compared with. */ is?: string[] };

/** The fields and questions that a condition names. */
export function references(condition: Condition): Reference[] {
  if ('all' in condition) return condition.all.flatMap(references);
  if ('any' in condition) return condition.any.flatMap(references);
  if ('not' in condition) return references(condition.not);
  if ('situation' in condition) return [{ kind: 'situation', name: condition.situation, is: condition.is }];
  if ('is' in condition) return [{ kind: 'field', name: condition.field, is: condition.is }];
  return [{ kind: 'field', name: condition.field }];
}

/** Decimal text as a number; null for anything else. */
export function numberIn(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

export function within(value: number | null, bounds: { min?: number | undefined; max?: number | undefined }): boolean {
  return value !== null && (bounds.min === undefined || value >= bounds.min) && (bounds.max === undefined || value <= bounds.max);
}

function words(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  return 'agreed' in value && value.agreed ? ['是'] : [];
}

/** How many are chosen or filled in; a row in which nothing stands is none. */
function countIn(list: Extract<Value, unknown[]>): number {
  return list.filter((entry) => isFilled([entry] as Value)).length;
}

/** Of a date, or of an identity number, which carries one. */
function ageIn(text: string, today: string): number | null {
  return isIsoDate(text) ? completedYears(text, today) : readIdNumber(text).age(today);
}
