/** Rating by the receipt's code (一事一评, M25). Pages and county ship together, so no version. */
import * as z from 'zod/mini';
import { longestWords } from '#domain/voice/answer.ts';
import { grades } from '#domain/voice/grades.ts';

/* GET /api/v1/public/ratings/{token}: whether it may be rated still. Nothing of what was said: the station holds the token too. */
export const publicRatingSchema = z.object({ given: z.boolean() });
export type PublicRating = z.infer<typeof publicRatingSchema>;
/* POST /api/v1/public/ratings/{token}: once. */
export const publicRatingRequestSchema = z.object({
  grade: z.enum(grades),
  reasons: z.array(z.string().check(z.maxLength(3))).check(z.maxLength(8)),
  words: z.string().check(z.maxLength(longestWords)),
  mayContact: z.boolean(),
  openedAt: z.iso.datetime()
});
