import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemDefinition } from '#domain/form/definition.ts';
import { mergeMaterials } from '#domain/form/merge-materials.ts';
import { withAnswer } from '#domain/privacy/consent.ts';
import { isReusable, reuseDays, reuseOffers, type Earlier } from '#domain/privacy/reuse.ts';
import { idNumber } from '../people.ts';
import { applicantId, catalogueOf, field, item, material, photographed } from '../sample.ts';

const issued = { sourceChannel: '政府部门核发' };
const card = item('card', {
  fields: [
    field('applicantIdNo', 'idNo', { section: 'applicant' }),
    field('applicantPhone', 'phone', { section: 'applicant' }),
    field('bankAccountNo', 'bankCard', { legallySensitive: true }),
    field('selfCare', 'select', { options: ['能', '不能'] }),
    field('agentName', 'text', { section: 'agent' }),
    field('promise', 'commitment', { section: 'promise' }),
    field('age', 'number', { derive: { from: 'idNo', field: 'applicantIdNo', part: 'age', editable: false } })
  ],
  materials: [
    material('mat-id', { name: '居民身份证', ...issued }),
    material('mat-dis', { name: '残疾人证', ...issued }),
    material('mat-poa', { name: '授权委托书' }),
    material('mat-agid', { name: '代办人居民身份证', ...issued }),
    material('mat-form', { name: '申请表', generated: true }),
    material('mat-live', { name: '本人影像', ...issued, reuseDays: 0 }),
    material('mat-health', { name: '体检表', reuseDays: 10 })
  ]
});
const definition = itemDefinition(catalogueOf([card]), 'card');
if (definition === null) throw new Error('no item');
const today = '2026-11-19';
type Yes = { reuse?: boolean; sensitive?: boolean };
let made = 0;

function earlier(receivedOn: string, yes: Yes, more: Partial<Earlier> = {}, reused?: Earlier['received']['reused']): Earlier {
  const at = `${receivedOn}T02:00:00.000Z`;
  let consents: NonNullable<Earlier['received']['consents']> = [];
  for (const purpose of ['reuse', 'sensitive'] as const) {
    const agreed = yes[purpose];
    if (agreed !== undefined) consents = withAnswer(consents, purpose, agreed, '李秀英', at);
  }
  const received = { receivedOn, consents, item: { name: '高龄津贴' }, ...(reused && { reused }) };
  return {
    id: `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`,
    status: 'received',
    // Of an act of intake these rules ask no more.
    received: received as Earlier['received'],
    answers: {
      applicantIdNo: applicantId,
      applicantPhone: '13812345678',
      bankAccountNo: '6222020200112233445',
      selfCare: '能',
      agentName: '王小明',
      promise: { agreed: true, textVersion: '1' },
      age: '87'
    },
    materials: ['mat-id', 'mat-dis', 'mat-poa', 'mat-agid', 'mat-live', 'mat-health'].map((id) => photographed(id)),
    ...more
  };
}
const places = (cases: Earlier[], day = today) =>
  reuseOffers(cases, definition, applicantId, day)
    .map(({ place }) => place)
    .sort();
const plain = ['answers.applicantPhone', 'answers.selfCare', 'materials.mat-health', 'materials.mat-id'];

