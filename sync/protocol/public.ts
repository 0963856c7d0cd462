/** What the county tells everyone: residents' phones that scan a receipt or a guide. Pages and county ship together, so no version. */
import * as z from 'zod/mini';
import { bundleSchema, itemSchema, questionSchema } from '#domain/catalogue/format.ts';

/* GET /api/v1/public/progress/{token}: where a case stands, and nothing of whose it is (M28). */
export const progressSchema = z.object({
  itemName: z.string(),
  department: z.string(),
  status: z.enum(['received', 'correction', 'accepted', 'suspended', 'notAccepted', 'completed', 'returned', 'withdrawn', 'voided']),
  /** Of the clock that runs now, by the county's calendar. */
  light: z.object({ light: z.enum(['green', 'amber', 'red', 'hold', 'none']), words: z.string() }),
  receivedOn: z.iso.date(),
  /** Received: day of the answer; correction: day to supply by; accepted: day of the decision. */
  due: z.nullable(z.iso.date()),
  updatedAt: z.iso.datetime(),
  stationName: z.string(),
  stationPhone: z.string(),
  /** How much is to be supplied, not what. */
  correctionItems: z.number(),
  /** Of a joint case (一件事): what each department does of it, in the bundle's order. */
  children: z.optional(
    z.array(
      z.object({
        name: z.string(),
        department: z.string(),
        now: z.enum(['awaiting', 'ready', 'blocked', 'accepted', 'approved', 'refused', 'notAccepted', 'withdrawn', 'ended', 'elsewhere', 'done']),
        due: z.nullable(z.iso.date())
      })
    )
  )
});
export type Progress = z.infer<typeof progressSchema>;

/* GET /api/v1/public/guides/{id}: the guide of one item, or of a bundle with its items. */
export const publicGuideSchema = z.object({
  revision: z.number(),
  publishedAt: z.string(),
  bundle: z.nullable(bundleSchema),
  /** One without a bundle; else the bundle's, in its order. */
  items: z.array(itemSchema),
  questions: z.array(questionSchema)
});
export type PublicGuide = z.infer<typeof publicGuideSchema>;
