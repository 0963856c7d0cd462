/** From a bundle of the catalogue and the resident's choice to the children of a joint case (M7, M8). */
import type { Bundle, ServiceItem } from '../catalogue/format.ts';
import type { Received } from '../case/operations.ts';
import type { Situation } from '../form/values.ts';
import type { ChildPlan, JointChoice } from './schemas.ts';

type Child = Bundle['children'][number];
export type Elsewhere = {
  no: string;
  name: string;
  department: string;
  role: string;
  note: string | null;
  choice: 'done' | 'todo' | 'notWanted';
  needed: boolean;
  told: boolean;
};

/** Its place in the catalogue's bundle, two digits. */
export function childNo(index: number): string {
  return String(index + 1).padStart(2, '0');
}

/** Numbers of the predecessors: a child names them by name or by item id. */
export function predecessors(bundle: Bundle, child: Child): string[] {
  return child.dependsOn.flatMap((name) => {
    const at = bundle.children.findIndex((other) => other.name === name || other.itemId === name);
    return at < 0 ? [] : [childNo(at)];
  });
}

/**
 * What other bodies do, or what nobody chose here: asked whether it is done. `needed`: a child that was chosen waits for it, or the bundle
 * has it for everyone; then it can't be left out. `told`: a situation question has answered already.
 */
export function elsewhereOf(bundle: Bundle, itemIds: readonly string[], situation: Situation, choice: JointChoice): Elsewhere[] {
  const chosen = new Set(itemIds);
  const isHere = (child: Child) => child.itemId !== null && chosen.has(child.itemId);
  const waitedFor = neededNos(bundle, isHere);
  return bundle.children.flatMap((child, index): Elsewhere[] => {
    const no = childNo(index);
    if (isHere(child) || (child.itemId !== null && !waitedFor.has(no))) return [];
    const { name, department, role, note } = child;
    const needed = child.mandatory || waitedFor.has(no);
    const given = choice.elsewhere?.[no];
    const told = toldBy(child, situation);
    const said = told ?? given ?? (needed ? 'todo' : 'notWanted');
    return [{ no, name, department, role, note, needed, told: told !== null, choice: needed && said === 'notWanted' ? 'todo' : said }];
  });
}

/** In the catalogue's order. What is not wanted is left out; the predecessors of what is in are always in. */
export function planChildren(bundle: Bundle, items: readonly ServiceItem[], situation: Situation, choice: JointChoice): ChildPlan[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const elsewhere = new Map(elsewhereOf(bundle, [...byId.keys()], situation, choice).map((each) => [each.no, each]));
  const plan = bundle.children.flatMap((child, index): ChildPlan[] => {
    const no = childNo(index);
    const item = child.itemId === null ? undefined : byId.get(child.itemId);
    const other = elsewhere.get(no);
    if (item === undefined && (other === undefined || other.choice === 'notWanted')) return [];
    const { name, department, itemId } = child;
    const standing = item === undefined ? (other?.choice === 'done' ? 'done' : 'todo') : 'here';
    return [{ no, itemId, name, department, after: predecessors(bundle, child), standing, limit: item === undefined ? null : limitOf(item.promisedDays) }];
  });
  const inPlan = new Set(plan.map(({ no }) => no));
  return plan.map((child) => ({ ...child, after: child.after.filter((no) => inPlan.has(no)) }));
}

/** What a joint case keeps beside its items. A case that is mended keeps what the resident chose before, where nothing else was said. */
export function jointPlan(
  bundle: Bundle,
  items: readonly ServiceItem[],
  situation: Situation,
  choice: JointChoice | undefined,
  before: Received['bundle']
): Pick<NonNullable<Received['bundle']>, 'children' | 'delivery' | 'limit'> {
  const said = choice ?? {
    elsewhere: Object.fromEntries((before?.children ?? []).flatMap(({ no, standing }) => (standing === 'here' ? [] : [[no, standing]])))
  };
  return {
    children: planChildren(bundle, items, situation, said),
    delivery: said.delivery ?? before?.delivery ?? 'together',
    limit: limitOf(bundle.promisedDays)
  };
}

function limitOf({ value, unit }: ServiceItem['promisedDays']): ChildPlan['limit'] {
  return value === null ? null : { value, unit };
}

/** Everything that comes before a chosen child, through others too. */
function neededNos(bundle: Bundle, isHere: (child: Child) => boolean): Set<string> {
  const needed = new Set<string>();
  const visit = (child: Child) => {
    for (const no of predecessors(bundle, child)) {
      const before = bundle.children[Number(no) - 1];
      if (before === undefined || needed.has(no)) continue;
      needed.add(no);
      visit(before);
    }
  };
  for (const child of bundle.children) if (isHere(child)) visit(child);
  return needed;
}

/** What the situation says of a child: done, still to do, or nothing. */
export function toldBy(child: Pick<Child, 'doneWhen'>, situation: Situation): 'done' | 'todo' | null {
  if (child.doneWhen === undefined) return null;
  const answer = situation[child.doneWhen.situation];
  if (answer === undefined) return null;
  return child.doneWhen.is.includes(answer) ? 'done' : 'todo';
}
