/** Whether a catalogue may be used: its structure by the schema, then every reference in it (SPEC C36–C39). */
import * as z from 'zod/mini';
import { checkReferences } from './check-references.ts';
import type { Catalogue } from './format.ts';
import { catalogueSchema } from './format.ts';
import type { CatalogueProblem } from './problems.ts';

export type { CatalogueProblem } from './problems.ts';
export type CatalogueResult = { ok: true; catalogue: Catalogue } | { ok: false; problems: CatalogueProblem[] };

/** References are looked at only in a catalogue of right structure. Never throws, whatever the input. */
export function checkCatalogue(input: unknown): CatalogueResult {
  const parsed = z.safeParse(catalogueSchema, input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ code: 'structure', path: readablePath(input, issue.path), message: issue.message }));
    return { ok: false, problems };
  }
  const problems = checkReferences(parsed.data);
  return problems.length === 0 ? { ok: true, catalogue: parsed.data } : { ok: false, problems };
}

/** `items.elderly-allowance.fields.bankName.type` instead of `items.3.fields.16.type`, so that a person finds the line. */
function readablePath(input: unknown, path: readonly PropertyKey[]): string {
  let here: unknown = input;
  const words: string[] = [];
  for (const step of path) {
    here = typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined;
    words.push(typeof step === 'number' ? (nameOf(here) ?? String(step)) : String(step));
  }
  return words.join('.');
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const name of ['id', 'key'] as const) {
    const found: unknown = name in value ? (value as Record<string, unknown>)[name] : undefined;
    if (typeof found === 'string' && found !== '') return found;
  }
  return null;
}
