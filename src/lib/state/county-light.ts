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
    const day = dayNumber(row.receivedOn, today, calendar);
    return { ...shown, words: day === 0 ? say.queue.receivedToday : say.queue.receivedDay(day, noticeDays) };
  }
  const shown = light(status, row.due, today, calendar);
  return shown.words === '' ? { ...shown, words: statusWords[status] ?? row.status } : shown;
}
