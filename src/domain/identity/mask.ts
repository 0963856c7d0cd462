/** Masks for screens and paper: enough to recognise, too little to misuse. */

/** 4301**********1524: four at each end. Short numbers keep one. */
export function maskIdNumber(text: string): string {
  return maskMiddle(text.replace(/\s+/gu, ''), 4, 4);
}

/** 138****6021 */
export function maskPhone(text: string): string {
  return maskMiddle(text.replace(/[\s-]+/gu, ''), 3, 4);
}

/** ****1234: the last four digits. */
export function maskBankCard(text: string): string {
  return maskMiddle(text.replace(/\s+/gu, ''), 0, 4);
}

/** 李**英 keeps the family name's first and the last character; 李* for two. */
export function maskName(text: string): string {
  const characters = [...text.trim()];
  if (characters.length < 2) return text.trim();
  if (characters.length === 2) return `${characters[0] ?? ''}*`;
  return `${characters[0] ?? ''}${'*'.repeat(characters.length - 2)}${characters.at(-1) ?? ''}`;
}

/** Keeps the ends of any run of eight or more digits; null where there is none. A disability certificate's begins with an identity number. */
export function maskDigits(text: string): string | null {
  const masked = text.replace(/\d{8,}[\dXx]?/g, (run) => `${run.slice(0, 4)}${'*'.repeat(run.length - 8)}${run.slice(-4)}`);
  return masked === text ? null : masked;
}

function maskMiddle(text: string, head: number, tail: number): string {
  const characters = [...text];
  if (characters.length <= 2) return '*'.repeat(characters.length);
  // Never show more than half of a short number.
  const shown = characters.length > head + tail ? [head, tail] : [1, 1];
  const start = characters.slice(0, shown[0]).join('');
  const end = characters.slice(characters.length - (shown[1] ?? 0)).join('');
  return start + '*'.repeat(characters.length - (shown[0] ?? 0) - (shown[1] ?? 0)) + end;
}
