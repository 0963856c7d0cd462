import { zhToday } from '#lib/messages/zh-today.ts';

export type VisitForm = { name: string; phone: string; address: string; date: string; time: string; itemId: string; note: string };
export type VisitFindings = Partial<Record<keyof VisitForm, string>>;

/** What keeps a visit from being planned; the phone is checked loosely, since a neighbour's landline counts too. */
export function checkVisit(form: VisitForm, today: string): VisitFindings {
  const words = zhToday.visit.bad;
  const findings: VisitFindings = {};
  if (form.name.trim() === '') findings.name = words.name;
  if (form.address.trim() === '') findings.address = words.address;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(form.date) || form.date < today) findings.date = words.date;
  if (!/^\d{2}:\d{2}$/.test(form.time)) findings.time = words.time;
  const digits = form.phone.replace(/[\s-]/g, '');
  if (digits !== '' && !/^(1\d{10}|0\d{9,11}|\d{7,8})$/.test(digits)) findings.phone = words.phone;
  return findings;
}

/** The local date and the next whole hour, as a first guess. */
export function firstGuess(now: Date): { date: string; time: string } {
  const two = (n: number) => String(n).padStart(2, '0');
  const next = new Date(now.getTime() + 3_600_000);
  return { date: `${next.getFullYear()}-${two(next.getMonth() + 1)}-${two(next.getDate())}`, time: `${two(next.getHours())}:00` };
}
