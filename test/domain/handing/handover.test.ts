import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, judge } from '#domain/case/fold.ts';
import type { CaseState } from '#domain/case/state.ts';
import { handoverPaper } from '#domain/documents/handover.ts';
import { paperText } from '#domain/documents/paper.ts';
import { readPaper } from '#domain/documents/read-paper.ts';
import { formText, lineOf, listHashOf, totalsOf, type HandoverLine } from '#domain/handing/handover.ts';
import { act, received } from '../case/acts.ts';
import { station } from '../documents/context.ts';
import { catalogue, today } from '../sample.ts';

const lookup = { catalogue, today };
const state = apply(null, received()) as CaseState;
const line = lineOf(state);
const prepared = (lines: HandoverLine[]) => ({
  no: 'JJ-LT03-07-20261119-01',
  department: '县民政局',
  on: today,
  lines,
  totals: totalsOf(lines),
  listHash: listHashOf(lines)
});
const judged = (body: object) =>
  judge(null, act('handover.prepared', body, 0, { caseId: '01930000-0000-7000-8000-00000000000b' }), 'station', lookup)?.path ?? 'stands';

test('[M36] a sheet whose sums or hash are not those of its list is refused, and so is a case that stands twice', () => {
  expect(judged(prepared([line]))).toBe('stands');
  expect(judged(prepared([line, line]))).toBe('body.lines');
  expect(judged({ ...prepared([line]), totals: { ...totalsOf([line]), originals: 99 } })).toBe('body.totals');
  expect(judged({ ...prepared([line]), lines: [{ ...line, applicantName: '别人' }] })).toBe('body.listHash');
});

test('[M36] the hash of a list tells apart any two lists', () => {
  // What could run from one cell into the next.
  const cell = fc.constantFrom('', 'a', '\t', 'a\t', '\n', '\\', '\\9;');
  const material = fc.record({
    id: cell,
    name: cell,
    originals: fc.nat(3),
    copies: fc.nat(3),
    photos: fc.array(fc.constantFrom('a'.repeat(64), 'b'.repeat(64)), { maxLength: 2 })
  });
  const anyLine = fc.record({
    caseId: fc.constantFrom('1', '2'),
    localNo: cell,
    caseNo: fc.option(fc.constantFrom('a', '\t')),
    itemName: cell,
    applicantName: cell,
    materials: fc.array(material, { maxLength: 3 }),
    formHash: fc.constant('c'.repeat(64))
  });
  const lists = fc.array(anyLine, { maxLength: 3 });
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      expect(listHashOf(a) === listHashOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    })
  );
});

test('[M36] what stands in one cell can not be taken for the next one', () => {
  const one = { ...line, itemName: 'a\tb', applicantName: 'c' };
  const two = { ...line, itemName: 'a', applicantName: 'b\tc' };
  expect(listHashOf([one])).not.toBe(listHashOf([two]));
});

test('[M36] the same form gives the same hash whatever order its answers came in', () => {
  const turned = Object.fromEntries(Object.entries(state.answers).reverse()) as CaseState['answers'];
  expect(formText({ ...state, answers: turned })).toBe(formText(state));
  expect(formText({ ...state, answers: { ...state.answers, extra: 'x' } })).not.toBe(formText(state));
});

test('[P2.10-10] the sheet shows batch, list, counts, hashes and both signatures, and reads back word for word', () => {
  const paper = handoverPaper(prepared([line]), { handler: '周敏', receiver: { name: '王主任', unit: '县民政局' } }, station);
  const text = paperText(paper);
  for (const wanted of [
    '材料交接单',
    'JJ-LT03-07-20261119-01',
    '县民政局',
    state.applicantName,
    listHashOf([line]),
    line.formHash.slice(0, 16),
    '移交人签名',
    '接收人签名',
    '清点差异',
    '数目相符'
  ])
    expect(text).toContain(wanted);
  expect(paper.slots.map(({ name }) => name)).toEqual(['周敏', '王主任']);
  expect(readPaper(text)).toEqual(paper);
});
