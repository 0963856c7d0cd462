import type { Signature } from '#domain/case/schemas.ts';

export type Drawn = Pick<Signature, 'strokes' | 'width' | 'height'>;

/** A signature under the paper of that hash; the paper itself goes with the act. */
export function signUnder(hash: string, { role, name }: Pick<Signature, 'role' | 'name'>, drawn: Drawn): Signature {
  return { role, name, documentHash: hash, document: '', ...drawn, signedAt: new Date().toISOString() };
}
