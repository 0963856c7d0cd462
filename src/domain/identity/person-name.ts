/** Personal names (rules 2.5): Chinese with all extensions, the separator ·, Latin letters for foreigners; 2–50 characters. */

const shape = /^[\p{Script=Han}A-Za-zÀ-ɏ·' .-]+$/u;

/** Trims, and turns the look-alikes of the separator (• ・ ‧ ．) into ·, U+00B7, as GB/T standards print it. */
export function normalizePersonName(text: string): string {
  return text
    .trim()
    .replace(/[•・‧．∙]/gu, '·')
    .replace(/\s+/gu, ' ');
}

export type NameProblem = 'tooShort' | 'tooLong' | 'characters';

/** Counts characters, not UTF-16 units: 𠮷 is one. */
export function personNameProblem(text: string): NameProblem | null {
  const name = normalizePersonName(text);
  const length = [...name].length;
  if (!shape.test(name) || name.startsWith('·') || name.endsWith('·')) return 'characters';
  return length < 2 ? 'tooShort' : length > 50 ? 'tooLong' : null;
}
