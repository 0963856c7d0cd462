/** All papers of a case: what has been given, word for word, and what can be printed and given now. */
import { childCases } from '../bundle/as-case.ts';
import type { IssuedPaper, Signature } from '../case/schemas.ts';
import type { CaseState } from '../case/state.ts';
import { acceptancePaper } from './acceptance.ts';
import { decisionPaper, returnPaper } from './decisions.ts';
import { correctionPaper } from './notice.ts';
import { paperText, type Paper } from './paper.ts';
import type { PaperContext } from './parts.ts';
import { privacyPaper } from './privacy.ts';
import { readPaper } from './read-paper.ts';
import { receiptPaper } from './receipt.ts';
import { sha256OfText } from './sha256.ts';
import { specialProcedurePapers } from './special-procedure.ts';

export type CasePaper = {
  /** Of its address: the number, and of two with one number the hash besides. */
  key: string;
  no: string;
  title: string;
  hash: string;
  /** Null for a text of another format, which is shown as it is. */
  paper: Paper | null;
  text: string;
  /** When and by whom it was given, as in 经过; null: not yet. */
  given: { at: string; by: string; note: string } | null;
  signatures: Signature[];
};

/** Newest first within what was given; what is to be given stands before it. */
export function casePapers(state: CaseState, context: PaperContext): CasePaper[] {
  const given = givenPapers(state);
  const hashes = new Set(given.map(({ hash }) => hash));
  const ready = papersNow(state, context)
    .map(ofPaper)
    .filter(({ hash }) => !hashes.has(hash));
  return withKeys([...ready, ...given.reverse()]);
}

/** What was given, oldest first. */
export function givenPapers(state: Pick<CaseState, 'received' | 'timeline' | 'papers'>): CasePaper[] {
  const later = (state.papers ?? []).map((each) => ofIssued(each.paper, { at: each.at, by: each.by, note: each.note ?? '' }, each.signatures));
  return withKeys([...givenAtIntake(state), ...later]);
}

function papersNow(state: CaseState, context: PaperContext): Paper[] {
  const received = state.timeline.find(({ type }) => type === 'case.received');
  const receipt = receiptPaper({
    received: state.received,
    items: context.items,
    station: context.station,
    handler: received?.by ?? '',
    time: received === undefined ? '' : context.time(received.at),
    calendar: context.calendar
  });
  const others = [
    decisionPaper(state, context),
    returnPaper(state, context),
    ...specialProcedurePapers(state, context),
    acceptancePaper(state, context),
    correctionPaper(state, context),
    privacyPaper(state, context)
  ];
  const ofChildren = childCases(state, context.items).flatMap(({ state: child, items }) => [
    decisionPaper(child, { ...context, items }),
    acceptancePaper(child, { ...context, items })
  ]);
  return [...[...others, ...ofChildren].filter((paper) => paper !== null), receipt];
}

/** The application and what was signed with it. */
function givenAtIntake({ received, timeline }: Pick<CaseState, 'received' | 'timeline'>): CasePaper[] {
  const act = timeline.find(({ type }) => type === 'case.received');
  const at = { at: act?.at ?? '', by: act?.by ?? '', note: '' };
  const papers = received.papers ?? [];
  const signedUnder = (hash: string) => received.signatures.filter(({ documentHash }) => documentHash === hash);
  // What has no paper of its own goes with the signature itself: the application, and all that older tablets wrote.
  const alone = new Map(received.signatures.map(({ documentHash, document }) => [documentHash, document]));
  for (const { hash } of papers) alone.delete(hash);
  return [
    ...[...alone].map(([hash, text]) => ofText(text, hash, '', '申请与承诺', at, signedUnder(hash))),
    ...papers.map((paper) => ofIssued(paper, at, signedUnder(paper.hash)))
  ];
}

function ofPaper(paper: Paper): CasePaper {
  const text = paperText(paper);
  return { key: '', no: paper.no, title: paper.title, hash: sha256OfText(text), paper, text, given: null, signatures: [] };
}
function ofIssued({ text, hash, no, title }: IssuedPaper, given: CasePaper['given'], signatures: Signature[]): CasePaper {
  return ofText(text, hash, no, title, given, signatures);
}
function ofText(text: string, hash: string, no: string, title: string, given: CasePaper['given'], signatures: Signature[]): CasePaper {
  const paper = readPaper(text);
  return { key: '', no: paper?.no ?? no, title: paper?.title ?? title, hash, paper, text, given, signatures };
}

function withKeys(papers: CasePaper[]): CasePaper[] {
  const taken = new Set<string>();
  return papers.map((each) => {
    const plain = each.no === '' ? each.hash.slice(0, 12) : each.no;
    const key = taken.has(plain) ? `${plain}-${each.hash.slice(0, 6)}` : plain;
    taken.add(key);
    return { ...each, key };
  });
}
