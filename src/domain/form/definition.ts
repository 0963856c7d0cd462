/** What one intake asks: a single item, or a bundle's chosen items merged into one form (一表申请, M7). */
import { adaptItem } from '../bundle/adapt.ts';
import type { Bundle, Catalogue, Field, Material, Question, Rule, ServiceItem } from '../catalogue/format.ts';
import { mergeFields } from './merge-fields.ts';
import { mergeMaterials } from './merge-materials.ts';

export type IntakeDefinition = {
  /** The item's or the bundle's id and name. */
  id: string;
  name: string;
  kind: 'item' | 'bundle';
  items: ServiceItem[];
  bundle: Bundle | null;
  questions: Question[];
  fields: Field[];
  rules: Rule[];
  materials: Material[];
};

/** Of a catalogue, what a form is made of. */
type Source = Pick<Catalogue, 'items' | 'bundles' | 'questions'>;

// A catalogue is immutable: a form is made once for all the cases of a day, and so are the indexes that are kept with it.
const made = new WeakMap<Source, Map<string, IntakeDefinition>>();

function remember(catalogue: Source, key: string, make: () => IntakeDefinition): IntakeDefinition {
  let known = made.get(catalogue);
  if (!known) {
    known = new Map();
    made.set(catalogue, known);
  }
  const definition = known.get(key) ?? make();
  known.set(key, definition);
  return definition;
}

export function itemDefinition(catalogue: Source, itemId: string): IntakeDefinition | null {
  const item = catalogue.items.find((candidate) => candidate.id === itemId);
  if (!item) return null;
  return remember(catalogue, item.id, () => ({
    id: item.id,
    name: item.name,
    kind: 'item',
    items: [item],
    bundle: null,
    questions: questionsOf(catalogue, [item]),
    fields: item.fields,
    rules: item.rules,
    materials: item.materials
  }));
}

/**
 * Null when the bundle is unknown, nothing is chosen, or a chosen item is none of its children in this catalogue. The order is
 * the bundle's, so that the same choice makes the same form on every device. Nothing is asked twice.
 */
export function bundleDefinition(catalogue: Source, bundleId: string, chosenItemIds: readonly string[]): IntakeDefinition | null {
  const bundle = catalogue.bundles.find((candidate) => candidate.id === bundleId);
  if (!bundle) return null;
  const chosen = new Set(chosenItemIds);
  const items: ServiceItem[] = [];
  for (const child of bundle.children) {
    if (child.itemId === null || !chosen.delete(child.itemId)) continue;
    const item = catalogue.items.find((candidate) => candidate.id === child.itemId);
    if (!item) return null;
    items.push(adaptItem(item, child));
  }
  if (items.length === 0 || chosen.size > 0) return null;
  const extra = (first: boolean) => bundle.extraFields.filter(({ section }) => (section === 'applicant') === first);
  return remember(catalogue, JSON.stringify([bundle.id, items.map((item) => item.id)]), () => ({
    id: bundle.id,
    name: bundle.name,
    kind: 'bundle',
    items,
    bundle,
    questions: questionsOf(catalogue, items, bundle.questions),
    // Who applies comes first, also when only the bundle asks for it.
    fields: mergeFields(
      [extra(true), ...items.map((item) => item.fields), extra(false)],
      new Map(bundle.sharedFields.map((shared) => [shared.key, shared.label]))
    ),
    rules: mergeRules(items),
    materials: mergeMaterials(
      items.map((item) => item.materials),
      new Map(bundle.sharedMaterials.map((shared) => [shared.id, shared.name]))
    )
  }));
}

function questionsOf(catalogue: Source, items: ServiceItem[], more: readonly string[] = []): Question[] {
  const ids = new Set([...items.flatMap((item) => item.questions), ...more]);
  return [...ids].flatMap((id) => catalogue.questions.find((question) => question.id === id) ?? []);
}

function mergeRules(items: ServiceItem[]): Rule[] {
  const merged = new Map<string, Rule>();
  for (const rule of items.flatMap((item) => item.rules)) merged.set(JSON.stringify(rule), rule);
  return [...merged.values()];
}
