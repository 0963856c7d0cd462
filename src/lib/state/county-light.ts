/** The light of a row: its five days while received, its promised day once accepted, else its status in a word. */
import type { CaseStatus } from '#domain/case/state.ts';
import { light, type Light } from '#domain/calendar/light.ts';
import { dayNumber, noticeDays, noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import { say, statusWords } from '#lib/messages/zh-county.ts';
import type { QueueRow } from './county-replies.ts';

export function rowLight(row: Pick<QueueRow, 'status' | 'receivedOn' | 'due'> & { noticeFrom?: string | null }, today: string, calendar: Calendar): Light {
  const status = row.status as CaseStatus;
  if (status === 'received' || status === 'preReturned') {
    const from = row.noticeFrom ?? row.receivedOn;
    const shown = light(status, noticeDue(from, calendar).date, today, calendar);
    if (shown.light === 'red') return { ...shown, words: say.queue.deemed };
    if (from === today && status === 'received') return { ...shown, words: say.queue.receivedToday };
    const day = dayNumber(from, today, calendar);
    // Taken in on a day off, the first of the five has not begun.
    return day === 0 ? shown : { ...shown, words: say.queue.receivedDay(day, noticeDays) };
  }
  const shown = light(status, row.due, today, calendar);
  return shown.words === '' ? { ...shown, words: statusWords[status] ?? row.status } : shown;
}
