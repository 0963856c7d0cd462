/** Phone numbers in mainland China (rules 2.6). */

const mobile = /^1[3-9]\d{9}$/;
const landline = /^(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?$/;

/** As people type it: spaces dropped, +86 dropped, full-width dash made plain. */
export function normalizePhone(text: string): string {
  return text
    .replace(/\s+/gu, '')
    .replace(/[－—–]/gu, '-')
    .replace(/^(\+|00)86-?/, '');
}

export function isMobile(text: string): boolean {
  return mobile.test(normalizePhone(text));
}

/** Mobile or landline; 400 and 800 numbers belong to institutions, not to applicants. */
export function isPhone(text: string): boolean {
  const number = normalizePhone(text);
  return mobile.test(number) || landline.test(number);
}
