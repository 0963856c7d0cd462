/** Deadline lights (亮灯, M20): colour is never alone, the words say it too. */
import type { CaseStatus } from '../case/state.ts';
import type { Calendar } from './working-days.ts';
import { workingDaysBetween } from './working-days.ts';

export type Light = {
  light: 'green' | 'amber' | 'red' | 'hold' | 'none';
  words: string;
  /** Working days left, negative when overdue; null where no clock runs. */
  daysLeft: number | null;
};

/** No seed gives a value; a county may set its own later (rules 2.9, open point 8). */
const amberDays = 2;

/** `due`: the day that counts now — notice day while received, promised day once accepted. */
export function light(status: CaseStatus, due: string | null, today: string, calendar: Calendar): Light {
  if (status === 'correction') return { light: 'hold', words: '补正中，停表', daysLeft: null };
  if (status === 'suspended') return { light: 'hold', words: '特别程序，停表', daysLeft: null };
  if (due === null || (status !== 'received' && status !== 'preReturned' && status !== 'accepted')) return { light: 'none', words: '', daysLeft: null };
  const daysLeft = workingDaysBetween(today, due, calendar);
  if (due < today) {
    // A day off after the due day is still overdue, though no working day has passed.
    return daysLeft === 0 ? { light: 'red', words: '已超期', daysLeft: 0 } : { light: 'red', words: `超期 ${-daysLeft} 个工作日`, daysLeft };
  }
  if (due === today) return { light: 'amber', words: '今天到期', daysLeft: 0 };
  return { light: daysLeft <= amberDays ? 'amber' : 'green', words: `剩 ${daysLeft} 个工作日`, daysLeft };
}
