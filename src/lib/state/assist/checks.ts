import { isPhone } from '#domain/identity/phone.ts';

/** Something stands there that is no number; a neighbour's landline is one. */
export function phoneProblem(text: string): boolean {
  const plain = text.replace(/\s/g, '');
  return plain !== '' && !isPhone(plain);
}
