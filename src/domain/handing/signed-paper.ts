/** A paper and what was signed under it, as the acts of handing over carry them. */
import type { Problem } from '../case/problem.ts';
import type { IssuedPaper, Signature } from '../case/schemas.ts';
import { isIntact } from '../documents/evidence.ts';
import { handwritingProblem } from '../documents/handwriting.ts';

export function wrongPaper(paper: IssuedPaper | undefined, signatures: readonly Signature[]): Problem | null {
  if (paper === undefined) {
    return signatures.length === 0 ? null : { code: 'invalid_body', path: 'body.paper', message: '有签名却没有文书。请重新打开文书，再请对方签名。' };
  }
  if (!isIntact(paper)) {
    return { code: 'invalid_body', path: 'body.paper.hash', message: `《${paper.title}》的内容和它的校验值对不上。请重新打开这份文书再签。` };
  }
  for (const [at, { documentHash, strokes, name }] of signatures.entries()) {
    if (documentHash !== paper.hash)
      return {
        code: 'invalid_body',
        path: `body.signatures.${String(at)}.documentHash`,
        message: `${name}的签名不是签在这份《${paper.title}》上的。请重新签名。`
      };
    if (handwritingProblem(strokes) !== null)
      return { code: 'invalid_body', path: `body.signatures.${String(at)}.strokes`, message: `${name}的签名写得太少。请写全名。` };
  }
  return null;
}
