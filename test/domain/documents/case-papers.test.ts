import { describe, expect, it } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { CaseState } from '#domain/case/state.ts';
import { casePapers, givenPapers, type CasePaper } from '#domain/documents/case-papers.ts';
import { paperKinds, type PaperKind } from '#domain/documents/paper.ts';
import { sha256OfText } from '#domain/documents/sha256.ts';
import { accepted, act, completed, correction, notAccepted, received } from '../case/acts.ts';
import { applicantId, catalogue } from '../sample.ts';
import { context, station } from './context.ts';
import { scribble } from './hand.ts';

const after = (...ops: Operation[]) => ops.reduce<CaseState | null>((state, op) => apply(state, op) as CaseState, null) as CaseState;
function paperOf(state: CaseState, kind: PaperKind): CasePaper {
  const found = casePapers(state, context).find(({ paper }) => paper?.kind === kind);
  if (found === undefined) throw new Error(`no ${paperKinds[kind].name}`);
  return found;
}
const refused = (base: number) => act('case.completed', { outcome: 'refused', result: '不予发放', explain: '未满 80 周岁' }, base);
const suspended = (base: number) =>
  act('case.suspended', { procedure: '入户核查', reason: '住址不一致', workdays: 5, since: '2026-11-23', until: '2026-11-30' }, base);

/** What each paper must say (rules 2.10): words or numbers that a reader finds on it. */
const obligatory: [PaperKind, Operation[], string[]][] = [
  [
    'acceptance',
    [received(), accepted(1)],
    [
      '受理机关\t县民政局',
      '受理日期\t2026年11月19日',
      '法定时限\t20 个工作日',
      '承诺时限\t15 个工作日',
      '2026年12月10日前',
      '收费\t不收费',
      '430199260071118004'
    ].concat([
      '受理的材料',
      '入户核查，5 个工作日',
      '公示 7 日，在村务公开栏',
      '办理中要问的，打 12345',
      '扫二维码查进度',
      '县民政局专用印章',
      '申请人签收\t李秀英'
    ])
  ],
  [
    'nonAcceptance',
    [received(), act('case.notAccepted', { reason: '户籍不在本县', basis: '县高龄津贴办法第三条', whereTo: '户籍地乡镇便民服务中心' }, 1)],
    [
      '不予受理',
      '事实和理由\t户籍不在本县',
      '法律依据\t县高龄津贴办法第三条',
      '应向哪里申请\t户籍地乡镇便民服务中心',
      '60 日内向示例县人民政府申请行政复议'
    ].concat(['6 个月内向示例县人民法院提起行政诉讼', '县民政局专用印章', '日期\t2026年11月19日'])
  ],
  [
    'completion',
    [received(), accepted(1), completed(2)],
    ['办理结果\t按月发放 100 元', '老年人权益保障法 第三十三条', '说明\t符合办理条件', '10 日内送达', '60 日内', '6 个月内', '县民政局专用印章']
  ],
  [
    'refusal',
    [received(), accepted(1), refused(2)],
    ['办理结果\t不予发放', '事实和理由\t未满 80 周岁', '老年人权益保障法 第三十三条', '60 日内向示例县人民政府', '6 个月内向示例县人民法院', '县民政局专用印章']
  ],
  [
    'returned',
    [received(), correction(1), act('case.returned', { cause: 'gaveUp', reason: '不想办了' }, 2)],
    ['退件原因\t本人放弃申请', '事实和理由\t不想办了', '材料原件随本通知书退还', '60 日内', '6 个月内', '县民政局专用印章']
  ],
  [
    'specialProcedure',
    [received(), accepted(1), suspended(2)],
    ['特别程序\t入户核查', '原因\t住址不一致', '停止计时\t2026年11月23日起', '预计结束\t2026年11月30日', '不计入办理时限', '县民政局专用印章']
  ]
];

