/** What the county itself puts into an act on a child of a joint case: its name, the day, the number, the due days. */
import { jointDue, childDue } from '#domain/bundle/limits.ts';
import type { StreamState } from '#domain/case/state.ts';
import { countyDay, type Context } from '../context.ts';
import type { Decision } from './decide.ts';

const childTypes = new Set(['case.childAccepted', 'case.childNotAccepted', 'case.childCompleted']);

/** The body as it goes into the journal; what is no act on a child comes back as it was sent. */
export async function childBody(decision: Decision, state: StreamState, now: Date, context: Context, nextCaseNo: () => Promise<string>): Promise<unknown> {
  const { type, body } = decision;
  if (!childTypes.has(type) || state.kind !== 'case' || typeof body !== 'object' || body === null || !('no' in body)) return body;
  const { bundle, catalogueRevision } = state.received;
  const plan = bundle?.children?.find(({ no }) => no === body.no);
  // An unknown child is refused by its judge, with its sentence.
  if (bundle === undefined || plan === undefined) return { ...body, name: '', on: countyDay(now), caseNo: '', due: null, jointDue: null };
  const on = countyDay(now);
  if (type !== 'case.childAccepted') return { ...body, name: plan.name, on };
  const calendar = (context.catalogues.revision(catalogueRevision) ?? context.catalogues.current()?.catalogue)?.calendar ?? {};
  const first = state.caseNo === null;
  return {
    ...body,
    name: plan.name,
    on,
    caseNo: state.caseNo ?? (await nextCaseNo()),
    due: childDue(plan, on, calendar),
    jointDue: first ? jointDue(bundle, on, calendar) : null
  };
}
