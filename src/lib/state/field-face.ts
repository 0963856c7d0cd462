/** What the fields and tiles of the intake page ask of its controller. */
import type { AssessedMaterial } from '#domain/form/assess.ts';
import type { Page } from '#domain/form/values.ts';
import { material as words } from '#lib/messages/zh-intake.ts';
import type { LoadPhoto, PhotoSlot } from '#lib/ui/intake/control.ts';
import type { FieldFace } from '#lib/ui/intake/face.ts';
import { countyAsks } from './asked-places.ts';
import type { Intake } from './intake.svelte.ts';
import { valueWords } from './value-words.ts';

function slot(intake: Intake, owner: string, label: string, page: Page | null): PhotoSlot {
  const key = `${owner}/${label}`;
  return { label, page, busy: intake.materials.busy[key] === true, error: intake.materials.problems[key]?.message };
}

/** Pages that the catalogue names, then those that were added; `more` once all are there. */
export function slotsOf(intake: Intake, { material, entry }: AssessedMaterial): { slots: PhotoSlot[]; more: PhotoSlot | null } {
  const pages = entry?.pages ?? [];
  const named = material.pages ?? [words.page(1)];
  const labels = [...named, ...pages.map((page) => page.label).filter((label) => !named.includes(label))];
  const all = labels.every((label) => pages.some((page) => page.label === label));
  return {
    slots: labels.map((label) => slot(intake, material.id, label, pages.find((page) => page.label === label) ?? null)),
    more: all ? slot(intake, material.id, nextLabel(labels), null) : null
  };
}

/** A label that none has, also after one in the middle was taken out. */
function nextLabel(labels: readonly string[]): string {
  let number = labels.length + 1;
  while (labels.includes(words.page(number))) number++;
  return words.page(number);
}

export function faceOf(intake: Intake, load: LoadPhoto): Omit<FieldFace, 'undoBar'> {
  const asks = intake.kind === 'new' ? null : countyAsks(intake.view);
  const deferrable = new Set(intake.assessment.materials.filter((entry) => entry.canDefer).map((entry) => entry.material.id));
  return {
    today: intake.today,
    divisions: intake.catalogue.divisions,
    textVersion: intake.definition.items.map((item) => `${item.id}@${item.version}`).join(' '),
    load,
    wrong: (path, findings) => intake.wrong(path, findings),
    shown: (path) => intake.checking || intake.touched[path] === true,
    asks: (path) => asks?.get(path),
    deferrable: (field) => field.deferWith !== undefined && deferrable.has(field.deferWith),
    read: (field, value) => valueWords(field, value ?? undefined, { divisions: intake.catalogue.divisions, full: false }),
    slot: (owner, label, page) => slot(intake, owner, label, page),
    onset: (key, value) => intake.set(key, value),
    onremove: (key, value, undo) => intake.setWithUndo(key, value, undo),
    onphoto: (key, label, file) => void intake.photographAnswer(key, label, file),
    ontouch: (path) => intake.touch(path),
    onreveal: (path) => intake.reveal(path)
  };
}
