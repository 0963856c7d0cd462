/** A case as the console shows it: answers in groups with the catalogue's labels, materials, photos, review points. */
import type { Catalogue, Field, Material, ServiceItem } from '#domain/catalogue/format.ts';
import { bundleDefinition, itemDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import { readIdNumber } from '#domain/identity/id-number.ts';
import type { MaterialEntry, Signature } from '#domain/case/schemas.ts';
import { dayWords } from '#lib/messages/zh-county-dates.ts';
import { materialStates, say, whereaboutsWords } from '#lib/messages/zh-county.ts';
import { disputesOf, type Dispute } from './conflict-view.ts';
import { pagesOf, showValue, type Shown } from './county-values.ts';
import type { ConsoleCase } from './county-replies.ts';

/** `good` and `open` differ in shape as well as in colour: a filled tag, an outlined one. */
export type Tag = { text: string; kind: 'good' | 'open' | 'bad' };
export type Line = { key: string; label: string; shown: Shown | null; tags: Tag[] };
export type Group = { title: string; lines: Line[] };
export type MaterialLine = { key: string; name: string; state: string; tags: Tag[]; detail: string; firstPhoto: number | null; pages: number };
export type Photo = { sha256: string; title: string; label: string; takenAt: string; bytes: number; committed: boolean };
export type Point = { id: string; text: string };
export type PointGroup = { title: string; points: Point[] };
export type CaseView = {
  definition: IntakeDefinition | null;
  items: ServiceItem[];
  groups: Group[];
  materials: MaterialLine[];
  photos: Photo[];
  points: PointGroup[];
  signatures: Signature[];
  /** What two workers of the station gave differently, as long as nobody has chosen. */
  disputes: Dispute[];
  /** What a correction notice may point at. */
  targets: { target: 'material' | 'field'; key: string; label: string; hint: string }[];
};

type Section = Field['section'];
const sections: [Section, string][] = [
  ['applicant', say.case.applicant],
  ['agent', say.case.agent],
  ['form', say.case.form],
  ['promise', say.case.promise]
];

export function viewCase(file: ConsoleCase, catalogue: Catalogue | null, today: string): CaseView {
  const { state } = file;
  const definition = catalogue && definitionOf(file, catalogue);
  const photos = listPhotos(file, definition, catalogue);
  const materials = state.materials.filter((entry) => entry.state !== 'notNeeded');
  const groups = listGroups(file, definition, catalogue, today);
  const lines = materials.map((entry) =>
    materialLine(
      entry,
      definition?.materials.find(({ id }) => id === entry.id),
      photos,
      today
    )
  );
  return {
    definition,
    items: definition?.items ?? [],
    groups,
    photos,
    signatures: state.signatures,
    disputes: disputesOf(state, catalogue),
    materials: lines,
    points: listPoints(materials, definition),
    targets: [
      ...lines.map(({ key, name, state: words }) => ({ target: 'material' as const, key, label: name, hint: words })),
      ...groups.flatMap((group) =>
        group.lines
          .filter(({ key }) => key in state.answers || definition?.fields.some((field) => field.key === key))
          .map(({ key, label }) => ({ target: 'field' as const, key, label, hint: group.title }))
      )
    ]
  };
}

export function definitionOf(file: ConsoleCase, catalogue: Catalogue): IntakeDefinition | null {
  const { bundle, item } = file.state.received;
  return bundle ? bundleDefinition(catalogue, bundle.id, bundle.itemIds) : itemDefinition(catalogue, item.id);
}

function listGroups(file: ConsoleCase, definition: IntakeDefinition | null, catalogue: Catalogue | null, today: string): Group[] {
  const { state } = file;
  const divisions = catalogue?.divisions ?? [];
  const fields = definition?.fields ?? [];
  const line = (field: Field | undefined, key: string): Line => {
    const value = state.answers[key];
    return {
      key,
      label: field?.label ?? key,
      shown: value === undefined ? null : showValue(value, field, divisions),
      tags: [...numberTags(value, field), ...(value === undefined ? deferralTags(field, state.materials, today) : [])]
    };
  };
  const answered = (field: Field) => isFilled(state.answers[field.key]) || deferralTags(field, state.materials, today).length > 0;
  const situation = Object.entries(state.situation).map(([id, chosen]): Line => {
    const question = definition?.questions.find((one) => one.id === id);
    const option = question?.options.find(({ value }) => value === chosen)?.label ?? chosen;
    return { key: `situation.${id}`, label: question?.ask ?? id, shown: { kind: 'text', text: option, masked: null }, tags: [] };
  });
  const known = new Set(fields.map(({ key }) => key));
  return [
    ...sections.map(([section, title]) => ({
      title,
      lines: fields.filter((field) => field.section === section && answered(field)).map((field) => line(field, field.key))
    })),
    {
      title: say.case.other,
      lines: Object.keys(state.answers)
        .filter((key) => !known.has(key))
        .map((key) => line(undefined, key))
    },
    { title: say.case.situation, lines: situation }
  ].filter(({ lines }) => lines.length > 0);
}

function isFilled(value: ConsoleCase['state']['answers'][string] | undefined): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function numberTags(value: unknown, field: Field | undefined): Tag[] {
  if (field?.type !== 'idNo' || typeof value !== 'string' || !/^\d{17}[\dXx]$/.test(value)) return [];
  return [readIdNumber(value).valid ? { text: say.case.checksum, kind: 'good' } : { text: say.case.checksumBad, kind: 'bad' }];
}

function deferralTags(field: Field | undefined, materials: MaterialEntry[], today: string): Tag[] {
  const entry = materials.find(({ id, state }) => id === field?.deferWith && state === 'deferred');
  return entry?.due ? [{ text: say.case.deferredUntil(dayWords(entry.due, today)), kind: 'open' }] : [];
}

function materialLine(entry: MaterialEntry, material: Material | undefined, photos: Photo[], today: string): MaterialLine {
  const first = photos.findIndex(({ sha256 }) => sha256 === entry.pages[0]?.sha256);
  const word = materialStates[entry.state] ?? entry.state;
  const tags: Tag[] = [];
  if (entry.state === 'deferred') tags.push({ text: entry.due ? say.case.deferredUntil(dayWords(entry.due, today)) : word, kind: 'open' });
  if (entry.state === 'sharedPending') tags.push({ text: say.case.pendingCheck, kind: 'open' });
  if (entry.state === 'committed') tags.push({ text: word, kind: 'open' });
  const detail = [say.case.originals(entry.originals, entry.copies), whereaboutsWords[entry.whereabouts] ?? '', entry.eCertificate ?? '', entry.note ?? '']
    .filter((part) => part !== '')
    .join('，');
  return {
    key: entry.id,
    name: material?.name ?? entry.name,
    state: word,
    tags,
    detail,
    pages: entry.pages.length,
    firstPhoto: first < 0 ? null : first
  };
}

/** In the order of the materials, then the form's own photo fields. */
function listPhotos(file: ConsoleCase, definition: IntakeDefinition | null, catalogue: Catalogue | null): Photo[] {
  const { state, blobs } = file;
  const arrived = new Set(blobs.filter(({ committed }) => committed).map(({ sha256 }) => sha256));
  const fromMaterials = state.materials.flatMap(({ name, pages }) => pages.map((page) => ({ title: name, page })));
  const fromAnswers = Object.entries(state.answers).flatMap(([key, value]) =>
    pagesOf(value).map((page) => ({ title: definition?.fields.find((field) => field.key === key)?.label ?? key, page }))
  );
  // The photos that stand are among those above.
  const fromDisputes = disputesOf(state, catalogue).flatMap(({ label, voices }) =>
    voices.slice(1).flatMap(({ who, pages }) => pages.map((page) => ({ title: say.case.disputed(label, who), page })))
  );
  return [...fromMaterials, ...fromAnswers, ...fromDisputes].map(({ title, page }) => ({
    sha256: page.sha256,
    title,
    label: page.label,
    takenAt: page.takenAt,
    bytes: page.bytes,
    committed: arrived.has(page.sha256)
  }));
}

/** 审查要点: the catalogue's own where it has them, else how the material is to be checked; then the item's conditions. */
function listPoints(materials: MaterialEntry[], definition: IntakeDefinition | null): PointGroup[] {
  const ofMaterials = materials.flatMap((entry): PointGroup[] => {
    const material = definition?.materials.find(({ id }) => id === entry.id);
    if (material === undefined || entry.state === 'deferred') return [];
    const texts = material.reviewPoints ?? [material.checkMode];
    return [{ title: material.name, points: texts.map((text, index) => ({ id: `material.${entry.id}.${index}`, text })) }];
  });
  const conditions = (definition?.items ?? []).flatMap((item) => item.conditions.map((text, index) => ({ id: `condition.${item.id}.${index}`, text })));
  return conditions.length > 0 ? [{ title: say.case.conditions, points: conditions }, ...ofMaterials] : ofMaterials;
}
