/** The parts of a case's state that its clock and its later checks keep, as the county answers them. */
import * as z from 'zod/mini';
import { causes } from '#domain/case/acts/clock.ts';
import { correctionItemSchema } from '#domain/case/operations.ts';

const stop = z.object({
  procedure: z.string(),
  reason: z.string(),
  since: z.string(),
  until: z.nullable(z.string()),
  ended: z.nullable(z.string()),
  result: z.nullable(z.string())
});
const who = { by: z.string(), at: z.string() };
const check = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('commitment'), finding: z.enum(['true', 'false', 'unclear']), how: z.string(), consequence: z.optional(z.string()), ...who }),
  z.object({ kind: z.literal('share'), outcome: z.enum(['matches', 'differs', 'notFound']), source: z.string(), note: z.optional(z.string()), ...who })
]);
// Object.keys forgets which keys they are.
const causeNames = Object.keys(causes) as (keyof typeof causes)[];

export const promiseReplies = {
  stops: z.optional(z.array(stop)),
  extension: z.optional(z.object({ days: z.number(), reason: z.string(), approvedBy: z.string(), due: z.string() })),
  preReview: z.optional(z.nullable(z.object({ items: z.array(correctionItemSchema), note: z.optional(z.string()) }))),
  ending: z.optional(z.object({ kind: z.enum(['returned', 'voided']), cause: z.enum(causeNames), reason: z.string() })),
  voidAsked: z.optional(z.object({ reason: z.string(), by: z.string(), at: z.string() })),
  checks: z.optional(z.record(z.string(), check)),
  acceptedOn: z.optional(z.string()),
  completeOn: z.optional(z.string())
};
