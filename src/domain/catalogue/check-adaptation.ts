/** What a bundle says of its children's items: that they are asked of another person, and when they are done already (SPEC C33). */
import type { Bundle, ServiceItem } from './format.ts';
import type { CatalogueProblem, Scope } from './problems.ts';
import { conditionProblems } from './problems.ts';

export function checkAdaptations(bundle: Bundle, items: ReadonlyMap<string, ServiceItem>, path: string, scope: Scope): CatalogueProblem[] {
  const unknown = (bundle.questions ?? []).flatMap((id) =>
    scope.questions.has(id) ? [] : [{ code: 'unknown_question', path: `${path}.questions`, message: `没有情形问题“${id}”。` }]
  );
  return [...unknown, ...bundle.children.flatMap((child) => checkChild(child, items, `${path}.children.${child.itemId ?? child.name}`, scope))];
}

function checkChild(child: Bundle['children'][number], items: ReadonlyMap<string, ServiceItem>, path: string, scope: Scope): CatalogueProblem[] {
  const item = child.itemId === null ? undefined : items.get(child.itemId);
  const said = child.doneWhen === undefined ? [] : conditionProblems(child.doneWhen, `${path}.doneWhen`, scope);
  const fields = Object.entries(child.adapt ?? {}).flatMap(([key, { value, visibleWhen }]): CatalogueProblem[] => {
    const at = `${path}.adapt.${key}`;
    const field = item?.fields.find((each) => each.key === key);
    if (field === undefined) return [{ code: 'unknown_field', path: at, message: `这个子事项里没有字段“${key}”。` }];
    const fits = value === undefined || field.options === undefined || field.options.includes(value);
    return [
      ...(fits ? [] : [{ code: 'unknown_option', path: `${at}.value`, message: `没有选项“${value}”，可选的是：${field.options?.join('、') ?? ''}。` }]),
      ...(visibleWhen === undefined ? [] : conditionProblems(visibleWhen, `${at}.visibleWhen`, scope))
    ];
  });
  // As the items have them: adapted, each stands under whatever name it was given.
  const known = new Set([...items.values()].flatMap((each) => each.materials.map(({ id }) => id)));
  const materials = Object.entries(child.materials ?? {}).flatMap(([from, to]) => [
    ...(item?.materials.some(({ id }) => id === from) === true
      ? []
      : [{ code: 'unknown_material', path: `${path}.materials.${from}`, message: `这个子事项里没有材料“${from}”。` }]),
    ...(known.has(to) ? [] : [{ code: 'unknown_material', path: `${path}.materials.${from}`, message: `目录里没有材料“${to}”。` }])
  ]);
  return [...said, ...fields, ...materials];
}
