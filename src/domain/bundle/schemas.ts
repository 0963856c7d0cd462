/** A joint case (联办件, M7–M9) as it is taken in: its children, their order, and how the results are to be given. */
import * as z from 'zod/mini';
import { shortSchema } from '../case/schemas.ts';

export const childNoSchema = z.string().check(z.regex(/^\d{2}$/));
const limitSchema = z.object({ value: z.number(), unit: z.enum(['workingDay', 'naturalDay']) });

/** One matter of the one thing, as the catalogue had it on the day of intake: a later catalogue changes nothing in a case. */
export const childPlanSchema = z.object({
  /** Its place in the bundle; with the joint number it is the child's own number. */
  no: childNoSchema,
  /** Null: not in this catalogue. */
  itemId: z.nullable(z.string()),
  name: shortSchema,
  department: shortSchema,
  /** Numbers of those that come before it (前序). */
  after: z.array(childNoSchema).check(z.maxLength(50)),
  /** `here`: a child of this case. Else it is done by another body, and the resident had it `done` or `todo` at intake. */
  standing: z.enum(['here', 'done', 'todo']),
  /** The item's promised limit; null where it has none. */
  limit: z.nullable(limitSchema)
});
export type ChildPlan = z.infer<typeof childPlanSchema>;

export const bundleSchema = z.object({
  id: z.string(),
  name: shortSchema,
  jointNo: z.string(),
  itemIds: z.array(z.string()),
  // From protocol 3 on; an older joint case is handled as one.
  children: z.optional(z.array(childPlanSchema).check(z.maxLength(50))),
  /** Results together when all are there, or each as it comes (统一送达, M9): the resident's choice. */
  delivery: z.optional(z.enum(['together', 'separately'])),
  /** The bundle's own promised limit. */
  limit: z.optional(z.nullable(limitSchema))
});

const decisionSchema = z.union([
  z.object({ outcome: z.enum(['approved', 'refused']), result: shortSchema, explain: z.optional(shortSchema) }),
  z.object({ reason: shortSchema, basis: shortSchema, whereTo: z.optional(shortSchema) })
]);
/** What acts have made of one child; absent before the first. */
export const childFactsSchema = z.object({
  status: z.enum(['accepted', 'completed', 'notAccepted', 'withdrawn']),
  /** The day of the latest act. */
  on: z.string(),
  due: z.nullable(z.string()),
  decision: z.optional(decisionSchema),
  /** The county's acts on it, by their id. */
  acceptedBy: z.optional(z.string()),
  decidedBy: z.optional(z.string()),
  /** Why it was taken back, or by what the resident showed that another body has done it. */
  note: z.optional(shortSchema)
});
export type ChildFacts = z.infer<typeof childFactsSchema>;

/** What the resident says at intake; the device makes the plan of it. `elsewhere`: child number → what of it. */
export type JointChoice = {
  delivery?: 'together' | 'separately';
  elsewhere?: Record<string, 'done' | 'todo' | 'notWanted'>;
};
