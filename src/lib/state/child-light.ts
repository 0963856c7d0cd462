/** How a child of a joint case stands, as a light and a line of words; the same at the station and at the county. */
import { light as clockLight } from '#domain/calendar/light.ts';
import { noticeDue, type Calendar } from '#domain/calendar/working-days.ts';
import { shortDate } from '#domain/calendar/words.ts';
import type { Child } from '#domain/bundle/children.ts';
import { standingWords } from '#domain/bundle/words.ts';
import { zhBundle as words } from '#lib/messages/zh-bundle.ts';

export type ChildLight = { light: 'green' | 'amber' | 'red' | 'hold' | 'wait'; words: string };

export function childLight(child: Child, today: string, calendar: Calendar): ChildLight {
  const word = standingWords(child);
  switch (child.now) {
    case 'accepted': {
      const { light, words: left } = clockLight('accepted', child.due, today, calendar);
      return light === 'none' ? { light: 'wait', words: word } : { light, words: `${word}，${left}` };
    }
    case 'ready': {
      const due = child.readyOn === null ? null : noticeDue(child.readyOn, calendar).date;
      const { light } = clockLight('received', due, today, calendar);
      return { light: light === 'red' || light === 'amber' ? light : 'wait', words: word };
    }
    case 'approved':
    case 'done':
      return { light: 'green', words: word };
    case 'refused':
    case 'notAccepted':
    case 'blocked':
      return { light: 'red', words: word };
    default:
      return { light: 'hold', words: word };
  }
}

/** The lines under its name: what it waits for, until when, what came of it. */
export function childLines(child: Child, calendar: Calendar): string[] {
  const { facts } = child;
  const decision = facts?.decision;
  switch (child.now) {
    case 'awaiting':
      return [words.waits(child.waitsFor.join('、'))];
    case 'blocked':
      return [words.failed(child.waitsFor.join('、'))];
    case 'ready':
      return child.readyOn === null ? [] : [words.ready(shortDate(noticeDue(child.readyOn, calendar).date))];
    case 'accepted':
      return [child.due === null ? words.noDue : words.due(shortDate(child.due))];
    case 'withdrawn':
      return facts?.note === undefined ? [] : [words.reason(facts.note)];
    case 'done':
      return facts?.note === undefined ? [] : [words.evidence(facts.note)];
    default:
      if (decision === undefined) return [];
      if ('outcome' in decision) return [words.result(decision.result), ...(decision.explain === undefined ? [] : [words.reason(decision.explain)])];
      return [words.reason(`${decision.reason}（${decision.basis}）`), ...(decision.whereTo === undefined ? [] : [words.whereTo(decision.whereTo)])];
  }
}
