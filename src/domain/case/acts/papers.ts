/** `case.paperIssued`: a paper that was handed over after 收件, word for word, with the signatures under it (rules 2.10). */
import * as z from 'zod/mini';
import { isIntact } from '../../documents/evidence.ts';
import { handwritingProblem } from '../../documents/handwriting.ts';
import type { Problem } from '../problem.ts';
import { issuedPaperSchema, shortSchema, signatureSchema } from '../schemas.ts';
import { everyStatus } from '../status.ts';
import { caseAct, type CaseAct } from './act.ts';

export const paperIssuedSchema = z.object({
  paper: issuedPaperSchema,
  signatures: z.array(signatureSchema).check(z.maxLength(6)),
  /** Why nobody signed, or what else is to be known of the handing over. */
  note: z.optional(shortSchema)
});
type Issued = z.infer<typeof paperIssuedSchema>;

export const paperActs: Readonly<Record<string, CaseAct>> = {
  'case.paperIssued': caseAct({
    by: 'station',
    schema: paperIssuedSchema,
    // A paper may follow every decision, and be given once more.
    from: everyStatus,
    crosses: true,
    judge: (_state, body) => wrong(body),
    change: (state, body, op) => ({ papers: [...(state.papers ?? []), { ...body, opId: op.opId, at: op.at, by: op.author.name }] }),
    text: ({ paper, signatures, note }) =>
      [`交给《${paper.title}》（${paper.no}）`, ...signatures.map(({ name }) => `${name}已签`), ...(note === undefined ? [] : [note])].join('，')
  })
};

function wrong({ paper, signatures }: Issued): Problem | null {
  if (!isIntact(paper))
    return { code: 'invalid_body', path: 'body.paper.hash', message: `《${paper.title}》的内容和它的校验值对不上。请重新打开这份文书再交。` };
  const other = signatures.findIndex(({ documentHash }) => documentHash !== paper.hash);
  if (other >= 0) {
    return { code: 'invalid_body', path: `body.signatures.${String(other)}.documentHash`, message: `签名不是签在《${paper.title}》上的。请重新签名。` };
  }
  const thin = signatures.map(({ strokes }) => handwritingProblem(strokes)).findIndex((problem) => problem !== null);
  return thin < 0
    ? null
    : { code: 'invalid_body', path: `body.signatures.${String(thin)}.strokes`, message: `${signatures[thin]?.name ?? ''}的签名写得太少。请写全名。` };
}
