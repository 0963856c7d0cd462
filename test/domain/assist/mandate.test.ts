/** 授权委托书 (M10, M11, rules 2.10 no. 7): what makes one stand, what it covers, and the paper that is signed. */
import { describe, expect, test } from 'vitest';
import { mandateGaps, type Acting } from '#domain/assist/cover.ts';
import { mandateStanding, type MandateGranted } from '#domain/assist/mandate.ts';
import type { Signature } from '#domain/case/schemas.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { mandatePaper } from '#domain/documents/mandate.ts';
import { paperText } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { judge } from '#domain/case/fold.ts';
import { act } from '../case/acts.ts';
import { chen, lives, zhou } from './streams.ts';

const id = '01930000-0000-7000-8000-0123456789ab';
const station = { name: '柳塘村便民服务站', phone: '0731-00000200', supervisionPhone: '0731-00012345' };
const terms: Omit<MandateGranted, 'paper' | 'signatures'> = {
  principal: { name: '李秀英', idNo: '430103193903081524', address: '柳塘村3组12号' },
  agent: { name: '李建军', idNo: '430103196505051518', phone: '13900001111', relation: '子女' },
  items: [{ id: 'allowance', name: '高龄津贴(补贴)申领' }],
  powers: ['submit', 'sign'],
  special: ['commit'],
  validFrom: '2026-11-19',
  validUntil: '2027-02-18'
};
const hand = [Array.from({ length: 8 }, (_, at) => [10 + at * 12, 20 + at * 9, at * 30, 0.5])];
const dot = [[[10, 10, 0, 0.5]]];

type Change = { terms?: Partial<typeof terms>; witnesses?: string[]; signs?: [Signature['role'], string, number[][][]?][]; text?: string };
function granted({
  terms: change = {},
  witnesses = [],
  signs = [
    ['principal', '李秀英'],
    ['agent', '李建军']
  ],
  text
}: Change = {}): MandateGranted {
  const all = { ...terms, ...change };
  const paper = mandatePaper({
    id,
    granted: all,
    witnesses,
    items: [{ name: '高龄津贴(补贴)申领', handlingItemCode: '11430199' }],
    station,
    handler: '陈敏',
    date: '2026-11-19'
  });
  const words = paperText(paper);
  const hash = sha256OfText(words);
  return {
    ...all,
    paper: { kind: 'mandate', no: paper.no, title: paper.title, hash, text: text ?? words, issuedAt: '2026-11-19T02:00:00.000Z' },
    signatures: signs.map(([role, name, strokes = hand]) => ({
      role,
      name,
      documentHash: hash,
      document: '',
      strokes,
      width: 300,
      height: 120,
      signedAt: '2026-11-19T02:00:00.000Z'
    }))
  };
}
const items = [
  { id: 'allowance', agentAllowed: true },
  { id: 'in-person', agentAllowed: false }
];
// Only what the rule reads of a catalogue.
const catalogue = { items } as unknown as Catalogue;
const refusal = (change: Change) => lives([{ type: 'mandate.granted', body: granted(change), author: chen }], catalogue).problem?.path;

describe('giving', () => {
  test('M11 a mandate with both signatures stands; each part that lacks is named', () => {
    expect(refusal({})).toBeUndefined();
    expect(
      refusal({
        signs: [
          ['agent', '李建军'],
          ['agent', '别人']
        ]
      })
    ).toBe('body.signatures.principal');
    expect(
      refusal({
        signs: [
          ['principal', '李秀英'],
          ['witness', '王大爷']
        ]
      })
    ).toBe('body.signatures.agent');
    expect(
      refusal({
        signs: [
          ['principal', '李秀英', dot],
          ['agent', '李建军']
        ]
      })
    ).toBe('body.signatures.principal');
    expect(refusal({ terms: { powers: [] } })).toBe('body.powers');
    expect(refusal({ terms: { items: [] } })).toBe('body.items');
    expect(refusal({ terms: { agent: { ...terms.agent, idNo: terms.principal.idNo } } })).toBe('body.agent.idNo');
    expect(refusal({ terms: { validUntil: '2026-11-18' } })).toBe('body.validUntil');
    expect(refusal({ terms: { validUntil: '2027-11-21' } })).toBe('body.validUntil');
    expect(refusal({ text: '另一份' })).toBe('body.paper.hash');
  });
  test('M11 what the law wants done in person cannot be delegated', () => {
    expect(refusal({ terms: { items: [...terms.items, { id: 'in-person', name: '社会保险待遇领取资格认证' }] } })).toBe('body.items');
  });
  test('M11 a mandate that was right by the catalogue of its day stands by that one, and names it', () => {
    const op = act('mandate.granted', { ...granted(), catalogueRevision: 7 }, 0);
    expect(judge(null, op, 'station', { catalogue, today: '2026-11-19' })).toBeNull();
    expect(judge(null, act('mandate.granted', { ...granted(), catalogueRevision: 'x' }, 0), 'station', { catalogue, today: '2026-11-19' })).toMatchObject({
      path: 'body.catalogueRevision'
    });
  });
  test('M11 who cannot write makes a mark before two witnesses, neither of them the agent', () => {
    const marks: Change = { terms: { cannotSign: 'illiterate' }, witnesses: ['王大爷', '赵婶'] };
    const signs = (...more: NonNullable<Change['signs']>): Change => ({ ...marks, signs: [['principal', '李秀英', dot], ['agent', '李建军'], ...more] });
    expect(refusal(signs(['witness', '王大爷'], ['witness', '赵婶']))).toBeUndefined();
    for (const wrong of [
      signs(),
      signs(['witness', '王大爷']),
      signs(['witness', '王大爷'], ['witness', '王大爷']),
      signs(['witness', '王大爷'], ['witness', '李建军'])
    ])
      expect(refusal(wrong)).toBe('body.signatures.witness');
    expect(refusal(signs(['witness', '王大爷'], ['witness', '赵婶', dot]))).toBe('body.signatures.witness');
  });
  test('M11 it is taken back by either, once, also by a worker who did not know the latest', () => {
    const revokes = { type: 'mandate.revoked', body: { by: 'principal', reason: '自己能去了' }, author: zhou };
    const given = { type: 'mandate.granted', body: granted(), author: chen };
    expect(lives([given, revokes]).state).toMatchObject({ status: 'revoked', revoked: { reason: '自己能去了' } });
    expect(lives([given, revokes, revokes]).problem?.code).toBe('wrong_state');
  });
});

