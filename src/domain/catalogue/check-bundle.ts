/** A bundle: its children, what they share, and the merged form as it would be asked. */
import { adaptItem } from '../bundle/adapt.ts';
import { checkAdaptations } from './check-adaptation.ts';
import { checkFields } from './check-fields.ts';
import { checkRings, ringsIn } from './check-rings.ts';
import type { Bundle, Catalogue, Question, ServiceItem } from './format.ts';
import type { CatalogueProblem, Scope } from './problems.ts';
import { duplicates } from './problems.ts';

export function checkBundle(bundle: Bundle, catalogue: Catalogue, questions: Map<string, Question>, offered: Map<string, Set<string>>): CatalogueProblem[] {
  const path = `bundles.${bundle.id}`;
  const byId = new Map(catalogue.items.map((item) => [item.id, item]));
  const ids = bundle.children.flatMap((child) => (child.itemId === null ? [] : [child.itemId]));
  // As the bundle asks them.
  const items = bundle.children.flatMap((child) => {
    const item = child.itemId === null ? undefined : byId.get(child.itemId);
    return item === undefined ? [] : [adaptItem(item, child)];
  });
  const fields = [...items.flatMap((item) => item.fields), ...bundle.extraFields];
  const scope: Scope = {
    fields: new Map(fields.map((field) => [field.key, field])),
    materials: new Map(items.flatMap((item) => item.materials).map((material) => [material.id, material])),
    questions: new Map(
      [...items.flatMap((item) => item.questions), ...(bundle.questions ?? [])].flatMap((id) =>
        questions.has(id) ? [[id, questions.get(id) as Question] as const] : []
      )
    ),
    offered
  };
  return [
    ...ids.flatMap((id) => (byId.has(id) ? [] : [{ code: 'unknown_item', path: `${path}.children.${id}`, message: `目录里没有事项“${id}”。` }])),
    ...duplicates(ids, (id) => `${path}.children.${id}`, '联办事项重复'),
    ...duplicates(
      bundle.extraFields.map((field) => field.key),
      (key) => `${path}.extraFields.${key}`,
      '字段重复'
    ),
    ...duplicates(
      bundle.children.map((child) => child.name),
      (name) => `${path}.children.${name}`,
      '子事项重名'
    ),
    ...bundle.sharedFields.flatMap(({ key }) =>
      scope.fields.has(key) ? [] : [{ code: 'unknown_field', path: `${path}.sharedFields.${key}`, message: `子事项里没有字段“${key}”。` }]
    ),
    ...bundle.sharedMaterials.flatMap(({ id }) =>
      scope.materials.has(id) ? [] : [{ code: 'unknown_material', path: `${path}.sharedMaterials.${id}`, message: `子事项里没有材料“${id}”。` }]
    ),
    ...checkDependencies(bundle, path),
    ...checkAdaptations(bundle, byId, path, scope),
    ...checkFields(bundle.extraFields, `${path}.extraFields`, scope),
    ...mergedRings(items, bundle, path)
  ];
}

/** A predecessor is named by a child's name, or by its item's id. */
function checkDependencies(bundle: Bundle, path: string): CatalogueProblem[] {
  const names = new Map(
    bundle.children.flatMap((child) => [[child.name, child.name] as const, ...(child.itemId === null ? [] : [[child.itemId, child.name] as const])])
  );
  const unknown = bundle.children.flatMap((child) =>
    child.dependsOn.flatMap((name) =>
      names.has(name)
        ? []
        : [{ code: 'unknown_child', path: `${path}.children.${child.itemId ?? child.name}.dependsOn`, message: `前序“${name}”不是本件事的子事项。` }]
    )
  );
  const next = new Map(bundle.children.map((child) => [child.name, child.dependsOn.flatMap((name) => names.get(name) ?? [])]));
  return [...unknown, ...ringsIn(next).map((ring) => ({ code: 'ring', path: `${path}.children`, message: `子事项互为前序：${ring.join(' → ')}。` }))];
}

/** Items that are sound alone may hang on each other in a ring once they are merged. */
function mergedRings(items: ServiceItem[], bundle: Bundle, path: string): CatalogueProblem[] {
  return checkRings(unitedFields([...items.map((item) => item.fields), bundle.extraFields].flat()), `${path}.fields`);
}

function unitedFields(fields: Bundle['extraFields']): Bundle['extraFields'] {
  const byKey = new Map<string, Bundle['extraFields'][number]>();
  for (const field of fields) {
    const known = byKey.get(field.key);
    const conditions = [known?.visibleWhen, field.visibleWhen].filter((condition) => condition !== undefined);
    byKey.set(field.key, {
      ...field,
      ...(known?.derive ? { derive: known.derive } : {}),
      ...(conditions.length > 0 ? { visibleWhen: { any: conditions } } : {})
    });
  }
  return [...byKey.values()];
}
