/** What the county holds of a case, word for word: each paper's text and each signed text against the hash that was taken of it. */
import { createHash } from 'node:crypto';
import type { CaseState } from '#domain/case/state.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** What no longer is what was shown, by name; `texts`: how many were looked at, so that none looked at is no proof. */
export function intactness({ received, signatures, papers = [] }: CaseState): { broken: string[]; texts: number } {
  const issued = [...(received.papers ?? []), ...papers.map(({ paper }) => paper)];
  const signed = [...signatures, ...papers.flatMap((given) => given.signatures)];
  // A signature under a paper names it by its hash; one under a text of its own brings it along.
  const standing = new Set(issued.map(({ text }) => hash(text)));
  const isUnderItsText = (document: string, taken: string) => (document === '' ? standing.has(taken) : hash(document) === taken);
  return {
    broken: [
      ...issued.flatMap(({ no, text, hash: taken }) => (hash(text) === taken ? [] : [no])),
      ...signed.flatMap(({ role, document, documentHash }) => (isUnderItsText(document, documentHash) ? [] : [`signature of ${role}`]))
    ],
    texts: issued.length + signed.length
  };
}
