/** What the station's numbers are made of: one line a case without anything that leads to a person (M34). */
import type { CaseState, CaseStatus, VisitState } from '../case/state.ts';
import { standingOf } from '../handing/delivery.ts';

/** All days are ISO days on the station's calendar. */
export type CaseFacts = {
  itemId: string;
  itemName: string;
  department: string;
  status: CaseStatus;
  receivedOn: string;
  place: 'station' | 'home';
  offline: boolean;
  acceptedOn: string | null;
  /** Of the decision, whichever it was. */
  completedOn: string | null;
  due: string | null;
  corrections: number;
  deferred: boolean;
  /** Still waiting for a material that was put off. */
  deferredOpen: boolean;
  deliveredOn: string | null;
};
export type VisitFacts = { date: string; status: VisitState['status'] };

/** `dayOf`: an instant (ISO) on the station's calendar. */
export function factsOf(state: CaseState, dayOf: (at: string) => string): CaseFacts {
  const { received, status, timeline, due } = state;
  const dayOfLast = (types: readonly string[]) => {
    const entry = timeline.findLast(({ type }) => types.includes(type));
    return entry === undefined ? null : dayOf(entry.at);
  };
  return {
    itemId: received.bundle?.id ?? received.item.id,
    itemName: received.bundle?.name ?? received.item.name,
    department: received.item.department,
    status,
    receivedOn: received.receivedOn,
    place: received.place,
    offline: received.offline,
    acceptedOn: dayOfLast(['case.accepted', 'case.childAccepted']),
    completedOn: status === 'completed' ? dayOfLast(['case.completed', 'case.childCompleted', 'case.childNotAccepted']) : null,
    due,
    corrections: timeline.filter(({ type }) => type === 'case.correctionRequested').length,
    deferred: received.materials.some((entry) => entry.state === 'deferred'),
    deferredOpen: state.materials.some((entry) => entry.state === 'deferred'),
    deliveredOn: (state.deliveries ?? []).find((delivery) => standingOf(delivery) === 'done')?.on ?? null
  };
}
