/**
 * What the same person gave before, offered again (M15): only while their last word on it was yes, only within the window, with its age and
 * where it was given. Nothing is filled in by itself. Sensitive things ask for a consent of their own (PIPL §29).
 */
import { chinaDay } from '../calendar/china-day.ts';
import { toDayCount } from '../calendar/iso-date.ts';
import { references } from '../catalogue/condition.ts';
import type { Field, Material } from '../catalogue/format.ts';
import type { MaterialEntry } from '../case/schemas.ts';
import type { CaseState } from '../case/state.ts';
import type { IntakeDefinition } from '../form/definition.ts';
import { applicantIdNoKey, isAgentKey, textAnswer } from '../form/known-fields.ts';
import { incomplete, typeProblem } from '../form/shape.ts';
import type { Value } from '../form/values.ts';
import { answerTo } from './consent.ts';

/** Days for which something may be offered, unless the catalogue says otherwise of a material. */
export const reuseDays = 90;
/** The station's own clock gives `givenOn`: when the thing was first handed in, however often it was reused since. */
export type Offer = { place: string; label: string; caseId: string; itemName: string; givenOn: string; ageDays: number; sensitive: boolean } & (
  { kind: 'value'; value: Value } | { kind: 'material'; entry: MaterialEntry }
);
export type Earlier = Pick<CaseState, 'id' | 'status' | 'received' | 'answers' | 'materials' | 'given'>;

/** Newest first in each place; one offer a place. `earlier`: all cases in which this number applies, in any order. */
export function reuseOffers(earlier: readonly Earlier[], definition: Pick<IntakeDefinition, 'fields' | 'materials'>, idNo: string, today: string): Offer[] {
  const own = earlier
    .filter(({ answers }) => textAnswer(answers, applicantIdNoKey) === idNo && idNo !== '')
    .sort((a, b) => lastWord(b).localeCompare(lastWord(a)));
  const allowed = { plain: lastAnswer(own, 'reuse'), sensitive: lastAnswer(own, 'sensitive') };
  if (!allowed.plain) return [];
  const usable = own.filter(({ status, received }) => status !== 'withdrawn' && status !== 'voided' && answerTo(received.consents, 'reuse')?.agreed === true);
  const offers = new Map<string, Offer>();
  for (const before of usable) {
    for (const offer of [...valuesOf(before, definition.fields, today), ...materialsOf(before, definition.materials, today)]) {
      if (offer.sensitive && !(allowed.sensitive && answerTo(before.received.consents, 'sensitive')?.agreed === true)) continue;
      const other = offers.get(offer.place);
      if (other === undefined || other.givenOn < offer.givenOn) offers.set(offer.place, offer);
    }
  }
  return [...offers.values()];
}

/** When the person last answered, else the day of 收件. */
function lastWord({ received }: Earlier): string {
  return answerTo(received.consents, 'reuse')?.at ?? received.receivedOn;
}
/** A later no takes back every earlier yes. */
function lastAnswer(own: readonly Earlier[], purpose: 'reuse' | 'sensitive'): boolean {
  const answers = own.flatMap(({ received }) => answerTo(received.consents, purpose) ?? []).sort((a, b) => b.at.localeCompare(a.at));
  return answers[0]?.agreed === true;
}

const kept: readonly Field['section'][] = ['applicant', 'form'];

function valuesOf(before: Earlier, fields: readonly Field[], today: string): Offer[] {
  return fields.flatMap((field): Offer[] => {
    const value = before.answers[field.key];
    // The number itself leads here; what follows from it or from the situation fills itself; what is promised is promised anew.
    if (value === undefined || field.key === applicantIdNoKey || field.derive !== undefined || !kept.includes(field.section)) return [];
    if (field.type === 'consent' || field.type === 'commitment' || field.type === 'photo') return [];
    if (typeProblem(field, value) !== null || incomplete(value) !== null) return [];
    const place = `answers.${field.key}`;
    const offer = framed(before, place, field.label, field.legallySensitive === true, reuseDays, today);
    return offer === null ? [] : [{ ...offer, kind: 'value', value }];
  });
}

function materialsOf(before: Earlier, materials: readonly Material[], today: string): Offer[] {
  return materials.flatMap((material): Offer[] => {
    const entry = before.materials.find(({ id }) => id === material.id);
    if (entry === undefined || !isReusable(material) || !['photographed', 'eCertificate'].includes(entry.state)) return [];
    const offer = framed(before, `materials.${material.id}`, material.name, isSensitive(material), material.reuseDays ?? reuseDays, today);
    return offer === null ? [] : [{ ...offer, kind: 'material', entry: { ...entry, name: material.name, whereabouts: 'none', originals: 0, copies: 0 } }];
  });
}

/** What an office has issued, a bank card, a portrait: not what was written or signed for one matter, nor what is an agent's. */
export function isReusable(material: Material): boolean {
  if (material.generated || material.reuseDays === 0) return false;
  if (material.when !== undefined && references(material.when).some(({ name }) => name === isAgentKey)) return false;
  if (material.reuseDays !== undefined) return true;
  return material.sourceChannel === '政府部门核发' ? !/代办人|死亡/.test(material.name) : /银行卡|证件照|毕业证/.test(material.name);
}
/** By name: health, disability, hardship, account. A material has no flag of its own. */
function isSensitive({ name }: Material): boolean {
  return /残疾|低保|最低生活|救助|特困|病|医|诊断|银行|社会保障卡|失能|监护|退役|优抚/.test(name);
}

function framed(before: Earlier, place: string, label: string, sensitive: boolean, days: number, today: string) {
  const givenOn = givenDay(before, place);
  const ageDays = toDayCount(today) - toDayCount(givenOn);
  return ageDays < 0 || ageDays > days ? null : { place, label, caseId: before.id, itemName: before.received.item.name, givenOn, ageDays, sensitive };
}

/** Reuse does not make a thing younger. What was supplied later is as old as that supply. */
function givenDay({ received, given }: Earlier, place: string): string {
  const supplied = given?.[place]?.[0]?.at;
  if (supplied !== undefined) return chinaDay(supplied);
  return received.reused?.find((one) => one.place === place)?.givenOn ?? received.receivedOn;
}
