/** Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714-1997). */

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

export function normalizeUscc(text: string): string {
  return text.replace(/\s+/gu, '').toUpperCase();
}

export function usccCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += alphabet.indexOf(first17.charAt(i)) * (weights[i] ?? 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

export function isUscc(text: string): boolean {
  const code = normalizeUscc(text);
  return /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code) && usccCheckCharacter(code) === code.charAt(17);
}

/** Characters 9–17 by GB 11714 MOD 11; older registers break it, so a failure is a warning only. */
export function hasOrganisationCode(text: string): boolean {
  const code = normalizeUscc(text).slice(8, 17);
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const character = code.charAt(i);
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55;
    sum += value * (organisationWeights[i] ?? 0);
  }
  const check = 11 - (sum % 11);
  return code.charAt(8) === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}
