/**
 * An item as a bundle asks it (M7, M8). In 新生儿出生 the item's applicant is the child and the bundle's is a parent: the item's fields then
 * stand under the bundle's own keys, so that one fact is asked once and each department reads the right person.
 */
import type { Answers } from '../form/values.ts';
import type { Bundle, Field, Material, Rule, ServiceItem } from '../catalogue/format.ts';

type Child = Pick<Bundle['children'][number], 'adapt' | 'materials'>;
const adapted = new WeakMap<Child, WeakMap<ServiceItem, ServiceItem>>();

/** The item itself where the bundle says nothing of it. A catalogue is immutable, so each is made once. */
export function adaptItem(item: ServiceItem, child: Child): ServiceItem {
  if (child.adapt === undefined && child.materials === undefined) return item;
  const known = adapted.get(child) ?? new WeakMap<ServiceItem, ServiceItem>();
  adapted.set(child, known);
  const made = known.get(item) ?? make(item, child);
  known.set(item, made);
  return made;
}

/** A joint case's answers under the item's own keys: what its department reads. */
export function ownAnswers(item: ServiceItem, child: Child, answers: Answers): Answers {
  return Object.fromEntries(
    item.fields.flatMap(({ key }) => {
      const value = answers[ownKey(child, key)];
      return value === undefined ? [] : [[key, value]];
    })
  );
}
/** Under which key the bundle asks a field of the item. */
export function ownKey({ adapt }: Child, key: string): string {
  return adapt !== undefined && Object.hasOwn(adapt, key) ? (adapt[key]?.as ?? key) : key;
}

function make(item: ServiceItem, child: Child): ServiceItem {
  const { adapt = {}, materials = {} } = child;
  const keyOf = (key: string): string => ownKey(child, key);
  const idOf = (id: string): string => (Object.hasOwn(materials, id) ? (materials[id] ?? id) : id);
  const field = (own: Field): Field => {
    const renamed = { ...readdressed(own, keyOf), key: keyOf(own.key), ...(own.deferWith !== undefined && { deferWith: idOf(own.deferWith) }) };
    const change = Object.hasOwn(adapt, own.key) ? adapt[own.key] : undefined;
    if (change === undefined) return renamed;
    return {
      ...renamed,
      ...(change.label !== undefined && { label: change.label }),
      // Of another person than who applies: it is asked with the matter itself.
      ...(change.as !== undefined && own.section === 'applicant' && !change.as.startsWith('applicant') && { section: 'form' as const }),
      ...(change.visibleWhen !== undefined && { visibleWhen: change.visibleWhen }),
      ...(change.value !== undefined && { derive: { from: 'constant' as const, value: change.value, editable: false } })
    };
  };
  return {
    ...item,
    fields: once(item.fields.map(field), ({ key }) => key),
    rules: item.rules.map((rule): Rule => ({ ...readdressed(rule, keyOf), field: keyOf(rule.field) })),
    materials: once(
      item.materials.map((material): Material => ({ ...readdressed(material, keyOf), id: idOf(material.id) })),
      ({ id }) => id
    )
  };
}

/** Two of an item's own that become one here: the first stands, as the item has it. */
function once<T>(list: T[], nameOf: (each: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((each) => !seen.has(nameOf(each)) && seen.add(nameOf(each)));
}

/** Every place in a condition, check or derivation that names a field of the form. A table's own columns are none of them. */
const placeNames = new Set(['field', 'typeField', 'idField']);
function readdressed<T extends object>(part: T, keyOf: (key: string) => string): T {
  const walk = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return placeNames.has(name) ? keyOf(value) : value;
    if (Array.isArray(value)) return value.map((each: unknown) => walk(each, name === 'or' ? 'field' : ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]: [string, unknown]) => [key, key === 'columns' ? each : walk(each, key)]));
  };
  // The walk keeps every name and only changes texts, so the shape stays.
  return walk(part, '') as T;
}