describe('worth', () => {
  const mandate = { status: 'given' as const, granted: granted() };
  const acting: Acting = { principal: terms.principal, agent: terms.agent, itemIds: ['allowance'], powers: ['submit', 'sign'], on: '2026-11-20' };
  const gaps = (change: Partial<Acting>) => mandateGaps(mandate, { ...acting, ...change }).map(({ code }) => code);
  test('M10 it covers these people, items, powers and days, and nothing else', () => {
    expect(gaps({})).toEqual([]);
    expect(gaps({ agent: { name: '李建军', idNo: '' } })).toEqual([]);
    expect(gaps({ agent: { name: '张三', idNo: '' } })).toEqual(['agent']);
    expect(gaps({ agent: { name: '李建军', idNo: '43010319650505151x' } })).toEqual(['agent']);
    expect(gaps({ principal: { name: '李秀兰', idNo: '' } })).toEqual(['principal']);
    expect(gaps({ itemIds: ['allowance', 'other'] })).toEqual(['item']);
    const revoked = { ...mandate, status: 'revoked' as const, revoked: { by: 'principal' as const, reason: 'x', at: '2026-11-20T06:00:00.000Z' } };
    const codes = (at?: string) => mandateGaps(revoked, { ...acting, ...(at !== undefined && { at }) }).map(({ code }) => code);
    // What the agent did before it was taken back, it covered; afterwards and today it covers nothing.
    expect([codes('2026-11-20T05:00:00.000Z'), codes('2026-11-20T07:00:00.000Z'), codes()]).toEqual([[], ['revoked'], ['revoked']]);
    expect(gaps({ powers: ['collect', 'commit', 'money'] })).toEqual(['power', 'power']);
    expect(gaps({ on: '2026-11-18' })).toEqual(['notYet']);
    expect(gaps({ on: '2027-02-19' })).toEqual(['expired']);
    expect(mandateGaps({ ...mandate, status: 'revoked' }, acting).map(({ code }) => code)).toEqual(['revoked']);
  });
  test('M11 its standing is said with a light on every day', () => {
    const on = (day: string) => mandateStanding(mandate, day).light;
    expect([on('2026-11-18'), on('2026-11-19'), on('2027-02-18'), on('2027-02-19')]).toEqual(['hold', 'green', 'green', 'red']);
  });
});

describe('the paper', () => {
  test('2.10 no. 7: principal, agent with ID, phone and relation, item with code, powers, special powers, period, both signatures', () => {
    const text = granted().paper.text;
    for (const part of [
      '李秀英',
      '430103193903081524',
      '李建军',
      '430103196505051518',
      '13900001111',
      '子女',
      '高龄津贴(补贴)申领',
      '11430199',
      '2026年11月19日',
      '2027年2月18日',
      'WT-0123-4567-89AB'
    ])
      expect(text).toContain(part);
    expect(text).toContain('☑\t递交申请和材料（收件）');
    expect(text).toContain('☐\t领取办理结果');
    expect(text).toContain('☑\t代为作出容缺、告知承诺');
    expect(readPaper(text)?.slots.map(({ role, name }) => [role, name])).toEqual([
      ['principal', '李秀英'],
      ['agent', '李建军']
    ]);
  });
  test('2.10 no. 7: two witnesses where the principal cannot sign; a worker who acts takes no money', () => {
    const paper = readPaper(granted({ terms: { cannotSign: 'ill', agent: { ...terms.agent, officer: true } }, witnesses: ['王大爷', '赵婶'] }).paper.text);
    expect(paper?.slots.map(({ role }) => role)).toEqual(['principal', 'agent', 'witness', 'witness']);
    expect(JSON.stringify(paper)).toContain('不收费');
    expect(JSON.stringify(paper)).toContain('卧病，不能执笔');
  });
});
