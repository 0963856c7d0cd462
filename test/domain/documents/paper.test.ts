import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paperKinds, paperNo, paperText, type Paper, type PaperKind } from '#domain/documents/paper.ts';
import type { Signature } from '#domain/case/schemas.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { filledSlots } from '#domain/documents/slots.ts';
import { scribble } from './hand.ts';

const word = fc.oneof(fc.string(), fc.constantFrom('【签】', '【项】', '\t', '\n', '\\', '\\n', 'a\tb', '【', '☑', '文书格式 1'));
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const fact = fc.record({ label: word, value: word });
const block = fc.oneof(
  fc.record({ type: fc.constant('facts' as const), heading: word, rows: fc.array(fc.array(fact, { minLength: 1, maxLength: 2 }), { maxLength: 3 }) }),
  fc.record({ type: fc.constant('table' as const), heading: word, columns: words, rows: fc.array(words, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('list' as const), heading: word, items: fc.array(fc.record({ strong: word, text: word }), { maxLength: 3 }) }),
  fc.record({ type: fc.constant('text' as const), heading: word, lines: fc.array(word, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('choices' as const), heading: word, options: fc.array(fc.record({ text: word, chosen: fc.boolean() }), { maxLength: 3 }) }),
  fc.record({ type: fc.constant('contacts' as const), heading: word, facts: fc.array(fact, { maxLength: 3 }) })
);
const paper: fc.Arbitrary<Paper> = fc.record({
  // Object.keys widens to string.
  kind: fc.constantFrom(...(Object.keys(paperKinds) as PaperKind[])),
  title: word,
  no: word,
  date: word,
  org: word,
  blocks: fc.array(block, { maxLength: 4 }),
  slots: fc.array(fc.record({ role: fc.constantFrom('applicant', 'witness', 'handler'), label: word, name: word }), { maxLength: 3 }),
  seal: word,
  qr: word
});

describe("a paper's exact text", () => {
  it('is read back as the same paper, whatever stands in it: so no two papers have one text', () => {
    fc.assert(
      fc.property(paper, (made) => {
        expect(readPaper(paperText(made))).toEqual(made);
      }),
      { numRuns: 500 }
    );
  });
  it('can be read by a person', () => {
    const made: Paper = {
      kind: 'mandate',
      title: '授权委托书',
      no: 'WT-1',
      date: '2026年11月19日',
      org: '柳塘村便民服务站',
      blocks: [{ type: 'facts', heading: '', rows: [[{ label: '委托人', value: '李秀英' }]] }],
      slots: [{ role: 'principal', label: '委托人签名', name: '李秀英' }],
      seal: '',
      qr: ''
    };
    expect(paperText(made).split('\n')).toContain('委托人\t李秀英');
  });
  it('is no paper when it is any other text', () => {
    for (const text of ['', '授权委托书', '文书格式 1', '文书格式 1\n题\tx\tnone']) expect(readPaper(text)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readPaper(text)).toBeNull();
      })
    );
  });
});

describe('文书编号', () => {
  it('is the kind and the number of the case, and counts further papers of a kind', () => {
    expect(paperNo('deferral', 'L-LT03-07-20261119-0006K')).toBe('B6-LT03-07-20261119-0006K');
    expect(paperNo('oneTimeNotice', 'J-LT03-07-20261119-0006K', 2)).toBe('B18-LT03-07-20261119-0006K-2');
  });
  it('is of the id where there is no number yet', () => {
    expect(paperNo('mandate', '0193f000-1111-7abc-8def-0123456789ab')).toBe('WT-0123-4567-89AB');
  });
  it('differs between kinds', () => {
    const codes = Object.values(paperKinds).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('signatures in their places', () => {
  const signed = (role: 'applicant' | 'witness' | 'handler', name: string): Signature => ({
    role,
    name,
    documentHash: '0'.repeat(64),
    document: '',
    strokes: scribble(),
    width: 320,
    height: 120,
    signedAt: '2026-11-19T02:06:00.000Z'
  });
  const place = (role: 'applicant' | 'witness' | 'handler', name: string) => ({ role, label: role, name });
  const filled = (slots: ReturnType<typeof place>[], made: Signature[]) =>
    filledSlots(slots, made).map(({ slot, signature }) => [slot.role, slot.name, signature?.name ?? null]);

  it("stand where their role and name are, and in no other person's place", () => {
    expect(filled([place('applicant', '李秀英'), place('handler', '')], [signed('handler', '周敏'), signed('applicant', '李建军')])).toEqual([
      ['applicant', '李秀英', null],
      ['handler', '', '周敏'],
      ['applicant', '李建军', '李建军']
    ]);
  });
  it("are all on the paper once, the witnesses' too", () => {
    const made = [signed('witness', '王芳'), signed('witness', '赵强')];
    expect(filled([place('applicant', '李秀英')], made).map(([, , name]) => name)).toEqual([null, '王芳', '赵强']);
    expect(filled([place('witness', '赵强'), place('witness', '王芳')], made).map(([, , name]) => name)).toEqual(['赵强', '王芳']);
  });
});
