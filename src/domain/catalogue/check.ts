/** Whether a catalogue may be used: its structure by the schema, then every reference in it (SPEC C36–C39). */
import * as z from 'zod/mini';
import { checkReferences } from './check-references.ts';
import type { Catalogue } from './format.ts';
import { catalogueSchema } from './format.ts';
import type { CatalogueProblem } from './problems.ts';
import { structureProblems } from './structure-words.ts';

export type { CatalogueProblem } from './problems.ts';
export type CatalogueResult = { ok: true; catalogue: Catalogue } | { ok: false; problems: CatalogueProblem[] };

/** References are looked at only in a catalogue of right structure. Never throws, whatever the input. */
export function checkCatalogue(input: unknown): CatalogueResult {
  const parsed = z.safeParse(catalogueSchema, input);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => structureProblems(input, issue)) };
  const problems = checkReferences(parsed.data);
  return problems.length === 0 ? { ok: true, catalogue: parsed.data } : { ok: false, problems };
}
