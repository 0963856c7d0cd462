/**
 * Tickets (M18, M26, M27, M37): what somebody asks, complains of, could not get done, was asked for beyond the list, or disputes. Taken down
 * offline with number, channel, owner and day; nobody at the station can end one that is the county's to answer.
 */
import * as z from 'zod/mini';
import { isoDateSchema, pageSchema, shortSchema } from '../case/schemas.ts';
import type { RecordBase } from '../record/record.ts';

/** 咨询 / 投诉 / 吐槽找茬 / 办不成事反映 / 异常索要 / 数据异议. */
export const ticketCategories = ['consult', 'complaint', 'faultFinding', 'notDone', 'unusualDemand', 'dataDispute'] as const;
export type TicketCategory = (typeof ticketCategories)[number];
export const ticketChannels = ['onSite', 'phone', 'web', 'app', 'hotline', 'letter'] as const;
export type TicketChannel = (typeof ticketChannels)[number];

const text = z.string().check(z.minLength(1), z.maxLength(2000));
const optional = z.optional(z.string().check(z.maxLength(200)));

export const ticketOpenedSchema = z.object({
  no: z.string().check(z.maxLength(60)),
  category: z.enum(ticketCategories),
  channel: z.enum(ticketChannels),
  /** Absent: anonymous. */
  name: optional,
  phone: optional,
  item: z.optional(z.object({ id: z.string().check(z.maxLength(100)), name: shortSchema })),
  caseId: z.optional(z.uuid()),
  text,
  /** 异常索要 (M14): what was asked for, and by whom; it stands on no list of proofs. */
  demand: z.optional(z.object({ asked: text, by: text })),
  /** 数据异议 (M37): what the shared data says, what the person says, what proves it, and who keeps the data. */
  dispute: z.optional(z.object({ label: text, shared: text, claimed: text, keeper: text, pages: z.array(pageSchema).check(z.maxLength(10)) })),
  /** When it has to be answered; `estimated` where the year's holidays are not known. */
  due: isoDateSchema,
  estimated: z.boolean()
});
export type TicketOpened = z.infer<typeof ticketOpenedSchema>;

export const ticketHandedOnSchema = z.object({ to: text, reason: text });
export const ticketTakenOverSchema = z.object({ note: optional });
export const ticketAnsweredSchema = z.object({ reply: text });
export const ticketAssignedSchema = z.object({ owner: text, due: isoDateSchema, note: z.optional(shortSchema) });
export const ticketRepliedSchema = z.object({ outcome: z.enum(['solved', 'explained', 'refused']), reply: text });
/** The reply told to the person, and what they said to it. */
export const ticketToldSchema = z.object({ satisfied: z.enum(['yes', 'no', 'notReached']), note: optional });
export const ticketClosedSchema = z.object({ note: text });

/** open → (assigned) → replied → closed; 不满意 leads back to open. */
export type TicketStatus = 'open' | 'assigned' | 'replied' | 'closed';
export type TicketState = RecordBase<'ticket'> & {
  status: TicketStatus;
  opened: TicketOpened;
  /** 首问负责人: who took it down. */
  first: { id: string; name: string };
  /** Who answers for it now: the first until somebody has taken it over. */
  owner: { id: string | null; name: string };
  /** Handed on, and not taken over yet. */
  handing: { to: string; reason: string } | null;
  due: string;
  reply: { text: string; by: string; byCounty: boolean; outcome: 'solved' | 'explained' | 'refused' | null } | null;
  satisfied: 'yes' | 'no' | 'notReached' | null;
  /** How often the person was not content. */
  rounds: number;
};

/** A station answers questions by itself; all else is for somebody above it. */
export function isCountys(category: TicketCategory): boolean {
  return category !== 'consult';
}
/** Working days to the answer. Local rules differ, and the county sets a day of its own when it assigns the ticket. */
export const usualTicketDays: Readonly<Record<TicketCategory, number>> = {
  consult: 1,
  complaint: 5,
  faultFinding: 5,
  notDone: 3,
  unusualDemand: 3,
  dataDispute: 10
};
