/** What the console shows of the tickets. Page and county ship together, so no version. */
import * as z from 'zod/mini';
import { ticketAssignedSchema, ticketClosedSchema, ticketOpenedSchema, ticketRepliedSchema } from '#domain/voice/ticket.ts';

export const ticketRowSchema = z.object({
  stationCode: z.string(),
  stationName: z.string(),
  id: z.uuid(),
  revision: z.number(),
  status: z.enum(['open', 'assigned', 'replied', 'closed']),
  opened: ticketOpenedSchema,
  first: z.string(),
  owner: z.string(),
  due: z.iso.date(),
  light: z.object({ light: z.enum(['green', 'amber', 'red', 'none']), words: z.string() }),
  satisfied: z.nullable(z.enum(['yes', 'no', 'notReached'])),
  rounds: z.number(),
  timeline: z.array(z.object({ opId: z.string(), at: z.string(), by: z.string(), text: z.string() }))
});
export type TicketRow = z.infer<typeof ticketRowSchema>;
/** GET /api/v1/staff/tickets */
export const ticketsReplySchema = z.object({
  rows: z.array(ticketRowSchema),
  /** Tickets that are not closed, by category. */ open: z.record(z.string(), z.number()),
  more: z.boolean()
});
export type TicketsReply = z.infer<typeof ticketsReplySchema>;
/** POST /api/v1/staff/tickets/{station}/{id}/acts */
export const ticketActRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ticket.assigned'), base: z.number(), body: ticketAssignedSchema }),
  z.object({ type: z.literal('ticket.replied'), base: z.number(), body: ticketRepliedSchema }),
  z.object({ type: z.literal('ticket.closed'), base: z.number(), body: ticketClosedSchema })
]);
export type TicketAct = z.infer<typeof ticketActRequestSchema>;
