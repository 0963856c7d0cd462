/** 帮办代办工单 (M10, M18): who answers, and who may do what. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelsBeside, orderLevels, stationLevel, type OrderState } from '#domain/assist/order.ts';
import { chen, hands, lives, luo, opens, wang, zhou, type Step } from './streams.ts';

const order = (steps: Step[]): OrderState => {
  const { state, problem } = lives(steps);
  if (problem !== null || state?.kind !== 'order') throw new Error(JSON.stringify(problem));
  return state;
};
const refused = (steps: Step[]) => lives(steps).problem?.code;
const takes = (level: string, author: Step['author']): Step => ({ type: 'order.taken', body: { level }, author });
const above = (level: string, author: Step['author']): Step => ({ type: 'order.takenAbove', body: { level }, author });
const passes = (to: string, author: Step['author']): Step => ({
  type: 'order.passedOn',
  body: { from: author === luo ? 'township' : 'county', to, reason: '已协调好' },
  author
});
const closes = (outcome: string, author: Step['author'] = chen): Step => ({ type: 'order.closed', body: { outcome }, author });

describe('first-contact responsibility', () => {
  test('M18 whoever was asked first stays the owner until the next one accepts', () => {
    const offered = order([opens(), hands('township')]);
    expect(offered).toMatchObject({ status: 'handing', owner: { ...chen, level: 'village' }, first: chen, pending: { to: 'township', reason: '卡在派出所' } });
    const taken = order([opens(), hands('township'), above('township', luo)]);
    expect(taken).toMatchObject({ status: 'open', owner: { ...luo, level: 'township' }, first: chen, pending: null });
  });
  test('M18 up to the county and down again, with the reasons told in 经过', () => {
    const steps = [
      opens(),
      hands('township'),
      above('township', luo),
      passes('county', luo),
      above('county', wang),
      passes('village', wang),
      takes('village', zhou)
    ];
    const state = order(steps);
    expect(state).toMatchObject({ status: 'open', owner: { ...zhou, level: 'village' }, first: chen });
    expect(state.timeline.map(({ text }) => text)).toEqual([
      '开工单，指引办：走不动，要上门',
      '转乡镇（街道）：卡在派出所',
      '乡镇（街道）接手',
      '转县：已协调好',
      '县接手',
      '转村（社区）：已协调好',
      '村（社区）接手'
    ]);
  });
  test('M18 who was offered it sends it back with a reason without having taken it', () => {
    expect(order([opens(), hands('township'), passes('village', luo)])).toMatchObject({ status: 'handing', owner: chen, pending: { to: 'village' } });
  });
  test('M18 a colleague takes it; the one who gives does not take from themselves, nor another level', () => {
    expect(order([opens(), hands('village'), takes('village', zhou)]).owner).toMatchObject(zhou);
    expect(refused([opens(), hands('village'), takes('village', chen)])).toBe('not_allowed');
    expect(refused([opens(), hands('township'), takes('village', zhou)])).toBe('not_allowed');
    expect(refused([opens(), hands('township'), takes('township', zhou)])).toBe('not_allowed');
    expect(refused([opens(), hands('township'), above('county', wang)])).toBe('not_allowed');
    expect(refused([opens(), above('county', wang)])).toBe('wrong_state');
    expect(refused([opens(), passes('village', wang)])).toBe('not_allowed');
    expect(refused([opens(), hands('township'), passes('county', wang)])).toBe('not_allowed');
  });
  test('M18 an offer is taken back while nobody has accepted it', () => {
    expect(order([opens(), hands('county'), { type: 'order.recalled', body: {}, author: chen }])).toMatchObject({ status: 'open', owner: chen, pending: null });
    expect(refused([opens(), { type: 'order.recalled', body: {}, author: chen }])).toBe('wrong_state');
  });
  test('M18 two who hand it over without knowing of each other: the first stands, the other is told', () => {
    expect(refused([opens(), { ...hands('township'), base: 1 }, { ...hands('county', zhou), base: 1 }])).toBe('wrong_state');
  });
  test('M18 a note of a worker who did not know of the hand-over stands', () => {
    const state = order([opens(), hands('township'), above('township', luo), { type: 'order.noted', body: { text: '家属回电' }, author: chen, base: 1 }]);
    expect(state.timeline.at(-1)?.text).toBe('家属回电');
  });
  test('M18 what a worker noted or began at a home is not lost because a colleague has ended the order meanwhile', () => {
    const over = [opens(), closes('cancelled')];
    const caseId = '01930000-0000-7000-8000-000000000009';
    const late: Step[] = [
      { type: 'order.noted', body: { text: '家属回电' }, author: zhou, base: 1 },
      { type: 'order.changed', body: { caseId }, author: zhou, base: 1 }
    ];
    expect(order([...over, ...late])).toMatchObject({ status: 'closed', outcome: 'cancelled', caseId });
    // Who knows that it is over begins another.
    for (const step of late) expect(refused([...over, { ...step, base: 2 }])).toBe('wrong_state');
  });
  test('M18 a hand-over needs a reason', () => {
    expect(refused([opens(), hands('county', chen, '')])).toBe('invalid_body');
  });
});

describe('ways and ends', () => {
  test('M10 代办 ends as done only with a mandate; another way, or no more help, is always open', () => {
    const acts = [opens({ mode: 'act' })];
    const link = (body: object): Step => ({ type: 'order.changed', body, author: chen });
    expect(refused([...acts, closes('done')])).toBe('mandate_missing');
    expect(order([...acts, closes('cancelled')]).outcome).toBe('cancelled');
    expect(order([...acts, link({ mode: 'guide', reason: '家属能自己去' }), closes('done')])).toMatchObject({
      mode: 'guide',
      status: 'closed',
      outcome: 'done'
    });
    expect(order([...acts, link({ mandateId: '01930000-0000-7000-8000-000000000001' }), closes('done')])).toMatchObject({ outcome: 'done' });
  });
  test('M18 the station does not end what the county holds, but lets the resident go', () => {
    const held = [opens(), hands('county'), above('county', wang)];
    expect(refused([...held, closes('done')])).toBe('not_allowed');
    expect(refused([...held, hands('township')])).toBe('not_allowed');
    expect(order([...held, closes('cancelled')]).status).toBe('closed');
    expect(refused([opens(), hands('county'), closes('done')])).toBe('wrong_state');
  });
  test('M11 help costs nothing', () => {
    expect(refused([opens({ fee: 20 })])).toBe('invalid_body');
  });
  test('M10 a station is of the level that its division says', () => {
    expect(['430199100200', '430199100000', '430199000000', ''].map(stationLevel)).toEqual(['village', 'township', 'county', 'village']);
    expect(levelsBeside('village', 'village')).toEqual(['township', 'county']);
    expect(levelsBeside('county', 'village')).toEqual(['township', 'village']);
    expect(levelsBeside('township', 'township')).toEqual(['county']);
  });
});

test('M18 whatever people try, somebody answers for an open order, and the first stays named', () => {
  const level = fc.constantFrom(...orderLevels);
  const person = fc.constantFrom(chen, zhou, luo, wang);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ type: fc.constant('order.handedOver'), body: fc.record({ to: level, reason: fc.constant('原因') }), author: fc.constantFrom(chen, zhou) }),
    fc.record({ type: fc.constant('order.taken'), body: fc.record({ level }), author: fc.constantFrom(chen, zhou) }),
    fc.record({ type: fc.constant('order.recalled'), body: fc.constant({}), author: fc.constantFrom(chen, zhou) }),
    fc.record({ type: fc.constant('order.takenAbove'), body: fc.record({ level }), author: fc.constantFrom(luo, wang) }),
    fc.record({
      type: fc.constant('order.passedOn'),
      body: fc.record({ from: level, to: level, reason: fc.constant('原因') }),
      author: fc.constantFrom(luo, wang)
    }),
    fc.record({ type: fc.constant('order.noted'), body: fc.constant({ text: '记一笔' }), author: person })
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const done: Step[] = [opens()];
      let before = order(done);
      for (const each of steps) {
        if (lives([...done, each]).problem !== null) continue;
        done.push(each);
        const after = order(done);
        expect(after.first).toEqual(chen);
        expect((after.pending === null) === (after.status === 'open')).toBe(true);
        // Only who accepts becomes the owner.
        if (!each.type.startsWith('order.taken')) expect(after.owner).toEqual(before.owner);
        else expect(after.owner).toMatchObject({ ...each.author, level: before.pending?.to });
        before = after;
      }
    }),
    { numRuns: 300 }
  );
});
