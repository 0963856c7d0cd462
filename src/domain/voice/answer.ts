/** What a resident says to the county in private (M25, M26), as it stands inside the sealed box. */
import * as z from 'zod/mini';
import { grades, isBad, reasonsOf, type Grade } from './grades.ts';

/** Characters of free text: with every one of them escaped it still fits the box. */
export const longestWords = 500;

const frame = {
  /** `tablet`: at the station or at home; `qr`: later, with the receipt's code. */
  channel: z.enum(['tablet', 'qr']),
  /** The device's or the county's clock. A page that stood open for two seconds was hardly read by anybody. */
  openedAt: z.iso.datetime(),
  givenAt: z.iso.datetime()
};
const wordsSchema = z.string().check(z.maxLength(longestWords));
const phoneSchema = z.optional(z.string().check(z.maxLength(20)));
export const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rating'),
    grade: z.enum(grades),
    reasons: z.array(z.string().check(z.maxLength(3))).check(z.maxLength(8)),
    words: wordsSchema,
    /** The county may call about it (实名): else the rating is anonymous to all but the case. */
    mayContact: z.boolean(),
    ...frame
  }),
  /** 不想评价: kept, so that nobody can say later that the person was never asked. */
  z.object({ kind: z.literal('refused'), ...frame }),
  /** 吐槽找茬: anonymous unless a phone is left. */
  z.object({ kind: z.literal('finding'), words: wordsSchema, phone: phoneSchema, ...frame })
]);
export type Answer = z.infer<typeof answerSchema>;
export type Rating = Extract<Answer, { kind: 'rating' }>;
/** What the person chose, without when and where. */
export type Said =
  Pick<Rating, 'kind' | 'grade' | 'reasons' | 'words' | 'mayContact'> | { kind: 'refused' } | { kind: 'finding'; words: string; phone?: string | undefined };

export type SaidProblem = { code: 'reason_needed' | 'unknown_reason' | 'too_long' | 'words_needed'; path: string; message: string };

/** A 差评 needs a reason or words (rules 2.4); a reason belongs to its grade. Null: it may be handed in. */
export function checkSaid(said: Said): SaidProblem | null {
  if (said.kind === 'refused') return null;
  if (said.words.length > longestWords) return { code: 'too_long', path: 'words', message: `最多写 ${longestWords} 个字，请删短一些。` };
  if (said.kind === 'finding') return said.words.trim() === '' ? { code: 'words_needed', path: 'words', message: '请写一句想说的话。' } : null;
  const known = reasonsOf[said.grade];
  if (said.reasons.some((code) => !(code in known))) return { code: 'unknown_reason', path: 'reasons', message: '有原因不属于这一档评价，请重新选。' };
  if (isBad(said.grade) && said.reasons.length === 0 && said.words.trim() === '')
    return { code: 'reason_needed', path: 'reasons', message: '请点一个原因，或者写一句话，县里才好查。' };
  return null;
}

/** 一次一评 on the spot: one a day and place; 一事一评 by the receipt's code: one a case. */
export function occasionOf(channel: 'counter' | 'home', day: string): string {
  return `${channel}-${day}`;
}
export const qrOccasion = 'qr';

export function reasonWords(grade: Grade, codes: readonly string[]): string[] {
  return codes.map((code) => reasonsOf[grade][code] ?? code);
}
