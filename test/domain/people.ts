/** Numbers of people who don't exist, right in every digit. */
import { idCheckCharacter } from '#domain/identity/id-number.ts';

/** `sequence` odd: a man. */
export function idNumber(birth: string, sequence = 1, region = '430199'): string {
  const first17 = region + birth.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return first17 + idCheckCharacter(first17);
}

export const sha = (seed: number): string => seed.toString(16).padStart(64, '0');
