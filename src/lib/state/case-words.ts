/** What a row or a case page says of a case: how far it got on the line, and what is wanted next. */
import { light, type Light } from '#domain/calendar/light.ts';
import { shortDate } from '#domain/calendar/words.ts';
import { dayNumber, noticeDays, noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import type { CaseRow, SyncState } from '#device/api.ts';
import { cases as words } from '#lib/messages/zh-intake.ts';

export type SyncLight = { light: 'green' | 'amber' | 'red' | 'hold' | 'wait'; words: string };

export function syncLight(sync: SyncState): SyncLight {
  return { light: ({ pending: 'hold', sent: 'wait', confirmed: 'green', rejected: 'red' } as const)[sync], words: words.sync[sync] };
}

/** The grey line of a row. */
export function nextLine(row: CaseRow, today: string, calendar: Calendar): string {
  if (row.sync === 'rejected') return words.next.rejected(row.rejection?.message ?? '');
  if (row.conflicts > 0) return words.next.conflicts(row.conflicts);
  const deferred = row.deferredDue && (row.status === 'received' || row.status === 'accepted') ? words.next.deferred(shortDate(row.deferredDue)) : null;
  const line = statusLine(row, today, calendar);
  return deferred ? `${line}；${deferred}` : line;
}

function statusLine(row: CaseRow, today: string, calendar: Calendar): string {
  switch (row.status) {
    case 'received':
      return row.sync === 'confirmed' ? awaiting(dayNumber(row.noticeFrom ?? row.receivedOn, today, calendar)) : words.next.pending;
    case 'correction':
      return words.next.correction(shortDate(row.correctionDue ?? ''));
    case 'accepted':
      return words.next.accepted(row.due === null ? null : shortDate(row.due));
    case 'notAccepted':
      return words.next.notAccepted;
    case 'completed':
      return words.next.completed;
    case 'preReturned':
    case 'suspended':
    case 'returned':
    case 'voided':
    case 'withdrawn':
      return words.next[row.status];
  }
}

const awaiting = (day: number) => (day > noticeDays ? words.next.deemed : words.next.received(day));

/** The clock that runs now: five days after intake, the promised days after acceptance. */
export function clockLight(row: CaseRow, today: string, calendar: Calendar): Light {
  return light(
    row.status,
    row.status === 'received' || row.status === 'preReturned' ? noticeDue(row.noticeFrom ?? row.receivedOn, calendar).date : row.due,
    today,
    calendar
  );
}
