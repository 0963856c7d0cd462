/** Signatures as evidence (rules 3, 电子签名法 §13): what each stands under, and whether that is still word for word what was signed. */
import type { IssuedPaper, Signature } from '../case/schemas.ts';
import { handwritingProblem } from './handwriting.ts';
import { sha256OfText } from './sha256.ts';

export type Verdict =
  /** The text that is kept has the hash that was signed. */
  | 'intact'
  /** It has another: the text or the hash was changed since. */
  | 'changed'
  /** The text is not with the case. */
  | 'noText';
export type Evidence = { signature: Signature; text: string; paper: { no: string; title: string } | null; verdict: Verdict; thin: string | null };

/** One line a signature. Its text is the paper of that hash, or the text that it carries itself. */
export function evidenceOf(signatures: readonly Signature[], papers: readonly IssuedPaper[]): Evidence[] {
  const hashes = new Map<string, string>();
  const hash = (text: string) => {
    const known = hashes.get(text) ?? sha256OfText(text);
    hashes.set(text, known);
    return known;
  };
  return signatures.map((signature) => {
    const paper = papers.find((each) => each.hash === signature.documentHash) ?? null;
    const text = paper?.text ?? signature.document;
    const verdict = text === '' ? 'noText' : hash(text) === signature.documentHash ? 'intact' : 'changed';
    return { signature, text, paper: paper && { no: paper.no, title: paper.title }, verdict, thin: handwritingProblem(signature.strokes) };
  });
}

/** The paper's text has the hash that it says. */
export function isIntact({ text, hash }: Pick<IssuedPaper, 'text' | 'hash'>): boolean {
  return sha256OfText(text) === hash;
}
