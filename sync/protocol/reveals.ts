/** What the console's 查看记录 shows the auditor. Page and county ship together, so no version. */
import * as z from 'zod/mini';

const lookSchema = z.object({
  stationCode: z.string(),
  stationName: z.string(),
  deviceId: z.string(),
  /** Empty when the county no longer knows the tablet. */ deviceNo: z.string(),
  staffId: z.string(),
  staffName: z.string(),
  caseId: z.string(),
  /** `case`, `order`, `ticket`…; null for a draft that was never handed in. */ kind: z.nullable(z.string()),
  /** Of a case. */ localNo: z.nullable(z.string()),
  itemName: z.nullable(z.string()),
  place: z.string(),
  /** By the tablet's clock. */ revealedAt: z.nullable(z.iso.datetime()),
  arrivedAt: z.iso.datetime()
});
export const revealsReplySchema = z.object({
  /** Newest first. */ looks: z.array(lookSchema),
  /** Of the last 30 days, most looks first. */
  people: z.array(z.object({ stationName: z.string(), staffId: z.string(), staffName: z.string(), looks: z.number(), cases: z.number() })),
  more: z.boolean()
});
export type Reveals = z.infer<typeof revealsReplySchema>;
