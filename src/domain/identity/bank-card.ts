/** Bank accounts (rules 2.6): 12–19 digits; passbooks and old social-security cards need not satisfy Luhn. */

export function normalizeBankCard(text: string): string {
  return text.replace(/[\s-]+/gu, '');
}

export function isBankCard(text: string): boolean {
  return /^\d{12,19}$/.test(normalizeBankCard(text));
}

/** ISO/IEC 7812 check digit; a warning only. */
export function passesLuhn(text: string): boolean {
  const digits = normalizeBankCard(text);
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return digits.length > 0 && sum % 10 === 0;
}
