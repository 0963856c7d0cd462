import type { Signature } from '../case/schemas.ts';
import type { PaperSlot } from './paper.ts';

export type FilledSlot = { slot: PaperSlot; signature: Signature | null };

/**
 * Which signature stands in which place: by role and name, in a place without a name by role alone; none twice. Whoever signed without a place of
 * their own (a witness for somebody who cannot write) gets one after the others.
 */
export function filledSlots(slots: readonly PaperSlot[], signatures: readonly Signature[]): FilledSlot[] {
  const left = [...signatures];
  const take = (at: number) => (at < 0 ? null : (left.splice(at, 1)[0] ?? null));
  const own = slots.map((slot) => ({
    slot,
    signature: take(left.findIndex(({ role, name }) => role === slot.role && (slot.name === '' || name === slot.name)))
  }));
  return [...own, ...left.map((signature) => ({ slot: { role: signature.role, label: labels[signature.role], name: signature.name }, signature }))];
}

const labels: Record<Signature['role'], string> = {
  applicant: '申请人签名',
  agent: '代办人签名',
  principal: '委托人签名',
  handler: '经办人签名',
  witness: '见证人签名',
  guardian: '监护人签名',
  recipient: '收件人签名',
  receiver: '接收人签名'
};
