/**
 * The letters of promise that go with an application (容缺受理承诺书, 告知承诺书): each its own paper with its own hash. The resident reads all and
 * draws one signature; it is kept once under each, so that every letter can be checked by itself.
 */
import type { IssuedPaper, Signature } from '#domain/case/schemas.ts';
import { commitmentLetters } from '#domain/documents/commitment.ts';
import { deferralLetter } from '#domain/documents/deferral.ts';
import { paperText, type Paper, type PaperKind } from '#domain/documents/paper.ts';
import type { PaperStation } from '#domain/documents/parts.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import type { Assessment } from '#domain/form/assess.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';

type Facts = { definition: IntakeDefinition; assessment: Assessment; station: PaperStation; handler: string; id: string; date: string };
const kinds: readonly PaperKind[] = ['deferral', 'commitment'];

export function lettersOf({ definition, assessment, ...rest }: Facts): Paper[] {
  const { items } = definition;
  const input = { subject: { items }, answers: assessment.answers, materials: assessment.submission.materials, ...rest };
  return [deferralLetter(input), ...commitmentLetters(input, items)].filter((letter) => letter !== null);
}

export function issue(letters: readonly Paper[], issuedAt: string): IssuedPaper[] {
  return letters.map((letter) => {
    const text = paperText(letter);
    return { kind: letter.kind, no: letter.no, title: letter.title, hash: sha256OfText(text), text, issuedAt };
  });
}
export const isLetter = ({ kind }: Pick<IssuedPaper, 'kind'>): boolean => kinds.some((each) => each === kind);

/** The drawing of `made` under each letter; the text is the paper's. */
export function under(letters: readonly IssuedPaper[], made: Signature): Signature[] {
  return letters.map(({ hash }) => ({ ...made, document: '', documentHash: hash }));
}
/** A signature under a letter stands and falls with that under the application, which was drawn with it. */
export const isUnderLetter = ({ document }: Pick<Signature, 'document'>): boolean => document === '';
