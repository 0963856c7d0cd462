/**
 * What one department's own form holds of the one merged form (M7, M8). Options are united when a form is merged, so an answer may be
 * none of those that one of the departments prints: then nothing is changed and nobody is turned away, it is said.
 */
import type { Field, ServiceItem } from '../catalogue/format.ts';
import type { IntakeDefinition } from './definition.ts';
import type { Value } from './values.ts';

/** An answer as that item's own field holds it. */
export function childValue(own: Field, value: Value): Value {
  const [only] = own.options ?? [];
  // A required choice with one option is no choice: it stands on that form, whatever another asks (C22).
  if (only !== undefined && own.options?.length === 1 && own.required && own.type !== 'multiselect') return only;
  if (own.type !== 'multiselect' && own.options && Array.isArray(value)) return value.filter((entry) => typeof entry === 'string').join('、');
  return value;
}

/** The words that none of the item's own options has. */
function strange(own: Field, value: Value): string[] {
  if (!own.options) return [];
  const held = childValue(own, value);
  return (Array.isArray(held) ? held : [held]).filter((word): word is string => typeof word === 'string' && own.options?.includes(word) === false);
}

type Part = { item: ServiceItem; own: Field };
const parts = new WeakMap<IntakeDefinition, Map<string, Part[]>>();

/** Choices that the items of a bundle do not offer alike; made once a definition. */
function unlikeParts(definition: IntakeDefinition): Map<string, Part[]> {
  let found = parts.get(definition);
  if (!found) {
    found = new Map();
    for (const { key, options } of definition.fields) {
      const all = definition.items.flatMap((item) => item.fields.filter((own) => own.key === key).map((own) => ({ item, own })));
      const unlike = all.filter(({ own }) => options?.some((option) => own.options?.includes(option) !== true) === true);
      if (all.length > 1 && unlike.length > 0) found.set(key, unlike);
    }
    parts.set(definition, found);
  }
  return found;
}

/** A sentence for each item whose own form has no such option; empty for a single item. */
export function optionsElsewhere(definition: IntakeDefinition, key: string, value: Value): string[] {
  if (definition.kind === 'item') return [];
  return (unlikeParts(definition).get(key) ?? []).flatMap(({ item, own }) => {
    const words = strange(own, value);
    return words.length === 0 ? [] : [`“${item.name}”的表上没有“${words.join('、')}”，由${item.department}判定。`];
  });
}
