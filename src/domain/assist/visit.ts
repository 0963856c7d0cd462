/** Appointments (预约, M21) and home visits (上门服务, M22): what is agreed, and how it is moved. */
import * as z from 'zod/mini';
import { give, givenBy, knownTo } from '../case/given.ts';
import type { Operation } from '../case/operations.ts';
import type { Problem } from '../case/problem.ts';
import { isoDateSchema, shortSchema } from '../case/schemas.ts';
import type { VisitState } from '../case/state.ts';

/** What helps to know before setting out (M22): said by the resident, never a diagnosis. */
export const visitNeeds = ['mobility', 'hearing', 'sight', 'alone', 'writing', 'dialect', 'pair', 'printer'] as const;
export type VisitNeed = (typeof visitNeeds)[number];
export const needLabels: Readonly<Record<VisitNeed, string>> = {
  mobility: '行动不便',
  hearing: '听力不便',
  sight: '视力不便',
  alone: '独居',
  writing: '不会写字',
  dialect: '要说方言',
  pair: '请两人同行',
  printer: '带打印机'
};

export const timeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** In minutes; an hour where nothing is said. */
const minutesSchema = z.number().check(z.gte(5), z.lte(600));
export const usualMinutes = 60;

/** What a plan has from protocol 3 on; all of it may be absent. */
export const visitExtras = {
  /** `station`: the resident comes to the counter at the time agreed. */
  at: z.optional(z.enum(['home', 'station'])),
  minutes: z.optional(minutesSchema),
  /** Who goes; the second of two (两人同行) by name. */
  staff: z.optional(z.object({ id: z.string().check(z.maxLength(100)), name: shortSchema })),
  companion: z.optional(shortSchema),
  needs: z.optional(z.array(z.enum(visitNeeds)).check(z.maxLength(20))),
  /** 12-digit division of the address, for the order of the way. */
  division: z.optional(z.string().check(z.maxLength(12))),
  orderId: z.optional(z.uuid()),
  caseId: z.optional(z.uuid())
};

export const visitMovedSchema = z.object({ date: isoDateSchema, time: timeSchema, minutes: z.optional(minutesSchema), reason: z.optional(shortSchema) });
export type Slot = { date: string; time: string; minutes?: number | undefined };

/** A visit that is over is not moved; one that a colleague moved meanwhile may be: both times are kept until a person says which. */
export function judgeMoved(state: VisitState, op: Operation): Problem | null {
  if (op.base < 1 || op.base > state.revision) return { code: 'stale_revision', path: 'base', message: '这次上门在这之后又有变化。请同步，看过最新情况再办。' };
  if (state.status === 'planned') return null;
  return { code: 'wrong_state', path: 'type', message: '这次上门已经有了结果，不能再改时间。要再去，请另排一次。' };
}

export function moved(state: VisitState, op: Operation): Partial<VisitState> {
  const { date, time, minutes } = op.body as z.infer<typeof visitMovedSchema>;
  const mine = givenBy<Slot>(op, { date, time, ...(minutes !== undefined && { minutes }) });
  const slots = give(state.slots ?? [], mine, knownTo(op, state.timeline));
  return { plan: { ...state.plan, ...(slots[0]?.value ?? mine.value) }, slots };
}

/** `HH:mm` → minutes after midnight. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
/** The other way round, within the day. */
export function timeOf(minute: number): string {
  const within = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}
export function endOf({ time, minutes = usualMinutes }: Pick<Slot, 'time' | 'minutes'>): string {
  return timeOf(Math.min(minuteOf(time) + minutes, 1439));
}
