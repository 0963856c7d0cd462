/** A field whose visibility or value hangs on itself can never be decided (C39). */
import { references } from './condition.ts';
import type { Field } from './format.ts';
import type { CatalogueProblem } from './problems.ts';

export function checkRings(fields: Field[], path: string): CatalogueProblem[] {
  const next = new Map(fields.map((field) => [field.key, dependencies(field)]));
  return ringsIn(next).map((ring) => ({ code: 'ring', path: `${path}.${ring[0] ?? ''}`, message: `字段互相依赖，绕成了圈：${ring.join(' → ')}。` }));
}

/** Each ring once, as the names along it. */
export function ringsIn(next: Map<string, string[]>): string[][] {
  const done = new Set<string>();
  const rings: string[][] = [];
  const walk = (name: string, trail: string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) {
      rings.push([...trail.slice(at), name]);
      return;
    }
    if (done.has(name)) return;
    for (const other of next.get(name) ?? []) walk(other, [...trail, name]);
    done.add(name);
  };
  for (const name of next.keys()) walk(name, []);
  return rings;
}

function dependencies(field: Field): string[] {
  const named = field.visibleWhen ? references(field.visibleWhen).flatMap((reference) => (reference.kind === 'field' ? [reference.name] : [])) : [];
  const { derive } = field;
  if (derive && 'field' in derive) named.push(derive.field);
  return [...new Set(named)];
}
