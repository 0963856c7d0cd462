/** Disability card numbers (残疾人证, rules 2.5): identity number, category, grade, and for a reissue B and a count. */
import { normalizeIdNumber, readIdNumber } from './id-number.ts';

const shape = /^(\d{17}[\dX])([1-7])([1-4])(B\d{1,2})?$/;
const categories = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'] as const;
const grades = ['一级', '二级', '三级', '四级'] as const;

export type DisabilityCard = { idNumber: string; category: string; grade: string; reissue: number };

export function normalizeDisabilityCard(text: string): string {
  return normalizeIdNumber(text).replace(/b/u, 'B');
}

/** Null when it is no card number; the identity number inside must be a valid one. */
export function readDisabilityCard(text: string): DisabilityCard | null {
  const match = shape.exec(normalizeDisabilityCard(text));
  if (!match?.[1] || !readIdNumber(match[1]).valid) return null;
  return {
    idNumber: match[1],
    category: categories[Number(match[2]) - 1] ?? '',
    grade: grades[Number(match[3]) - 1] ?? '',
    reissue: match[4] ? Number(match[4].slice(1)) : 0
  };
}
