import { zh } from '../../messages/zh.ts';

export type StaffForm = { username: string; password: string; pin: string; again: string };
export type StaffFindings = Partial<Record<keyof StaffForm, string>>;

/** One digit only, or a run up or down. */
const isWeak = (pin: string): boolean => /^(.)\1*$/.test(pin) || '01234567890123456789'.includes(pin) || '98765432109876543210'.includes(pin);

/** What is wrong with a new PIN and its repetition. */
export function checkPin(pin: string, again: string): Pick<StaffFindings, 'pin' | 'again'> {
  const words = zh.signIn.bad;
  const findings: StaffFindings = {};
  if (pin.length < 6) findings.pin = words.pinShort;
  else if (isWeak(pin)) findings.pin = words.pinSame;
  if (pin !== again) findings.again = words.pinAgain;
  return findings;
}

export function checkStaffForm(form: StaffForm): StaffFindings {
  const words = zh.signIn.bad;
  const findings: StaffFindings = checkPin(form.pin, form.again);
  if (form.username.trim() === '') findings.username = words.username;
  if (form.password === '') findings.password = words.password;
  return findings;
}