describe('the papers of a case (rules 2.10)', () => {
  it.each(obligatory)('%s says what it must', (kind, ops, words) => {
    const { text, paper, no } = paperOf(after(...ops), kind);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(no).toMatch(new RegExp(`^${paperKinds[kind].code}-LT03-07-20261119-0006`));
    // Each: number, item and code, case number, day, QR; never a whole ID number.
    for (const word of ['高龄津贴(补贴)申领', '11430199MB990011XA443051190100001', 'L-LT03-07-20261119-0006', station.phone, '2026年11月'])
      expect(text).toContain(word);
    expect(paper?.qr).toMatch(/^\/q\//);
    expect(text).not.toContain(applicantId);
  });
  it('names the bodies of the decision instead of the default ones', () => {
    const remedy = { review: '示例市民政局', court: '铁路运输法院' };
    const { text } = paperOf(after(received(), act('case.notAccepted', { reason: '甲', basis: '乙', remedy }, 1)), 'nonAcceptance');
    expect(text).toContain('向示例市民政局申请行政复议');
    expect(text).not.toContain('示例县人民法院');
  });
  it('are there when their act has happened, and not before', () => {
    const kinds = (...ops: Operation[]) => casePapers(after(...ops), context).flatMap(({ paper }) => paper?.kind ?? []);
    expect(kinds(received())).toEqual(['receipt']);
    expect(kinds(received(), correction(1))).toEqual(['oneTimeNotice', 'receipt']);
    expect(kinds(received(), accepted(1))).toEqual(['acceptance', 'receipt']);
    expect(kinds(received(), notAccepted(1))).toEqual(['nonAcceptance', 'receipt']);
  });
});

describe('giving a paper (case.paperIssued)', () => {
  const issue = ({ paper, hash, text, no, title }: CasePaper, more: object = {}, name = '李秀英') =>
    act(
      'case.paperIssued',
      {
        paper: { kind: paper?.kind ?? '', no, title, hash, text, issuedAt: '2026-11-20T01:00:00.000Z' },
        signatures: [
          { role: 'applicant', name, documentHash: hash, document: '', strokes: scribble(), width: 320, height: 120, signedAt: '2026-11-20T01:00:00.000Z' }
        ],
        ...more
      },
      2
    );
  const lookup = { catalogue, today: '2026-11-20' };
  const state = after(received(), accepted(1));

  it('keeps it word for word, also when the case moves on', () => {
    const acceptance = paperOf(state, 'acceptance');
    const given = issue(acceptance);
    expect(judge(state, given, 'station', lookup)).toBeNull();
    const later = after(received(), accepted(1), given, refused(3));
    const kept = casePapers(later, context).find(({ no }) => no === acceptance.no);
    expect(kept).toMatchObject({ text: acceptance.text, given: { by: '周敏' }, signatures: [{ name: '李秀英' }] });
    expect(later.timeline.at(-2)?.text).toBe(`交给《受理通知书》（${acceptance.no}），李秀英已签`);
    // What was given is not offered to be given again.
    expect(casePapers(later, context).filter(({ no }) => no === acceptance.no)).toHaveLength(1);
  });
  it("may be done by a worker who does not know the county's last word, in every status", () => {
    for (const ops of [[correction(1)], [notAccepted(1)], [accepted(1), completed(2)]]) {
      const other = after(received(), ...ops);
      expect(judge(other, { ...issue(paperOf(other, 'receipt')), base: 1 }, 'station', lookup)).toBeNull();
    }
  });
  it('is refused when text and hash differ, when a signature is of another paper, and when it is no signature', () => {
    const acceptance = paperOf(state, 'acceptance');
    const path = (op: Operation) => judge(state, op, 'station', lookup)?.path;
    expect(path(issue({ ...acceptance, text: `${acceptance.text}。` }))).toBe('body.paper.hash');
    const other = { ...acceptance, hash: sha256OfText('别的'), text: '别的' };
    const [signature] = (issue(other).body as { signatures: object[] }).signatures;
    expect(path(issue(acceptance, { signatures: [signature] }))).toBe('body.signatures.0.documentHash');
    expect(path(issue(acceptance, { signatures: [{ ...signature, documentHash: acceptance.hash, strokes: [[[1, 1, 0, 1]], [[9, 9, 9, 1]]] }] }))).toBe(
      'body.signatures.0.strokes'
    );
  });
});

describe('what was signed at 收件', () => {
  it('is shown by what it stands under: the application, each letter, and texts of older tablets', () => {
    const letter = { kind: 'deferral', no: 'B6-1', title: '容缺受理承诺书', text: '甲', hash: sha256OfText('甲'), issuedAt: '2026-11-19T02:00:00.000Z' };
    const state = after(
      received((body) => {
        const [first] = body.signatures;
        if (first === undefined) throw new Error('nobody signed');
        const under = (document: string, text: string) => ({ ...first, document, documentHash: sha256OfText(text) });
        body.signatures = [under('乙', '乙'), under('', '甲'), { ...under('乙', '乙'), role: 'handler', name: '周敏' }];
        body.papers = [letter];
      })
    );
    expect(givenPapers(state).map(({ title, text, signatures }) => [title, text, signatures.map(({ role }) => role)])).toEqual([
      ['申请与承诺', '乙', ['applicant', 'handler']],
      ['容缺受理承诺书', '甲', ['applicant']]
    ]);
  });
});
