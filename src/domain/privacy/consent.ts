/**
 * Consents (PIPL §13, §14, §29, §31): only where consent is the basis, one purpose each, never bundled. What the office does by its duty needs
 * the notice (`notice.ts`), no consent; so a refusal here never keeps a case from being taken in, but for the guardian of a child that applies.
 */
import type { Consent } from '../case/schemas.ts';

export type Purpose = Consent['purpose'];
/** Changes with any word of `consentWords`; kept with each answer. */
export const consentVersion = '2026-11-1';

/** `refused`: what happens to somebody who says no, said before they answer. */
export const consentWords: Readonly<Record<Purpose, { title: string; text: string; refused: string }>> = {
  reuse: {
    title: '留着下次用',
    text: '今后再来本站办事，可以把这次填的内容和交的证件照片拿出来用，不用重复填、重复交。每次拿出来以前再问一次本人。',
    refused: '这件事照样办；下次来要重新填、重新交。'
  },
  sensitive: {
    title: '敏感的也留着下次用',
    text: '病情、残疾、银行账户、困难情况这些敏感个人信息，也可以像上面那样拿出来用。泄露或用错会伤人尊严、损失钱财，所以单独问。',
    refused: '这件事照样办；敏感的内容只用在这一件，下次重新填。'
  },
  notify: {
    title: '用短信或电话告诉进度',
    text: '这件事有了进度，用留下的电话发短信或打电话告诉本人。',
    refused: '这件事照样办；进度扫凭证上的二维码或到站里问。依法必须送达的文书仍会送到。'
  },
  guardian: {
    title: '监护人同意',
    text: '不满 14 周岁孩子的信息都是敏感个人信息。监护人知道收哪些、为什么收、给谁看，同意为办这件事收集和使用孩子的信息。',
    refused: '孩子的信息不收；这件事先登记，由县里答复怎么办。'
  }
};

/** The answer that stands: the last one given for the purpose; null while nobody has answered. */
export function answerTo(consents: readonly Consent[] | undefined, purpose: Purpose): Consent | null {
  return consents?.findLast((consent) => consent.purpose === purpose) ?? null;
}

/** With this answer in the place of an earlier one; `agreed` null takes it out again. */
export function withAnswer(consents: readonly Consent[], purpose: Purpose, agreed: boolean | null, by: string, at: string): Consent[] {
  const others = consents.filter((consent) => consent.purpose !== purpose);
  return agreed === null ? others : [...others, { purpose, textVersion: consentVersion, agreed, by, at }];
}
