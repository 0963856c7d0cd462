/** What the console's 待核对 shows: histories that need a person's eye. Page and county ship together, so no version. */
import * as z from 'zod/mini';

const place = {
  stationCode: z.string(),
  stationName: z.string(),
  deviceId: z.string(),
  /** Empty when the county no longer knows the tablet. */ deviceNo: z.string()
};
/** How many operations of each type lines hold, and whom they name. */
const content = { types: z.record(z.string(), z.number()), applicants: z.array(z.string()) };
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A batch of another history than the county's (SPEC P14). `arrived`: lines of it that have come in since by another way. */
export const quarantinedSchema = z.object({
  ...place,
  ...content,
  headHash: hash,
  fromSeq: z.number(),
  lines: z.number(),
  arrived: z.number(),
  receivedAt: z.iso.datetime(),
  seenAt: z.nullable(z.iso.datetime()),
  seenBy: z.nullable(z.string())
});
/** A group that waits (SPEC P17): for what, by the code and sentence of its first line. */
export const parkedSchema = z.object({ ...place, ...content, groupId: z.string(), code: z.string(), message: z.string(), since: z.iso.datetime() });
/** A tablet that has begun new epochs: often, or more than one from the same place, which only two copies do (SPEC P64). */
export const copiedSchema = z.object({ ...place, changes: z.number(), lastAt: z.iso.datetime(), branched: z.boolean() });
export const reviewReplySchema = z.object({
  quarantined: z.array(quarantinedSchema),
  parked: z.array(parkedSchema),
  copied: z.array(copiedSchema),
  /** Each list is cut at its length; this tells that there is more. */ more: z.boolean()
});
export type Review = z.infer<typeof reviewReplySchema>;

export const judgedAgainSchema = z.object({ settled: z.number(), waiting: z.number() });
