import { describe, expect, it } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { CaseState, StreamState } from '#domain/case/state.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { deliveryPaper, type DeliveryFacts } from '#domain/documents/delivery.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import { paperText } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { deliveryMethods, deliveryOutcomes, outcomesOf, owedDelivery, standingOf } from '#domain/handing/delivery.ts';
import { accepted, act, completed, received } from '../case/acts.ts';
import { context } from '../documents/context.ts';
import { scribble } from '../documents/hand.ts';
import { calendar, catalogue, today } from '../sample.ts';

const lookup = { catalogue, today };
function fold(...ops: Operation[]): CaseState {
  let state: StreamState | null = null;
  for (const op of ops) state = apply(state, op);
  if (state?.kind !== 'case') throw new Error('no case');
  return state;
}
const decided = () => fold(received(), accepted(1), completed(2));
const facts = {
  method: 'home',
  outcome: 'signed',
  on: today,
  time: '10:20',
  place: '柳塘组 12 号',
  documents: [{ title: '办结通知书', no: 'B13-LT03-07-20261119-0006K' }],
  recipient: { name: '李秀英' }
} as const satisfies DeliveryFacts;
function delivered(state: CaseState, more: Partial<DeliveryFacts>, signers: [Signature['role'], string][] = []): Operation {
  const all = { ...facts, documents: [...facts.documents], ...more };
  const paper = issuedPaper(deliveryPaper(state, all, '周敏', context), '2026-11-19T02:06:00.000Z');
  const signatures = signers.map(([role, name]) => ({
    role,
    name,
    documentHash: paper.hash,
    document: '',
    strokes: scribble(),
    width: 320,
    height: 120,
    signedAt: '2026-11-19T02:06:00.000Z'
  }));
  const id = '01930000-0000-7000-8000-00000000000a';
  return act('case.delivered', { id, ...all, ...(all.outcome !== 'absent' && { paper }), signatures }, state.revision);
}
const refused = (op: Operation) => judge(decided(), op, 'station', lookup)?.path ?? 'stands';
const day = (at: string) => context.day(at);

describe('[M24] serving', () => {
  it('needs the name of whoever takes it, under exactly this proof', () => {
    const state = decided();
    expect(refused(delivered(state, {}))).toBe('body.signatures');
    expect(refused(delivered(state, {}, [['recipient', '别人']]))).toBe('body.signatures');
    expect(refused(delivered(state, {}, [['recipient', '李秀英']]))).toBe('stands');
    const changed = delivered(state, {}, [['recipient', '李秀英']]);
    const body = changed.body as { paper: { text: string } };
    expect(refused({ ...changed, body: { ...body, paper: { ...body.paper, text: `${body.paper.text}。` } } })).toBe('body.paper.hash');
  });
  it('asks whoever takes it for somebody how they are related', () => {
    const taker = (relation?: string) => ({ outcome: 'substitute', recipient: { name: '李建国', ...(relation && { relation }) } }) as const;
    expect(refused(delivered(decided(), taker(), [['recipient', '李建国']]))).toBe('body.recipient.relation');
    expect(refused(delivered(decided(), taker('成年子女'), [['recipient', '李建国']]))).toBe('stands');
  });
  it('leaves what is refused only before two witnesses who sign, with the reason', () => {
    const left = (names: string[], note = '本人说不要') => ({ outcome: 'left', note, witnesses: names.map((name) => ({ name, unit: '柳塘村委会' })) }) as const;
    const seen = (names: string[]) => names.map((name): [Signature['role'], string] => ['witness', name]);
    const two = ['赵一', '钱二'];
    expect(refused(delivered(decided(), left(['赵一', '赵一']), seen(['赵一'])))).toBe('body.witnesses');
    expect(refused(delivered(decided(), left(two), seen(['赵一'])))).toBe('body.signatures');
    expect(refused(delivered(decided(), left(two, ''), seen(two)))).toBe('body.note');
    expect(refused(delivered(decided(), left(two), seen(two)))).toBe('stands');
  });
  it('knows for every way what can come of it', () => {
    for (const method of deliveryMethods) {
      for (const outcome of deliveryOutcomes) {
        expect(refused(delivered(decided(), { method, outcome })) === 'body.outcome').toBe(!outcomesOf[method].includes(outcome));
      }
    }
  });
  it('sends nothing by post or wire to whom did not agree', () => {
    const post = { method: 'post', outcome: 'posted' } as const;
    expect(refused(delivered(decided(), post))).toBe('body.address');
    expect(refused(delivered(decided(), { ...post, address: '柳塘组 12 号' }))).toBe('body.agreed');
    expect(refused(delivered(decided(), { ...post, address: '柳塘组 12 号', agreed: true }))).toBe('stands');
  });
});

describe('[M24] what is owed', () => {
  it('is owed for ten working days from the decision on, until somebody has it', () => {
    expect(owedDelivery(fold(received(), accepted(1)), calendar, day)).toBeNull();
    const state = decided();
    expect(owedDelivery(state, calendar, day)).toEqual({ since: '2026-11-19', due: '2026-12-03', standing: 'untried' });
    const absent = apply(state, delivered(state, { outcome: 'absent', note: '没人' })) as CaseState;
    expect(owedDelivery(absent, calendar, day)?.standing).toBe('failed');
    const signed = apply(state, delivered(state, {}, [['recipient', '李秀英']])) as CaseState;
    expect(owedDelivery(signed, calendar, day)).toBeNull();
  });
  it('is not done by what was served before the decision, whatever the clocks say', () => {
    const open = fold(received(), accepted(1));
    const early = { ...delivered(open, {}, [['recipient', '李秀英']]), at: '2027-01-01T00:00:00.000Z' };
    expect(owedDelivery(fold(received(), accepted(1), early, completed(3)), calendar, day)?.standing).toBe('untried');
  });
  it('follows what was posted until it came or came back', () => {
    const state = decided();
    const op = delivered(state, { method: 'post', outcome: 'posted', address: 'x', agreed: true });
    const posted = apply(state, op) as CaseState;
    const { id } = op.body as { id: string };
    const follow = (body: object) => act('case.deliveryFollowed', { id, on: today, ...body }, posted.revision);
    expect(judge(posted, follow({ outcome: 'returned' }), 'station', lookup)).toMatchObject({ path: 'body.note' });
    const came = apply(posted, follow({ outcome: 'signed', by: '本人' })) as CaseState;
    expect(came.deliveries?.map(standingOf)).toEqual(['done']);
    expect(judge(came, { ...follow({ outcome: 'signed' }), base: came.revision }, 'station', lookup)).toMatchObject({ code: 'wrong_state' });
    const numbered = apply(posted, follow({ trackingNo: 'EMS123456' })) as CaseState;
    expect(numbered.deliveries?.map((each) => [each.trackingNo, standingOf(each)])).toEqual([['EMS123456', 'underWay']]);
  });
});

it('[P2.10-8] the proof names the papers, who took them, how, where and when, and reads back word for word', () => {
  const paper = deliveryPaper(
    decided(),
    { ...facts, documents: [...facts.documents], outcome: 'substitute', recipient: { name: '李建国', relation: '成年子女' } },
    '周敏',
    context
  );
  const text = paperText(paper);
  for (const wanted of [
    '送达回证',
    '办结通知书',
    'B13-LT03-07-20261119-0006K',
    '李秀英',
    '李建国（成年子女）',
    '上门送达',
    '柳塘组 12 号',
    '10:20',
    '代收人签名',
    '送达人签名',
    '430199260071118004'
  ])
    expect(text).toContain(wanted);
  expect(readPaper(text)).toEqual(paper);
});
