/** What lines hold, in words that a person can look up: types, and whom they name. */
import { applicantNameKey } from '#domain/form/known-fields.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { ReadLine } from '../ledger/entry.ts';

export type Content = { types: Record<string, number>; applicants: string[] };
const mostNames = 50;

export function contentOf(lines: readonly ReadLine[]): Content {
  // A type is any text: `toString` has no count yet.
  const types = Object.create(null) as Record<string, number>;
  const applicants = new Set<string>();
  for (const line of lines) {
    const type = line.kind === 'invalid' ? '' : line.op.type;
    types[type] = (types[type] ?? 0) + 1;
    const name = line.kind === 'invalid' ? '' : nameIn(line.op);
    if (name !== '' && applicants.size < mostNames) applicants.add(name);
  }
  return { types, applicants: [...applicants] };
}

/** Nothing of a body is sure here: it has not been judged. */
function nameIn({ type, body }: Operation): string {
  if (typeof body !== 'object' || body === null) return '';
  if (type === 'visit.planned') return 'name' in body && typeof body.name === 'string' ? body.name : '';
  const answers = 'answers' in body && typeof body.answers === 'object' && body.answers !== null ? body.answers : {};
  const name: unknown = Reflect.get(answers, applicantNameKey);
  return typeof name === 'string' ? name : '';
}