describe('[M15] what a person gave before', () => {
  test('is offered on their yes: no number, nothing derived, promised, an agent’s, or written for one matter', () => {
    expect(places([earlier('2026-11-15', { reuse: true })])).toEqual(plain);
  });
  test('needs a yes of its own for what is sensitive', () => {
    const wanted = [...plain, 'answers.bankAccountNo', 'materials.mat-dis'].sort();
    expect(places([earlier('2026-11-15', { reuse: true, sensitive: true })])).toEqual(wanted);
    expect(places([earlier('2026-11-15', { reuse: true, sensitive: false })])).toEqual(plain);
    expect(places([earlier('2026-11-15', { sensitive: true })])).toEqual([]);
  });
  test('is not offered without an answer, and no more after a no', () => {
    expect(places([earlier('2026-11-15', {})])).toEqual([]);
    expect(places([earlier('2026-11-01', { reuse: true }), earlier('2026-11-15', { reuse: false })])).toEqual([]);
    expect(places([earlier('2026-11-15', { reuse: true }), earlier('2026-11-01', { reuse: false })])).toEqual(plain);
  });
  test('ends with the window, or with the catalogue’s own for a material', () => {
    expect(places([earlier('2026-08-21', { reuse: true })])).toEqual(plain.filter((place) => place !== 'materials.mat-health'));
    expect(places([earlier('2026-08-20', { reuse: true })])).toEqual([]);
    expect(places([earlier('2026-11-09', { reuse: true })])).toContain('materials.mat-health');
    expect(places([earlier('2026-11-08', { reuse: true })])).not.toContain('materials.mat-health');
  });
  test('is as old as when it was first given, however often it was used since', () => {
    const reused = [{ place: 'materials.mat-id', caseId: '00000000-0000-7000-8000-000000000001', givenOn: '2026-08-10' }];
    const again = earlier('2026-11-15', { reuse: true }, {}, reused);
    expect(places([again])).toEqual(plain.filter((place) => place !== 'materials.mat-id'));
    const supplied = { 'materials.mat-id': [{ opId: 'a', by: 'b', authorId: 'c', at: '2026-11-16T20:00:00.000Z', value: photographed('mat-id') }] };
    const [offer] = reuseOffers([{ ...again, given: supplied }], definition, applicantId, today).filter(({ place }) => place === 'materials.mat-id');
    expect(offer).toMatchObject({ givenOn: '2026-11-17', ageDays: 2 });
  });
  test('comes from the newest case that has it, and from none that was withdrawn or is another’s', () => {
    const cases = [
      earlier('2026-11-01', { reuse: true }, { answers: { applicantIdNo: applicantId, applicantPhone: '13700001111' } }),
      earlier('2026-11-15', { reuse: true })
    ];
    const phone = reuseOffers(cases, definition, applicantId, today).find(({ place }) => place === 'answers.applicantPhone');
    expect(phone).toMatchObject({ value: '13812345678', ageDays: 4, itemName: '高龄津贴' });
    expect(places([earlier('2026-11-15', { reuse: true }, { status: 'withdrawn' })])).toEqual([]);
    expect(reuseOffers(cases, definition, idNumber('1950-01-01'), today)).toEqual([]);
    expect(reuseOffers(cases, definition, '', today)).toEqual([]);
    // Void is what was untrue, or somebody else's by mistake.
    expect(places([earlier('2026-11-15', { reuse: true }, { status: 'voided' })])).toEqual([]);
  });
  test('is not offered where this form has another option or shape', () => {
    const other = { ...earlier('2026-11-15', { reuse: true }), answers: { applicantIdNo: applicantId, selfCare: '半失能', applicantPhone: ['x'] } };
    expect(places([other])).toEqual(['materials.mat-health', 'materials.mat-id']);
  });
  test('may be a portrait or a bank card, which no office issues', () => {
    expect(isReusable(material('mat-photo', { name: '近期免冠彩色证件照' }))).toBe(true);
    expect(isReusable(material('mat-bank', { name: '本人社会保障卡或银行卡(一类账户)' }))).toBe(true);
    expect(isReusable(material('mat-eco', { name: '家庭收入和财产状况声明及承诺书' }))).toBe(false);
  });

  test('in a bundle lasts as long as the strictest of its items says', () => {
    const [long, short, never, usual] = [material('m', { reuseDays: 60 }), material('m', { reuseDays: 20 }), material('m', { reuseDays: 0 }), material('m')];
    const days = (...parts: (typeof long)[]) =>
      mergeMaterials(
        parts.map((part) => [part]),
        new Map()
      )[0]?.reuseDays;
    expect([days(long, short), days(usual, long), days(long, never), days(usual, usual)]).toEqual([20, 60, 0, undefined]);
  });

  test('whatever the history: nothing without the last yes, nothing older than the window, nothing that was not given', () => {
    const past = fc.record({
      back: fc.integer({ min: 0, max: 200 }),
      reuse: fc.option(fc.boolean(), { nil: undefined }),
      sensitive: fc.option(fc.boolean(), { nil: undefined })
    });
    fc.assert(
      fc.property(fc.uniqueArray(past, { maxLength: 6, selector: ({ back }) => back }), (history) => {
        const cases = history.map(({ back, reuse, sensitive }) =>
          earlier(new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10), {
            ...(reuse !== undefined && { reuse }),
            ...(sensitive !== undefined && { sensitive })
          })
        );
        const offers = reuseOffers(cases, definition, applicantId, today);
        const newest = (purpose: 'reuse' | 'sensitive') => history.filter((one) => one[purpose] !== undefined).sort((a, b) => a.back - b.back)[0]?.[purpose];
        if (newest('reuse') !== true) expect(offers).toEqual([]);
        if (newest('sensitive') !== true) expect(offers.some(({ sensitive }) => sensitive)).toBe(false);
        for (const offer of offers) {
          const from = cases.find(({ id }) => id === offer.caseId);
          expect(offer.ageDays).toBeLessThanOrEqual(reuseDays);
          expect(from?.received.consents?.some(({ purpose, agreed }) => purpose === 'reuse' && agreed)).toBe(true);
          if (offer.kind === 'value') expect(offer.value).toEqual(from?.answers[offer.place.slice('answers.'.length)]);
        }
        expect(new Set(offers.map(({ place }) => place)).size).toBe(offers.length);
      })
    );
  });
});
