/** Answers that a worker would otherwise type again: offered at the empty field, never filled in by themselves (M15). */
import type { AssessedField, Assessment } from '#domain/form/assess.ts';
import type { Address, Value } from '#domain/form/values.ts';
import type { Field } from '#domain/catalogue/format.ts';
import { asButtons } from '#lib/ui/intake/choice.ts';
import { zhForm } from '#lib/messages/zh-form.ts';

export type Offer = { label: string; value: Value };
/** The station at which the form is filled in; null before it is known. */
export type OfferPlace = { divisionCode: string; phone: string; divisions: readonly { code: string; name: string }[] } | null;

export function offersFor(assessed: AssessedField, assessment: Assessment, place: OfferPlace): Offer[] {
  const { field, value } = assessed;
  if (value !== null) return [];
  switch (field.type) {
    case 'text':
      return equalOnes(assessed, assessment);
    case 'address':
      return [...otherAddresses(assessed, assessment), ...(place ? ownVillage(place) : [])];
    case 'phone':
      return assessed.required && place && place.phone !== '' ? [{ label: zhForm.stationPhone(place.phone), value: place.phone }] : [];
    case 'select':
      return usual(field);
    default:
      return [];
  }
}

/** The catalogue lists what is usual first (SPEC C18). Of a short list every option stands open already. */
function usual(field: Field): Offer[] {
  return field.required && !asButtons(field) ? (field.options ?? []).slice(0, 2).map((option) => ({ label: option, value: option })) : [];
}

/** What the field must equal, e.g. the account's holder: the answer, to be compared with the card in hand. */
function equalOnes({ field }: AssessedField, { answers, fields }: Assessment): Offer[] {
  const keys = (field.checks ?? []).flatMap((check) => (check.kind === 'equals' ? [check.field, ...(check.or ?? [])] : []));
  return keys.flatMap((key) => {
    const value = answers[key];
    const label = fields.find((other) => other.field.key === key)?.field.label;
    return typeof value === 'string' && label !== undefined ? [{ label: zhForm.sameAs(label, value), value }] : [];
  });
}

function otherAddresses({ field }: AssessedField, { fields }: Assessment): Offer[] {
  return fields.flatMap((other) => {
    const { value } = other;
    const isWhole = other.field.type === 'address' && other.field.key !== field.key && isAddress(value) && value.division !== '' && value.detail !== '';
    return isWhole ? [{ label: zhForm.sameAddress(other.field.label), value: { ...value } }] : [];
  });
}

function ownVillage({ divisionCode, divisions }: NonNullable<OfferPlace>): Offer[] {
  const own = divisions.find(({ code }) => code === divisionCode && code.length === 12);
  return own ? [{ label: own.name, value: { division: own.code, detail: '' } }] : [];
}

function isAddress(value: Value | null): value is Address {
  return value !== null && typeof value === 'object' && 'division' in value;
}
