/** Papers as evidence (rules 3, 电子签名法 §13): whether what is kept is still word for word what was signed or handed over. */
import type { IssuedPaper } from '../case/schemas.ts';
import { sha256OfText } from './sha256.ts';

export type Verdict =
  /** The text that is kept has the hash that was signed. */
  | 'intact'
  /** It has another: the text or the hash was changed since. */
  | 'changed'
  /** The text is not with the case. */
  | 'noText';

export function verdictOf({ text, hash }: Pick<IssuedPaper, 'text' | 'hash'>): Verdict {
  if (text === '') return 'noText';
  return sha256OfText(text) === hash ? 'intact' : 'changed';
}

export function isIntact(paper: Pick<IssuedPaper, 'text' | 'hash'>): boolean {
  return verdictOf(paper) === 'intact';
}
