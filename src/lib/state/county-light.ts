/** The light of a row: its five days while received, its promised day once accepted, else its status in a word. */
import type { CaseStatus } from '#domain/case/state.ts';
import { light, type Light } from '#domain/calendar/light.ts';
import { dayNumber, noticeDays, noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import { say, statusWords } from '#lib/messages/zh-county.ts';
import type { QueueRow } from './county-replies.ts';

export function rowLight(row: Pick<QueueRow, 'status' | 'receivedOn' | 'due'>, today: string, calendar: Calendar): Light {
  const status = row.status as CaseStatus;
  if (status === 'received') {
    const shown = light(status, noticeDue(row.receivedOn, calendar).date, today, calendar);
    if (shown.light === 'red') return shown;
    if (row.receivedOn === today) return { ...shown, words: say.queue.receivedToday };
    const day = dayNumber(row.receivedOn, today, calendar);
    // Taken in on a day off, the first of the five has not begun.
    return day === 0 ? shown : { ...shown, words: say.queue.receivedDay(day, noticeDays) };
  }
  const shown = light(status, row.due, today, calendar);
  return shown.words === '' ? { ...shown, words: statusWords[status] ?? row.status } : shown;
}
