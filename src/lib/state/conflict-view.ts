/** A conflict as a person decides it: for each value the words or the photos, who gave it and when. */
import { byValue, conflictsOf } from '#domain/case/given.ts';
import type { CaseState, Given } from '#domain/case/state.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import type { Page, Value } from '#domain/form/values.ts';
import { zhConflict as words } from '../messages/zh-conflict.ts';
import { dayAndTime } from './dates.ts';
import { materialWords } from './material-words.ts';
import { valueWords, type Divisions } from './value-words.ts';

/** `chosen`: what a choice of this value names. */
export type Voice = { chosen: string; who: string; when: string; text: string; pages: Page[]; stands: boolean };
export type Dispute = { place: string; label: string; names: string; voices: Voice[] };

export function disputesOf(state: CaseState, catalogue: Catalogue | null): Dispute[] {
  const { bundle, item } = state.received;
  const divisions = catalogue?.divisions ?? [];
  const definition = catalogue && (bundle ? bundleDefinition(catalogue, bundle.id, bundle.itemIds) : itemDefinition(catalogue, item.id));
  return conflictsOf(state).map(({ place, values }) => {
    const voices = byValue(values).map((same, at) => ({ ...faceOf(place, same, definition, divisions), stands: at === 0 }));
    return { place, label: labelOf(place, state.materials, definition), names: namesOf(values), voices };
  });
}

function faceOf(place: string, same: readonly Given[], definition: IntakeDefinition | null, divisions: Divisions): Omit<Voice, 'stands'> {
  const [first] = same;
  const last = same.at(-1);
  const shown = { chosen: first?.opId ?? '', who: namesOf(same), when: last ? dayAndTime(last.at) : '' };
  const value = first?.value;
  if (value === undefined) return { ...shown, text: words.empty, pages: [] };
  if (isEntry(value)) return { ...shown, text: [materialWords(value), value.note].filter(Boolean).join('，'), pages: value.pages };
  const field = definition?.fields.find(({ key }) => place === `answers.${key}`);
  const pages = pagesOf(value);
  // In full: where the middle of two numbers is hidden, nobody sees which is right.
  const text = field ? valueWords(field, value, { divisions, full: true }) : typeof value === 'string' ? value : JSON.stringify(value);
  return { ...shown, text: text === '' ? words.empty : text, pages };
}

function labelOf(place: string, materials: CaseState['materials'], definition: IntakeDefinition | null): string {
  const key = place.slice(place.indexOf('.') + 1);
  if (place.startsWith('answers.')) return definition?.fields.find((field) => field.key === key)?.label ?? key;
  return definition?.materials.find(({ id }) => id === key)?.name ?? materials.find(({ id }) => id === key)?.name ?? key;
}
function namesOf(given: readonly Given[]): string {
  return [...new Set(given.map(({ by }) => by))].join('、');
}
function isEntry(value: Given['value']): value is Exclude<Given['value'], Value> {
  return typeof value === 'object' && 'whereabouts' in value;
}
function pagesOf(value: Value): Page[] {
  return Array.isArray(value) ? (value as unknown[]).filter((one): one is Page => typeof one === 'object' && one !== null && 'sha256' in one) : [];
}
