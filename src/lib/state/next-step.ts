/** 下一步 of the case page: one sentence on what is wanted, one on why or until when. */
import { childrenOf, isJoint, isUnderWay } from '#domain/bundle/children.ts';
import { shortDate } from '#domain/calendar/words.ts';
import { noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import { standingOf } from '#domain/handing/delivery.ts';
import { deemedSince, noticeStart } from '#domain/promise/clock.ts';
import type { CaseView } from '#device/api.ts';
import { zhBundle } from '#lib/messages/zh-bundle.ts';
import { cases } from '#lib/messages/zh-intake.ts';
import { localDay } from './dates.ts';

export function nextStep({ row, state }: CaseView, calendar: Calendar): { title: string; help: string } {
  const words = cases.step;
  if (row.sync === 'rejected') return { title: row.rejection?.message ?? words.rejected, help: `${words.rejected}。${words.rejectedHelp}` };
  const late = row.deferredDue !== null ? words.deferred(shortDate(row.deferredDue)) : null;
  switch (state.status) {
    case 'received': {
      const deemed = row.sync === 'confirmed' ? deemedSince(state, localDay(), calendar) : null;
      if (deemed !== null) return { title: words.deemed(shortDate(deemed)), help: words.deemedHelp };
      return row.sync === 'confirmed'
        ? { title: words.received, help: [words.receivedHelp(shortDate(noticeDue(noticeStart(state), calendar).date)), late].filter(Boolean).join('。') }
        : { title: words.pending, help: [words.pendingHelp, late].filter(Boolean).join('。') };
    }
    case 'correction':
      return {
        title: words.correction(state.correction?.items.length ?? 0),
        help: row.sync === 'confirmed' ? words.correctionHelp(shortDate(state.correction?.due ?? '')) : words.pendingHelp
      };
    case 'accepted':
      if (isJoint(state)) return { title: zhBundle.next(openChildren(state)), help: late ?? words.acceptedHelp };
      return { title: words.accepted(state.received.item.department), help: late ?? words.acceptedHelp };
    case 'completed':
      return { title: isDelivered(state) ? words.delivered : words.completed, help: state.decision && 'result' in state.decision ? state.decision.result : '' };
    case 'notAccepted':
      return { title: words.notAccepted, help: state.decision && 'reason' in state.decision ? state.decision.reason : '' };
    case 'preReturned':
      return { title: words.preReturned(state.preReview?.items.length ?? 0), help: row.sync === 'confirmed' ? words.preReturnedHelp : words.pendingHelp };
    case 'suspended': {
      const stop = state.stops?.at(-1);
      return { title: words.suspended(stop?.procedure ?? ''), help: words.suspendedHelp(stop?.until ? shortDate(stop.until) : null) };
    }
    case 'returned':
    case 'voided':
      return { title: words[state.status], help: state.ending?.reason ?? '' };
    case 'withdrawn':
      return { title: words.withdrawn, help: '' };
  }
}

/** By the latest try: a parcel that came back is to be handed over anew. */
function isDelivered({ deliveries = [] }: CaseView['state']): boolean {
  const last = deliveries.at(-1);
  return last !== undefined && standingOf(last) === 'done';
}

/** How many of the departments have still to decide. */
function openChildren(state: CaseView['state']): number {
  return childrenOf(state).filter(({ here, now }) => here && isUnderWay({ now })).length;
}
