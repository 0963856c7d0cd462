/** A case's progress in a resident's words: where it stands, and what they have to do. */
import { shortDate } from '#domain/calendar/words.ts';
import { zhPublic } from '../messages/zh-public.ts';
import type { Progress } from './public.ts';

export type ProgressWords = { now: string; todo: readonly string[] };
export type Step = { name: string; mark: 'done' | 'now' | 'open' };

export function progressWords(progress: Progress): ProgressWords {
  const say = zhPublic.progress.says;
  const due = progress.due === null ? null : shortDate(progress.due);
  const late = progress.light.light === 'red';
  switch (progress.status) {
    case 'received':
      return late ? say.receivedLate(due ?? '') : say.received(due ?? '');
    case 'correction':
      return say.correction(progress.correctionItems, due ?? '');
    case 'accepted':
      return late ? say.acceptedLate(due ?? '') : say.accepted(due);
    case 'notAccepted':
      return say.notAccepted;
    case 'completed':
      return say.completed;
    case 'suspended':
    case 'returned':
    case 'voided':
    case 'withdrawn':
      return say[progress.status];
  }
}

/** 收件, 受理, 办结; none once the way has ended elsewhere. */
export function progressSteps({ status }: Progress): Step[] {
  if (status === 'notAccepted' || status === 'withdrawn' || status === 'returned' || status === 'voided') return [];
  const { received, accepted, completed } = zhPublic.progress.steps;
  const behind = { received: 1, correction: 1, accepted: 2, suspended: 2, completed: 3 }[status];
  return [received, accepted, completed].map((name, at) => ({ name, mark: at < behind ? 'done' : at === behind ? 'now' : 'open' }));
}
