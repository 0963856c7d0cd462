/** 帮办代办工单 (M10, M18): who helps whom, at which level, in which way, and who answers for it now. Always free of charge (M11, M39). */
import * as z from 'zod/mini';
import { shortSchema } from '../case/schemas.ts';
import type { RecordBase } from '../record/record.ts';

/** 村 / 乡 / 县. */
export const orderLevels = ['village', 'township', 'county'] as const;
export type OrderLevel = (typeof orderLevels)[number];
/** 带领办: a worker goes along through every step. 指引办: the resident acts, shown how. 协调办: departments are brought together over a stuck case. 全程代办: the worker acts, with a mandate. */
export const assistModes = ['accompany', 'guide', 'coordinate', 'act'] as const;
export type AssistMode = (typeof assistModes)[number];
export const levelLabels: Readonly<Record<OrderLevel, string>> = { village: '村（社区）', township: '乡镇（街道）', county: '县' };
export const modeLabels: Readonly<Record<AssistMode, string>> = { accompany: '带领办', guide: '指引办', coordinate: '协调办', act: '全程代办' };
export const modeHints: Readonly<Record<AssistMode, string>> = {
  accompany: '工作人员陪着，每一步都一起走',
  guide: '告诉怎么办，居民自己办',
  coordinate: '卡住的事，工作人员找部门协调',
  act: '居民不用跑，工作人员凭委托书代办'
};

export const levelSchema = z.enum(orderLevels);
const modeSchema = z.enum(assistModes);
/** A reason is never empty: somebody else has to go on from it. */
export const reasonSchema = z.string().check(z.minLength(1), z.maxLength(500));

export const orderOpenedSchema = z.object({
  /** The level of the station that was asked first. */
  level: levelSchema,
  mode: modeSchema,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  phone: z.optional(shortSchema),
  address: z.optional(shortSchema),
  itemIds: z.array(z.string().check(z.maxLength(100))).check(z.maxLength(20)),
  need: reasonSchema,
  /** Yuan; there is no other. */
  fee: z.optional(z.literal(0))
});
export const orderChangedSchema = z.object({
  mode: z.optional(modeSchema),
  caseId: z.optional(z.uuid()),
  visitId: z.optional(z.uuid()),
  mandateId: z.optional(z.uuid()),
  reason: z.optional(shortSchema)
});
/** Up, down, or to a colleague of the same station; `name`: to whom by name, where one is meant. */
export const orderHandedOverSchema = z.object({ to: levelSchema, name: z.optional(shortSchema), reason: reasonSchema });
/** `from`: the level that passes it on, as the console knows its own. */
export const orderPassedOnSchema = z.object({ ...orderHandedOverSchema.shape, from: levelSchema });
export const orderTakenSchema = z.object({ level: levelSchema });
export const orderNotedSchema = z.object({ text: reasonSchema });
export const orderRecalledSchema = z.object({ reason: z.optional(shortSchema) });
export const orderClosedSchema = z.object({ outcome: z.enum(['done', 'cancelled']), caseId: z.optional(z.uuid()), note: z.optional(shortSchema) });

export type OrderPerson = { id: string; name: string };
/** Offered, and not accepted yet: until then the owner stays the owner (M18). */
export type HandOver = { to: OrderLevel; name: string | null; reason: string; by: string; at: string };
export type OrderState = RecordBase<'order'> & {
  status: 'open' | 'handing' | 'closed';
  opened: z.infer<typeof orderOpenedSchema>;
  mode: AssistMode;
  /** 首问责任人: who was asked first; stays named for good. */
  first: OrderPerson;
  /** Who answers for it now. */
  owner: OrderPerson & { level: OrderLevel; since: string };
  pending: HandOver | null;
  caseId: string | null;
  visitId: string | null;
  mandateId: string | null;
  outcome: 'done' | 'cancelled' | null;
};

/** The level of a station by its 12-digit division: a village part other than 000 is a village or community (rules 2.6). */
export function stationLevel(divisionCode: string): OrderLevel {
  if (!/^\d{12}$/.test(divisionCode)) return 'village';
  if (!divisionCode.endsWith('000')) return 'village';
  return divisionCode.slice(6, 9) === '000' ? 'county' : 'township';
}
/** The side that answers: the station's own people, or those above it. */
export function isAbove(order: Pick<OrderState, 'opened' | 'owner'>): boolean {
  return order.owner.level !== order.opened.level;
}
/** Levels to which it can go from where it is, nearest first. */
export function levelsBeside(level: OrderLevel, stationsOwn: OrderLevel): OrderLevel[] {
  const at = orderLevels.indexOf(level);
  const least = orderLevels.indexOf(stationsOwn);
  const above = orderLevels.slice(at + 1);
  const below = orderLevels.slice(least, at).reverse();
  return [...above, ...below];
}
/** Whether a person at this level may take it now. A colleague takes at the station's own level; nobody takes from themselves. */
export function mayTake(order: Pick<OrderState, 'status' | 'pending' | 'owner'>, level: OrderLevel, personId: string): boolean {
  return order.status === 'handing' && order.pending?.to === level && order.owner.id !== personId;
}
