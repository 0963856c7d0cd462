/** 授权委托书 as an object (M10, M11; rules 2.10 no. 7): who may act for whom, in what, until when, and what proves it. */
import * as z from 'zod/mini';
import { longDate } from '../calendar/words.ts';
import { isoDateSchema, issuedPaperSchema, shortSchema, signatureSchema, type Signature } from '../case/schemas.ts';
import { handwritingProblem } from '../documents/handwriting.ts';
import type { RecordBase } from '../record/record.ts';

/** Handing in, signing, fetching the result. */
export const mandatePowers = ['submit', 'sign', 'collect'] as const;
/** 特别授权: what dispose of a right must be named one by one (民事诉讼法 §62 by analogy; 民法典 §165 wants the powers named). */
export const specialPowers = ['commit', 'withdraw', 'account', 'money'] as const;
export type MandatePower = (typeof mandatePowers)[number];
export type SpecialPower = (typeof specialPowers)[number];
export const powerLabels: Readonly<Record<MandatePower | SpecialPower, string>> = {
  submit: '递交申请和材料（收件）',
  sign: '代为签字',
  collect: '领取办理结果',
  commit: '代为作出容缺、告知承诺',
  withdraw: '代为撤回申请',
  account: '代为填写、变更收款账户',
  money: '代为领取款物'
};
/** Why somebody does not write: fingerprint or mark then, before two witnesses. */
export const cannotSignReasons = ['illiterate', 'disabled', 'ill'] as const;
export const cannotSignLabels: Readonly<Record<(typeof cannotSignReasons)[number], string>> = {
  illiterate: '不会写字',
  disabled: '手部残疾或失明',
  ill: '卧病，不能执笔'
};

const nameSchema = z.string().check(z.minLength(1), z.maxLength(100));
const idNoSchema = z.string().check(z.minLength(1), z.maxLength(40));
export const mandateGrantedSchema = z.object({
  principal: z.object({ name: nameSchema, idNo: idNoSchema, phone: z.optional(shortSchema), address: z.optional(shortSchema) }),
  /** `officer`: a worker of the station acts (全程代办). */
  agent: z.object({ name: nameSchema, idNo: idNoSchema, phone: z.optional(shortSchema), relation: nameSchema, officer: z.optional(z.boolean()) }),
  items: z.array(z.object({ id: z.string().check(z.maxLength(100)), name: shortSchema })).check(z.minLength(1), z.maxLength(30)),
  powers: z.array(z.enum(mandatePowers)).check(z.minLength(1)),
  special: z.array(z.enum(specialPowers)),
  validFrom: isoDateSchema,
  validUntil: isoDateSchema,
  /** Set when the principal makes a fingerprint or mark before two witnesses. */
  cannotSign: z.optional(z.enum(cannotSignReasons)),
  paper: issuedPaperSchema,
  signatures: z.array(signatureSchema).check(z.minLength(2), z.maxLength(6)),
  orderId: z.optional(z.uuid()),
  /** The catalogue by which it was given: a later one may want the person, and refuses none that was signed before it came. */
  catalogueRevision: z.optional(z.number())
});
export const mandateRevokedSchema = z.object({
  /** Who took it back: the principal, or the agent who laid it down (民法典 §173). */
  by: z.enum(['principal', 'agent']),
  reason: z.string().check(z.minLength(1), z.maxLength(500))
});
export type MandateGranted = z.infer<typeof mandateGrantedSchema>;
export type MandateState = RecordBase<'mandate'> & {
  status: 'given' | 'revoked';
  granted: MandateGranted;
  revoked: (z.infer<typeof mandateRevokedSchema> & { at: string }) | null;
};

/** No mandate lasts longer at a station: a year, then the resident is asked again. */
export const longestMandateDays = 366;

/** Signatures that count: under this paper, written by hand, each person once. A mark (`cannotSign`) needs no more than to be there. */
export function signatureOf(granted: Pick<MandateGranted, 'signatures' | 'paper' | 'cannotSign'>, role: Signature['role']): Signature[] {
  const isMark = role === 'principal' && granted.cannotSign !== undefined;
  const seen = new Set<string>();
  return granted.signatures.filter(({ role: its, documentHash, strokes, name }) => {
    const isDrawn = isMark ? strokes.some((stroke) => stroke.length > 0) : handwritingProblem(strokes) === null;
    const counts = its === role && documentHash === granted.paper.hash && isDrawn && !seen.has(name);
    if (counts) seen.add(name);
    return counts;
  });
}

export type Standing = { stands: boolean; light: 'green' | 'amber' | 'red' | 'hold'; words: string };
/** What it is worth on a day. */
export function mandateStanding(mandate: Pick<MandateState, 'status' | 'granted'>, today: string): Standing {
  const { validFrom, validUntil } = mandate.granted;
  if (mandate.status === 'revoked') return { stands: false, light: 'hold', words: '已撤销' };
  if (today < validFrom) return { stands: false, light: 'hold', words: `${longDate(validFrom)}起生效` };
  if (today > validUntil) return { stands: false, light: 'red', words: `${longDate(validUntil)}已到期` };
  return { stands: true, light: 'green', words: `有效，到${longDate(validUntil)}` };
}
