/** The same key in several items is one field, asked once; the merged field is as strict as its strictest part (M7, M8). */
import type { Check, Column, Condition, Field } from '../catalogue/format.ts';

/** `labels`: the bundle's own words for shared fields. */
export function mergeFields(lists: Field[][], labels: Map<string, string>): Field[] {
  const byKey = new Map<string, Field[]>();
  for (const field of lists.flat()) {
    const parts = byKey.get(field.key);
    if (parts) parts.push(field);
    else byKey.set(field.key, [field]);
  }
  return [...byKey.values()].map((parts) => mergeField(parts, labels));
}

function mergeField(parts: Field[], labels: Map<string, string>): Field {
  const [first, ...others] = parts;
  if (!first) throw new RangeError('a field has at least one part');
  const label = labels.get(first.key) ?? first.label;
  if (others.length === 0) return label === first.label ? first : { ...first, label };
  const visibleWhen = anyOf(parts.map((part) => part.visibleWhen));
  const merged: Field = { key: first.key, label, type: mergeType(parts, first.type), section: first.section, ...requiredness(parts, visibleWhen) };
  if (visibleWhen) merged.visibleWhen = visibleWhen;
  const options = union(parts.map((part) => part.options));
  if (options) merged.options = options;
  const columns = mergeColumns(parts);
  if (columns) merged.columns = columns;
  const checks = unionChecks(parts.map((part) => part.checks));
  if (checks) merged.checks = checks;
  const derive = parts.find((part) => part.derive)?.derive;
  if (derive) merged.derive = derive;
  if (parts.some((part) => part.sensitive)) merged.sensitive = true;
  if (parts.some((part) => part.legallySensitive)) merged.legallySensitive = true;
  // Whoever requires it at once is stricter than whoever lets it come later with a material.
  const deferWith = parts.find((part) => part.deferWith)?.deferWith;
  const insists = parts.some((part) => (part.required || part.requiredWhen) && part.deferWith !== deferWith);
  if (deferWith !== undefined && !insists) merged.deferWith = deferWith;
  const guides = union(parts.map((part) => (part.guide === undefined ? undefined : [part.guide])));
  if (guides) merged.guide = guides.join('\n');
  const source = parts.find((part) => part.source)?.source;
  if (source) merged.source = source;
  return merged;
}

/** Where one item allows several choices, the one list holds them all. */
function mergeType(parts: Field[], first: Field['type']): Field['type'] {
  return parts.some((part) => part.type === 'multiselect') ? 'multiselect' : first;
}

/**
 * Required if any part requires it, but only where that part would show it: an item that asks it only of minors must not make
 * it obligatory for adults, to whom another item shows it as optional.
 */
function requiredness(parts: Field[], visibleWhen: Condition | null): Pick<Field, 'required' | 'requiredWhen'> {
  const demands: Condition[] = [];
  for (const part of parts) {
    if (!part.required && !part.requiredWhen) continue;
    const shown = part.visibleWhen && visibleWhen && same(part.visibleWhen, visibleWhen) ? undefined : part.visibleWhen;
    const conditions = [shown, part.required ? undefined : part.requiredWhen].filter((condition) => condition !== undefined);
    if (conditions.length === 0) return { required: true };
    const [only] = conditions;
    demands.push(conditions.length === 1 && only ? only : { all: conditions });
  }
  const requiredWhen = demands.length > 0 ? anyOf(demands) : null;
  return requiredWhen ? { required: false, requiredWhen } : { required: false };
}

/** Null when some part is unconditional. Equal conditions count once. */
export function anyOf(conditions: (Condition | undefined)[]): Condition | null {
  const distinct = new Map<string, Condition>();
  for (const condition of conditions) {
    if (condition === undefined) return null;
    distinct.set(JSON.stringify(condition), condition);
  }
  const list = [...distinct.values()];
  return list.length === 1 ? (list[0] ?? null) : { any: list };
}

function mergeColumns(parts: Field[]): Column[] | null {
  const byKey = new Map<string, Column>();
  for (const column of parts.flatMap((part) => part.columns ?? [])) {
    const known = byKey.get(column.key);
    if (!known) {
      byKey.set(column.key, column);
      continue;
    }
    const merged: Column = { ...known, required: known.required || column.required };
    const options = union([known.options, column.options]);
    if (options) merged.options = options;
    const checks = unionChecks([known.checks, column.checks]);
    if (checks) merged.checks = checks;
    if (column.sensitive) merged.sensitive = true;
    byKey.set(column.key, merged);
  }
  return byKey.size > 0 ? [...byKey.values()] : null;
}

function unionChecks(lists: (Check[] | undefined)[]): Check[] | null {
  const distinct = new Map<string, Check>();
  for (const check of lists.flatMap((list) => list ?? [])) distinct.set(JSON.stringify(check), check);
  return distinct.size > 0 ? [...distinct.values()] : null;
}

export function union(lists: (string[] | undefined)[]): string[] | null {
  const distinct = new Set(lists.flatMap((list) => list ?? []));
  return distinct.size > 0 ? [...distinct] : null;
}

function same(a: Condition, b: Condition): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
