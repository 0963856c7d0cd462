/** What the county itself puts into the acts of the clock: days that follow from its calendar, and what a notice asks for beyond every list. */
import { addDays } from '#domain/calendar/working-days.ts';
import type { CaseState, StreamState } from '#domain/case/state.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { definitionOf } from '#domain/case/judge-form.ts';
import { correctionSchema } from '#domain/case/operations.ts';
import { deemedSince, dueAfterStop } from '#domain/promise/clock.ts';
import { unlistedDemands } from '#domain/promise/proofs.ts';
import * as z from 'zod/mini';
import { countyDay, type Context } from '../context.ts';
import type { Decision } from './decide.ts';

type Unit = 'workingDay' | 'naturalDay';
type Sent = Readonly<Record<string, unknown>>;

/** The catalogue that the case was taken in on, else the newest. */
function catalogueOf(context: Context, state: CaseState): Catalogue | null {
  return context.catalogues.revision(state.received.catalogueRevision) ?? context.catalogues.current()?.catalogue ?? null;
}
function limitOf(catalogue: Catalogue | null, state: CaseState): { value: number | null; unit: Unit } {
  const { item, bundle } = state.received;
  const found = bundle === undefined ? catalogue?.items.find(({ id }) => id === item.id) : catalogue?.bundles.find(({ id }) => id === bundle.id);
  return found?.promisedDays ?? { value: null, unit: 'workingDay' };
}

/** Day 0 of the promised limit and its last day; after five silent days the limit runs since 收件 (视为受理). */
export function acceptanceDays(context: Context, state: CaseState, today: string): { due: string | null; since?: string } {
  const catalogue = catalogueOf(context, state);
  const calendar = catalogue?.calendar ?? {};
  const since = deemedSince(state, today, calendar);
  const { value, unit } = limitOf(catalogue, state);
  return { due: value === null ? null : addDays(since ?? today, { value, unit }, calendar).date, ...(since !== null && { since }) };
}

/** The body as it goes into the journal; what is no act of the clock comes back as it was sent. */
export function promiseBody({ type, body }: Decision, state: StreamState, now: Date, context: Context): unknown {
  if (state.kind !== 'case' || typeof body !== 'object' || body === null) return body;
  const sent: Sent = { ...body };
  const [today, catalogue] = [countyDay(now), catalogueOf(context, state)];
  const calendar = catalogue?.calendar ?? {};
  const { unit } = limitOf(catalogue, state);
  switch (type) {
    case 'case.suspended': {
      const value = sent['workdays'];
      return {
        ...sent,
        since: today,
        until:
          typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 365
            ? addDays(today, { value, unit: 'workingDay' }, calendar).date
            : null
      };
    }
    case 'case.resumed': {
      const stop = state.stops?.find(({ ended }) => ended === null);
      const moved = (due: string, of: Unit): string => (stop === undefined ? due : dueAfterStop(due, stop.since, today, of, calendar));
      // What a department has decided has kept its day.
      const childDues = Object.entries(state.children ?? {}).flatMap(([no, { status, due }]) => {
        const of = state.received.bundle?.children?.find((plan) => plan.no === no)?.limit?.unit ?? 'workingDay';
        return status === 'accepted' && due !== null ? [[no, moved(due, of)] as const] : [];
      });
      return {
        result: sent['result'],
        on: today,
        due: state.due === null ? null : moved(state.due, unit),
        ...(childDues.length > 0 && { childDues: Object.fromEntries(childDues) })
      };
    }
    case 'case.extended': {
      const value = sent['days'];
      const isCount = typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 365;
      return { ...sent, due: state.due === null || !isCount ? today : addDays(state.due, { value, unit }, calendar).date };
    }
    case 'case.correctionRequested': {
      const read = z.safeParse(correctionSchema, sent);
      const form = catalogue && definitionOf(catalogue, state.received);
      const unlisted = read.success && form ? unlistedDemands(read.data.items, form) : [];
      // What the reviewer's page says of it is not asked.
      const { unlisted: _said, ...rest } = sent;
      return unlisted.length > 0 ? { ...rest, unlisted } : rest;
    }
    default:
      return body;
  }
}
