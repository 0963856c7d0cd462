/** What the console shows of what residents said, and of the tickets. Page and county ship together, so no version. */
import * as z from 'zod/mini';
import { voiceStepSchema } from '#domain/voice/rectify.ts';
import { grades } from '#domain/voice/grades.ts';

const clockSchema = z.object({
  stage: z.enum(['contact', 'reply', 'close', 'done']),
  due: z.nullable(z.iso.date()),
  light: z.enum(['green', 'amber', 'red', 'none']),
  daysLeft: z.nullable(z.number())
});
export const voiceRowSchema = z.object({
  stationCode: z.string(),
  stationName: z.string(),
  about: z.uuid(),
  occasion: z.string(),
  kind: z.enum(['rating', 'refused', 'finding', 'unreadable']),
  grade: z.nullable(z.enum(grades)),
  /** Codes of the national index. */ reasons: z.array(z.string()),
  words: z.string(),
  channel: z.enum(['tablet', 'qr']),
  /** How long the page stood open, where the clock is to be believed. */ seconds: z.nullable(z.number()),
  arrivedAt: z.iso.datetime(),
  /** Null by QR. */ handlerName: z.nullable(z.string()),
  /** Null when it concerns no case or visit that the county has. */ item: z.nullable(z.string()),
  no: z.nullable(z.string()),
  /** Only of who may be called about it. */ person: z.nullable(z.object({ name: z.string(), phone: z.string() })),
  mayContact: z.boolean(),
  steps: z.array(z.object({ at: z.iso.datetime(), by: z.string(), step: voiceStepSchema })),
  /** Of those that are to be rectified. */ clock: z.nullable(clockSchema)
});
export type VoiceRow = z.infer<typeof voiceRowSchema>;
/** The last thirty days of a station. `silent`: cases about which nobody was asked. */
export const voiceNumbersSchema = z.object({
  stationCode: z.string(),
  stationName: z.string(),
  cases: z.number(),
  rated: z.number(),
  refused: z.number(),
  bad: z.number(),
  /** Of the bad ones. */ rectified: z.number(),
  silent: z.number(),
  /** Cases that got more than the one notice (M17): defects. */ again: z.number()
});
/** GET /api/v1/staff/ratings */
export const voicesReplySchema = z.object({
  rows: z.array(voiceRowSchema),
  numbers: z.array(voiceNumbersSchema),
  days: z.object({ contact: z.number(), reply: z.number(), close: z.number() }),
  more: z.boolean()
});
export type Voices = z.infer<typeof voicesReplySchema>;
/** POST /api/v1/staff/ratings/{station}/{about}/{occasion}/steps; `base`: how many steps the person has seen. */
export const voiceStepRequestSchema = z.object({ base: z.number(), step: voiceStepSchema });

/** GET /api/v1/devices/self/ratings: of the last month that is over; `counts` null where they are too few to hide anybody in. */
export const stationRatingsSchema = z.object({
  month: z.string(),
  counts: z.nullable(z.object({ rated: z.number(), refused: z.number(), bad: z.number(), rectified: z.number() }))
});
export type StationRatings = z.infer<typeof stationRatingsSchema>;
