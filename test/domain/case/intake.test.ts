import { describe, expect, it } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import { isLocalNumber, localNumber } from '#domain/case/local-number.ts';
import type { BodyOf } from '#domain/case/operations.ts';
import { statusLabel } from '#domain/case/status.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { allowance, catalogue, photographed, subsidy, today } from '../sample.ts';
import { correction, received, supplied } from './acts.ts';

type Body = BodyOf<'case.received@1'>;
const judged = (change: (body: Body) => void, with_: Catalogue | null = catalogue) => judge(null, received(change), 'station', { catalogue: with_, today });
const newer: Catalogue = { ...catalogue, revision: 8, items: [{ ...allowance, version: 4 }, subsidy] };

describe('intake, as the county judges it', () => {
  it('refuses what the form calls incomplete, at the field and in its words', () => {
    expect(judged((body) => Reflect.deleteProperty(body.answers, 'applicantName'))).toMatchObject({
      code: 'invalid_case',
      path: 'answers.applicantName',
      message: '请填申请人姓名。'
    });
    expect(judged((body) => (body.answers['bankAccountName'] = '李建军'))).toMatchObject({ code: 'invalid_case', path: 'answers.bankAccountName' });
    expect(judged((body) => (body.materials = body.materials.filter((entry) => entry.id !== 'mat-id')))).toMatchObject({ path: 'materials.mat-id' });
    expect(judged((body) => (body.signatures = []))).toMatchObject({ path: 'signatures.applicant' });
    expect(judged((body) => (body.privacyNotice = ''))).toMatchObject({ path: 'privacyNotice' });
  });
  it('reckons with the day of intake, however late it arrives', () => {
    const due = { ...photographed('mat-bank'), state: 'deferred' as const, due: '2026-11-26' };
    const late = received((body) => (body.materials = body.materials.map((entry) => (entry.id === 'mat-bank' ? due : entry))));
    expect(judge(null, late, 'station', { catalogue, today: '2027-03-01' })).toBeNull();
    const tooLong = { ...due, due: '2026-11-27' };
    const promised = received((body) => (body.materials = body.materials.map((entry) => (entry.id === 'mat-bank' ? tooLong : entry))));
    expect(judge(null, promised, 'station', { catalogue, today: '2027-03-01' })).toMatchObject({ code: 'invalid_case', path: 'materials.mat-bank' });
  });
  it('[M2] does not refuse a case of another version of the item', () => {
    expect(judged((body) => Reflect.deleteProperty(body.answers, 'applicantName'), newer)).toBeNull();
    expect(judged((body) => Reflect.deleteProperty(body.answers, 'applicantName'), null)).toBeNull();
  });
  it('refuses an item that never was, not one that has gone', () => {
    const gone: Catalogue = { ...catalogue, revision: 8, items: [subsidy], bundles: [] };
    expect(judged(() => undefined, gone)).toBeNull();
    expect(judged((body) => (body.item.id = 'nowhere'))).toMatchObject({ code: 'unknown_item', path: 'body.item.id' });
  });
  it('judges a bundle by its merged form', () => {
    const bundle = { id: 'care', name: '老年人服务一件事', jointNo: 'LB-1', itemIds: ['allowance', 'subsidy'] };
    expect(judged((body) => (body.bundle = bundle))).toMatchObject({ code: 'invalid_case', path: 'materials.mat-photo' });
    expect(
      judged((body) => {
        body.bundle = bundle;
        body.materials.push(photographed('mat-photo'));
        body.situation['married'] = 'no';
      })
    ).toBeNull();
    expect(judged((body) => (body.bundle = { ...bundle, itemIds: ['nowhere'] }))).toMatchObject({ code: 'unknown_item' });
  });
});

describe('supplies, as the county judges them', () => {
  const state = apply(apply(null, received()), correction(1));
  const judgedSupply = (body: Parameters<typeof supplied>[1]) => judge(state, supplied(2, body), 'station', { catalogue, today });
  it('refuses a bad answer or a bad material, but only what it touches', () => {
    expect(judgedSupply({ answers: { bankAccountNo: '12' } })).toMatchObject({ code: 'invalid_case', path: 'answers.bankAccountNo' });
    expect(judgedSupply({ materials: [{ ...photographed('mat-id'), pages: [] }] })).toMatchObject({ code: 'invalid_case', path: 'materials.mat-id' });
    expect(judgedSupply({ answers: { bankAccountNo: '4111111111111111' } })).toBeNull();
  });
  it('refuses an empty one', () => {
    expect(judgedSupply({ note: ' ' })).toMatchObject({ code: 'invalid_body' });
    expect(judgedSupply({ note: '已电话说明' })).toBeNull();
  });
});

describe('local numbers', () => {
  it('carry station, device, day, serial and a check', () => {
    const number = localNumber('LT03', '07', '2026-11-19', 6);
    expect(number).toMatch(/^L-LT03-07-20261119-0006[0-9A-Z]$/);
    expect(isLocalNumber(number)).toBe(true);
    expect(isLocalNumber(` ${number.toLowerCase()} `)).toBe(true);
    expect(isLocalNumber(localNumber('柳塘', '07', '2026-11-19', 12345))).toBe(true);
  });
  it('find every wrong character and every swap of neighbours', () => {
    const number = localNumber('LT03', '07', '2026-11-19', 6);
    for (let at = 2; at < number.length; at++) {
      for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        if (number[at] === '-' || number[at] === other) continue;
        expect(isLocalNumber(number.slice(0, at) + other + number.slice(at + 1))).toBe(false);
      }
      const [one, two] = [number[at], number[at + 1]];
      if (one === undefined || two === undefined || one === two || one === '-' || two === '-') continue;
      expect(isLocalNumber(number.slice(0, at) + two + one + number.slice(at + 2))).toBe(false);
    }
  });
  it('are not anything else', () => {
    expect(['', 'L-', 'L-LT03-07-20261119-0006', '430199260071118004'].map(isLocalNumber)).toEqual([false, false, false, false]);
  });
});

it('statuses have words', () => {
  expect(['received', 'correction', 'accepted', 'notAccepted', 'completed', 'withdrawn'].map((status) => statusLabel(status as 'received'))).toEqual([
    '已收件',
    '补正中',
    '已受理',
    '不予受理',
    '已办结',
    '已撤回'
  ]);
});
