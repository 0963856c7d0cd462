import type { Field } from '#domain/catalogue/format.ts';

const mostOptions = 4;
const mostCharacters = 24;

/** A list that is short enough to stand open: one tap instead of three. An optional one keeps its empty line. */
export function asButtons({ type, required, options = [] }: Field): boolean {
  return type === 'select' && required && options.length <= mostOptions && options.join('').length <= mostCharacters;
}
