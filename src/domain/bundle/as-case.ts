/** A child of a joint case as the single case that its department sees: what its own acceptance and decision papers are made of (M7, M9). */
import type { CaseState, CaseStatus, TimelineEntry } from '../case/state.ts';
import type { ServiceItem } from '../catalogue/format.ts';
import { childrenOf, type Child } from './children.ts';

export type ChildCase = { state: CaseState; items: readonly ServiceItem[] };

/** Of those on which a department has acted. `items`: the joint case's, as the catalogue has them. */
export function childCases(state: CaseState, items: readonly ServiceItem[]): ChildCase[] {
  return childrenOf(state).flatMap((child) => {
    const item = items.find(({ id }) => id === child.itemId);
    return child.here && child.facts !== null && item !== undefined ? [{ state: asCase(state, child, item), items: [item] }] : [];
  });
}

function asCase(state: CaseState, child: Child, item: ServiceItem): CaseState {
  const { bundle, localNo } = state.received;
  const materialIds = new Set(item.materials.map(({ id }) => id));
  const { facts } = child;
  return {
    ...state,
    status: statusOf(child),
    received: {
      ...state.received,
      localNo: `${localNo}-${child.no}`,
      item: { id: item.id, name: item.name, version: item.version, handlingItemCode: item.handlingItemCode, department: child.department },
      bundle: bundle && { id: bundle.id, name: bundle.name, jointNo: bundle.jointNo, itemIds: [item.id] }
    },
    materials: state.materials.filter(({ id }) => materialIds.has(id)),
    caseNo: state.caseNo === null ? null : child.ownNo,
    due: child.due,
    correction: null,
    decision: facts?.decision ?? null,
    timeline: [...actOf(state, facts?.acceptedBy, 'case.accepted'), ...actOf(state, facts?.decidedBy, decisionType(child))],
    children: undefined,
    papers: undefined
  };
}

function statusOf({ facts }: Child): CaseStatus {
  return facts?.status ?? 'received';
}
function decisionType({ facts }: Child): string {
  return facts?.decision !== undefined && 'outcome' in facts.decision ? 'case.completed' : 'case.notAccepted';
}
/** The department's act, under the name that it has on a case of its own. */
function actOf(state: CaseState, opId: string | undefined, type: string): TimelineEntry[] {
  return state.timeline.flatMap((entry) => (entry.opId === opId ? [{ ...entry, type }] : []));
}
