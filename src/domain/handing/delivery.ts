/**
 * 送达 (M24, rules 2.10 no. 8): handing a decision or a notice to the person it is for. Each attempt is kept. What may be left when it is
 * refused, and before whom, follows 民事诉讼法 §88 to §92, which administrative service borrows; the ten days are 行政许可法 §44.
 */
import * as z from 'zod/mini';
import { addDays, type Calendar } from '../calendar/working-days.ts';
import type { CaseState } from '../case/state.ts';
import { isoDateSchema, issuedPaperSchema, shortSchema, signatureSchema } from '../case/schemas.ts';

const word = z.string().check(z.minLength(1), z.maxLength(200));

/** 窗口 / 邮寄 / 上门 / 电子. */
export const deliveryMethods = ['window', 'home', 'post', 'electronic'] as const;
export type DeliveryMethod = (typeof deliveryMethods)[number];
/**
 * signed: 本人签收. substitute: 代收. left: 拒收，留置. absent: nobody there, nothing left. posted and sent: on the way, until somebody
 * notes what came of it.
 */
export const deliveryOutcomes = ['signed', 'substitute', 'left', 'absent', 'posted', 'sent'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

export const methodLabels: Readonly<Record<DeliveryMethod, string>> = { window: '窗口送达', home: '上门送达', post: '邮寄送达', electronic: '电子送达' };
export const outcomeLabels: Readonly<Record<DeliveryOutcome, string>> = {
  signed: '本人签收',
  substitute: '代收',
  left: '拒收，留置送达',
  absent: '没有见到人',
  posted: '已交邮',
  sent: '已发出'
};
/** What can come of which way. */
export const outcomesOf: Readonly<Record<DeliveryMethod, readonly DeliveryOutcome[]>> = {
  window: ['signed', 'substitute'],
  home: ['signed', 'substitute', 'left', 'absent'],
  post: ['posted'],
  electronic: ['sent']
};
/** Who may take it for somebody. */
export const substituteRelations = ['代理人', '配偶', '父母', '成年子女', '其他同住成年家属', '监护人', '所在单位', '村（居）委会'] as const;

export const deliveredSchema = z.object({
  id: z.uuid(),
  method: z.enum(deliveryMethods),
  outcome: z.enum(deliveryOutcomes),
  on: isoDateSchema,
  /** On the station's clock. */
  time: z.string().check(z.regex(/^\d{2}:\d{2}$/)),
  place: word,
  documents: z.array(z.object({ title: word, no: z.string().check(z.maxLength(80)) })).check(z.minLength(1), z.maxLength(30)),
  /** Who took it. */
  recipient: z.optional(z.object({ name: word, relation: z.optional(shortSchema) })),
  /** For what goes by post or by wire: where to, and that the resident agreed to it (M24). */
  address: z.optional(shortSchema),
  agreed: z.optional(z.boolean()),
  carrier: z.optional(shortSchema),
  trackingNo: z.optional(z.string().check(z.maxLength(60))),
  /** 见证人 of what was left. */
  witnesses: z.optional(z.array(z.object({ name: word, unit: word })).check(z.maxLength(4))),
  note: z.optional(shortSchema),
  /** 送达回证. */
  paper: z.optional(issuedPaperSchema),
  signatures: z.array(signatureSchema).check(z.maxLength(6))
});
export type Delivered = z.infer<typeof deliveredSchema>;
/** What came of something on the way: its number, known later; that it came, or came back. */
export const deliveryFollowedSchema = z.object({
  id: z.uuid(),
  on: isoDateSchema,
  trackingNo: z.optional(z.string().check(z.minLength(4), z.maxLength(60))),
  outcome: z.optional(z.enum(['signed', 'returned'])),
  by: z.optional(shortSchema),
  note: z.optional(shortSchema)
});
export type DeliveryFollowed = z.infer<typeof deliveryFollowedSchema>;

/** An attempt as the case keeps it; `paperNo`: its 送达回证, which stands among the case's papers. */
export type Delivery = Omit<Delivered, 'paper' | 'signatures'> & {
  opId: string;
  at: string;
  by: string;
  paperNo: string | null;
  followed: (DeliveryFollowed & { at: string; recorder: string })[];
};

/** done: the person has it in the law's eyes. underWay: on the way. failed: it has to be tried again. */
export type DeliveryStanding = 'done' | 'underWay' | 'failed';
export function standingOf({ outcome, followed }: Pick<Delivery, 'outcome' | 'followed'>): DeliveryStanding {
  if (outcome === 'absent') return 'failed';
  if (outcome !== 'posted' && outcome !== 'sent') return 'done';
  const last = followed.findLast((each) => each.outcome !== undefined)?.outcome;
  return last === undefined ? 'underWay' : last === 'signed' ? 'done' : 'failed';
}

/** Days within which a decision is served (行政许可法 §44), working days (§82). */
export const deliveryDays = 10;
const decided: Readonly<Record<string, string>> = { completed: 'case.completed', notAccepted: 'case.notAccepted', returned: 'case.returned' };
const childDecided: ReadonlySet<string> = new Set(['case.childCompleted', 'case.childNotAccepted']);
export type Owed = { since: string; due: string; standing: Exclude<DeliveryStanding, 'done'> | 'untried' };

/** What is still to be served of a decided case, from the day of the decision; null when nothing is. `dayOf`: an instant on the station's calendar. */
export function owedDelivery(state: CaseState, calendar: Calendar, dayOf: (at: string) => string): Owed | null {
  const type = decided[state.status];
  const at = type === undefined ? -1 : state.timeline.findLastIndex((each) => each.type === type || childDecided.has(each.type));
  const entry = state.timeline[at];
  if (entry === undefined) return null;
  // What was served before the decision was something else: a notice, or a part of a joint case. The order of acts tells, no clock.
  const since = dayOf(entry.at);
  const later = new Set(state.timeline.slice(at).map(({ opId }) => opId));
  const after = (state.deliveries ?? []).filter(({ opId }) => later.has(opId));
  const standings = after.map(standingOf);
  if (standings.includes('done')) return null;
  return {
    since,
    due: addDays(since, { value: deliveryDays, unit: 'workingDay' }, calendar).date,
    standing: standings.includes('underWay') ? 'underWay' : standings.length > 0 ? 'failed' : 'untried'
  };
}
