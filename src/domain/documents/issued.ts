import type { IssuedPaper } from '../case/schemas.ts';
import { paperText, type Paper } from './paper.ts';
import { sha256OfText } from './sha256.ts';

/** The paper word for word, with its hash: what goes into `papers` of 收件, `case.paperIssued` and a record's own paper. `issuedAt`: ISO. */
export function issuedPaper(paper: Paper, issuedAt: string): IssuedPaper {
  const text = paperText(paper);
  return { kind: paper.kind, no: paper.no, title: paper.title, hash: sha256OfText(text), text, issuedAt };
}
