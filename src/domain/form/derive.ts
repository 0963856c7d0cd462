/** Values that need not be typed (SPEC C22). Null: nothing can be derived now, the field is typed. */
import type { Facts } from '../catalogue/condition.ts';
import { within } from '../catalogue/condition.ts';
import type { Derive, Field } from '../catalogue/format.ts';
import { addMonths, completedYears, isIsoDate } from '../calendar/iso-date.ts';
import { documentCarriesBirth, documentType } from '../identity/document-type.ts';
import { readIdNumber } from '../identity/id-number.ts';
import type { Value } from './values.ts';

type Sources = { facts: Facts; field: (key: string) => Field | undefined };

export function derive(rule: Derive, sources: Sources): Value | null {
  const { facts } = sources;
  switch (rule.from) {
    case 'idNo':
      return fromIdNumber(rule.field, rule.part, sources);
    case 'age':
      return banded(rule.bands, years(facts, rule.field));
    case 'years': {
      const age = years(facts, rule.field);
      return age === null ? null : String(age);
    }
    case 'birthday': {
      const value = facts.answer(rule.field);
      return typeof value === 'string' && isIsoDate(value) ? addMonths(value, 12 * rule.years) : null;
    }
    case 'division':
      return divisionOf(facts.answer(rule.field), rule.digits);
    case 'situation': {
      const chosen = facts.situation(rule.question);
      return chosen !== undefined && Object.hasOwn(rule.map, chosen) ? (rule.map[chosen] ?? null) : null;
    }
    case 'copy':
      return facts.answer(rule.field) ?? null;
    case 'constant':
      return rule.value;
    case 'unchosen': {
      const options = sources.field(rule.field)?.options ?? [];
      const value = facts.answer(rule.field);
      const chosen = new Set(Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);
      // An unanswered list is not yet "none at all"; that answer is a situation question's (SPEC C18).
      return chosen.size === 0 ? null : banded(rule.bands, options.filter((option) => !chosen.has(option)).length);
    }
  }
}

function fromIdNumber(key: string, part: 'birthDate' | 'gender' | 'age' | 'division', { facts, field }: Sources): string | null {
  const number = facts.answer(key);
  if (typeof number !== 'string') return null;
  const typeKey = field(key)?.checks?.find((check) => check.kind === 'idNo')?.typeField;
  const typeName = typeKey === undefined ? undefined : facts.answer(typeKey);
  if (typeof typeName === 'string' && !documentCarriesBirth(documentType(typeName))) return null;
  const reading = readIdNumber(number);
  const age = reading.age(facts.today);
  if ((!reading.valid && reading.code !== 'old') || age === null) return null;
  if (part === 'birthDate') return reading.birthDate;
  if (part === 'gender') return reading.gender;
  // Where it was first issued; a permit's six digits name no place.
  return part === 'age' ? String(age) : reading.kind === 'citizen' ? reading.number.slice(0, 6) : null;
}

/** Null while the address is not known as far down as it is wanted. */
function divisionOf(value: Value | undefined, digits: 6 | 12): string | null {
  const code = typeof value === 'string' ? value : value !== undefined && 'division' in value ? value.division : '';
  return /^\d{6}(\d{6})?$/.test(code) && code.length >= digits ? code.slice(0, digits) : null;
}

function years(facts: Facts, key: string): number | null {
  const value = facts.answer(key);
  return typeof value === 'string' && isIsoDate(value) ? completedYears(value, facts.today) : null;
}

function banded(bands: { min?: number | undefined; max?: number | undefined; value: string }[], count: number | null): string | null {
  return bands.find((band) => within(count, band))?.value ?? null;
}
