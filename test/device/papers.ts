/** A paper of a case as a tablet's screens make it, with a signature under it. */
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import type { Signature } from '#domain/case/schemas.ts';
import type { CaseState } from '#domain/case/state.ts';
import { casePapers } from '#domain/documents/case-papers.ts';
import { issuedPaper } from '#domain/documents/issued.ts';
import type { PaperKind } from '#domain/documents/paper.ts';
import type { Tablet } from './tablet.ts';

const catalogue = sampleCatalogue(1, '2026-11-19T06:00:00.000Z');
const wall = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString();

export async function paperOf(tablet: Tablet, caseId: string, kind: PaperKind) {
  const state = (await stateOf(tablet, caseId)) ?? null;
  const { station } = await tablet.api.status();
  if (state === null || station === null) throw new Error('no such case here');
  const found = casePapers(state, {
    station,
    county: station.countyName,
    items: catalogue.items.filter(({ id }) => id === state.received.item.id),
    calendar: catalogue.calendar,
    day: (at) => wall(at).slice(0, 10),
    time: (at) => wall(at).slice(11, 16)
  }).find(({ paper }) => paper?.kind === kind);
  if (found === undefined || found.paper === null) throw new Error(`no ${kind}`);
  return issuedPaper(found.paper, new Date().toISOString());
}
export async function stateOf(tablet: Tablet, caseId: string): Promise<CaseState | undefined> {
  return (await tablet.api.case(caseId))?.state;
}

export function signedUnder(documentHash: string, name: string, role: Signature['role'] = 'applicant'): Signature {
  const strokes = [0, 1].map((stroke) => Array.from({ length: 10 }, (_, at) => [30 + stroke * 80 + at * 5, 40 + (at % 4) * 9, stroke * 300 + at * 16, 0.5]));
  return { role, name, documentHash, document: '', strokes, width: 320, height: 120, signedAt: new Date().toISOString() };
}
