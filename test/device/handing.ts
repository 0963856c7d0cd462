/** What is signed when something changes hands, as a screen makes it. */
import type { Signature } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { deliveryPaper } from '#domain/documents/delivery.ts';
import { handoverPaper, originalsPaper } from '#domain/documents/handover.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import type { Delivered } from '#domain/handing/delivery.ts';
import type { HandoverPrepared } from '#domain/handing/handover.ts';
import type { OriginalsMoved } from '#domain/handing/originals.ts';
import { scribble } from '#test/domain/documents/hand.ts';

const station = { name: '柳塘村便民服务站', phone: '0700-5550136', supervisionPhone: '12345' };
const at = '2026-11-22T02:00:00.000Z';
function under(hash: string, role: Signature['role'], name: string): Signature {
  return { role, name, documentHash: hash, document: '', strokes: scribble(), width: 320, height: 120, signedAt: at };
}

type Facts = Omit<Delivered, 'id' | 'paper' | 'signatures'>;
/** With a 送达回证 under which the named people have signed. */
export function deliveredWith(state: CaseState, facts: Facts, signers: [Signature['role'], string][]): Omit<Delivered, 'id'> {
  const paper = issuedPaper(deliveryPaper(state, facts, '陈敏', { station, items: [] }), at);
  return { ...facts, paper, signatures: signers.map(([role, name]) => under(paper.hash, role, name)) };
}
export function handedOver(state: CaseState, move: Omit<OriginalsMoved, 'paper' | 'signatures'>): OriginalsMoved {
  const paper = issuedPaper(originalsPaper(state, move, '陈敏', { station, items: [] }), at);
  return { ...move, paper, signatures: [under(paper.hash, move.to === 'resident' ? 'recipient' : 'receiver', move.who)] };
}
export function signedSheet(prepared: HandoverPrepared, on: string) {
  const receiver = { name: '王主任', unit: '县民政局' };
  const paper = issuedPaper(handoverPaper(prepared, { handler: '陈敏', receiver }, station), at);
  return { on, receiver, paper, signatures: [under(paper.hash, 'handler', '陈敏'), under(paper.hash, 'receiver', receiver.name)] };
}
