/** What the console hears of orders and mandates. */
import * as z from 'zod/mini';
import { levelSchema, orderOpenedSchema, type OrderState } from '#domain/assist/order.ts';
import { mandateGrantedSchema, mandateRevokedSchema, type MandateState } from '#domain/assist/mandate.ts';

const entry = z.object({
  opId: z.string(),
  type: z.string(),
  at: z.string(),
  by: z.string(),
  authorId: z.string(),
  byCounty: z.boolean(),
  text: z.string()
});
const frame = { id: z.string(), revision: z.number(), updatedAt: z.string(), timeline: z.array(entry) };
const optionalId = z.nullable(z.string());
const person = { id: z.string(), name: z.string() };

const orderStateSchema = z.object({
  kind: z.literal('order'),
  ...frame,
  status: z.enum(['open', 'handing', 'closed']),
  opened: orderOpenedSchema,
  mode: orderOpenedSchema.shape.mode,
  first: z.object(person),
  owner: z.object({ ...person, level: levelSchema, since: z.string() }),
  pending: z.nullable(z.object({ to: levelSchema, name: z.nullable(z.string()), reason: z.string(), by: z.string(), at: z.string() })),
  caseId: optionalId,
  visitId: optionalId,
  mandateId: optionalId,
  outcome: z.nullable(z.enum(['done', 'cancelled']))
}) satisfies z.ZodMiniType<OrderState>;

export const orderRowSchema = z.object({ stationCode: z.string(), stationName: z.string(), township: z.string(), order: orderStateSchema });
export type OrderRow = z.infer<typeof orderRowSchema>;
/** `level`: the caller's own, at which they take orders. `total`: of all that match, the rows are the first of them. */
export const ordersReplySchema = z.object({ level: levelSchema, rows: z.array(orderRowSchema), total: z.number() });
export const orderActRequestSchema = z.object({
  type: z.enum(['order.takenAbove', 'order.passedOn', 'order.advised']),
  base: z.number(),
  body: z.record(z.string(), z.unknown())
});

export const mandateReplySchema = z.object({
  mandate: z.object({
    kind: z.literal('mandate'),
    ...frame,
    status: z.enum(['given', 'revoked']),
    granted: mandateGrantedSchema,
    revoked: z.nullable(z.object({ ...mandateRevokedSchema.shape, at: z.string() }))
  }) satisfies z.ZodMiniType<MandateState>
});
