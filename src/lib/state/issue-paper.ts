import type { IssuedPaper } from '#domain/case/schemas.ts';
import { paperText, type Paper } from '#domain/documents/paper.ts';
import { sha256Hex } from './intake-document.ts';

/** The paper word for word, with its hash: what goes into `papers` of 收件, `case.paperIssued` and a record's own paper. */
export async function issuePaper(paper: Paper, issuedAt: string = new Date().toISOString()): Promise<IssuedPaper> {
  const text = paperText(paper);
  return { kind: paper.kind, no: paper.no, title: paper.title, hash: await sha256Hex(text), text, issuedAt };
}
