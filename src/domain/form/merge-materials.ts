/** The same material in several items is handed in once (一套材料, M7), under its strictest terms. */
import type { Material } from '../catalogue/format.ts';
import { anyOf, union } from './merge-fields.ts';

/** `names`: the bundle's own words for shared materials. */
export function mergeMaterials(lists: Material[][], names: Map<string, string>): Material[] {
  const byId = new Map<string, Material[]>();
  for (const material of lists.flat()) {
    const parts = byId.get(material.id);
    if (parts) parts.push(material);
    else byId.set(material.id, [material]);
  }
  return [...byId.values()].map((parts) => mergeMaterial(parts, names));
}

function mergeMaterial(parts: Material[], names: Map<string, string>): Material {
  const [first, ...others] = parts;
  if (!first) throw new RangeError('a material has at least one part');
  const name = names.get(first.id) ?? first.name;
  if (others.length === 0) return name === first.name ? first : { ...first, name };
  const { when: _when, conditionText: _text, pages: _pages, reviewPoints: _points, ...plain } = first;
  const deferrable = parts.every((part) => part.deferrable);
  const days = parts.map((part) => part.deferWorkdays).filter((value) => value !== null);
  const merged: Material = {
    ...plain,
    name,
    ...necessity(parts),
    originals: Math.max(...parts.map((part) => part.originals)),
    copies: Math.max(...parts.map((part) => part.copies)),
    deferrable,
    deferWorkdays: deferrable && days.length > 0 ? Math.min(...days) : null,
    commitmentReplaceable: parts.every((part) => part.commitmentReplaceable),
    sharedExempt: parts.every((part) => part.sharedExempt),
    sharedSource: parts.find((part) => part.sharedSource !== null)?.sharedSource ?? null,
    generated: parts.some((part) => part.generated),
    note: union(parts.map((part) => (part.note === null ? undefined : [part.note])))?.join('\n') ?? null
  };
  const reuseDays = Math.min(...parts.map((part) => part.reuseDays ?? Infinity));
  if (Number.isFinite(reuseDays)) merged.reuseDays = reuseDays;
  const pages = union(parts.map((part) => part.pages));
  if (pages) merged.pages = pages;
  const reviewPoints = union(parts.map((part) => part.reviewPoints));
  if (reviewPoints) merged.reviewPoints = reviewPoints;
  return merged;
}

/** Required by one is required; needed under any item's condition is needed under either. */
function necessity(parts: Material[]): Pick<Material, 'necessity' | 'when' | 'conditionText'> {
  if (parts.some((part) => part.necessity === 'required')) return { necessity: 'required' };
  const conditional = parts.filter((part) => part.necessity === 'conditional');
  if (conditional.length === 0) return { necessity: 'optional' };
  const when = anyOf(conditional.map((part) => part.when));
  const text = union(conditional.map((part) => (part.conditionText === undefined ? undefined : [part.conditionText])));
  return { necessity: 'conditional', ...(when ? { when } : {}), ...(text ? { conditionText: text.join('；或') } : {}) };
}
