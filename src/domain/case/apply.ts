/** Lets a judged act happen. Pure: the same operations in the same order make the same state everywhere. */
import { isJoint, jointStatus } from '../bundle/children.ts';
import { moved } from '../assist/visit.ts';
import { chinaDay } from '../calendar/china-day.ts';
import { applicantNameKey, textAnswer } from '../form/known-fields.ts';
import type { Answers } from '../form/values.ts';
import { recordActs, type RecordState } from '../record/kinds.ts';
import type { RecordAct } from '../record/record.ts';
import { caseActs } from './acts/index.ts';
import { give, givenBy, knownTo } from './given.ts';
import { mergeEntries } from './judge-form.ts';
import type { BodyOf, Operation } from './operations.ts';
import type { MaterialEntry } from './schemas.ts';
import { countyTypes } from './operations.ts';
import { contentOf } from './resolution.ts';
import type { CaseState, Given, StreamState, TimelineEntry, VisitState } from './state.ts';
import { actText } from './timeline.ts';

/** Throws on an act that `judge` would have refused for its stream; that is a defect of the caller. */
export function apply(state: StreamState | null, op: Operation): StreamState {
  if (op.type === 'case.received') return received(op);
  if (op.type === 'visit.planned') return planned(op);
  const record = recordActs[op.type];
  if (record?.from === null) return begun(record, op);
  if (!state) throw new Error(`${op.type} on nothing`);
  const changes = state.kind === 'case' ? caseChanges(state, op) : state.kind === 'visit' ? visitChanges(state, op) : recordChanges(state, op);
  return { ...state, ...changes, revision: state.revision + 1, updatedAt: op.at, timeline: [...state.timeline, entry(op)] } as StreamState;
}

function received(op: Operation): CaseState {
  const body = op.body as BodyOf<'case.received@1'>;
  return {
    kind: 'case',
    id: op.caseId,
    revision: 1,
    status: 'received',
    received: body,
    situation: body.situation,
    answers: body.answers as Answers,
    materials: body.materials,
    signatures: body.signatures,
    caseNo: null,
    due: null,
    correction: null,
    decision: null,
    applicantName: textAnswer(body.answers as Answers, applicantNameKey),
    timeline: [entry(op)],
    updatedAt: op.at
  };
}

function planned(op: Operation): VisitState {
  const plan = op.body as BodyOf<'visit.planned@1'>;
  return { kind: 'visit', id: op.caseId, revision: 1, status: 'planned', plan, caseId: null, updatedAt: op.at, timeline: [entry(op)] };
}

/** Its facts are as the kind's own `begin` makes them. */
function begun(act: RecordAct, op: Operation): StreamState {
  const frame = { kind: act.kind, id: op.caseId, revision: 1, updatedAt: op.at, timeline: [entry(op)] };
  return { ...frame, ...act.change(null, op) } as StreamState;
}
function recordChanges(state: RecordState, op: Operation): object {
  const act = recordActs[op.type];
  if (act?.kind !== state.kind) throw new Error(`${op.type} on ${state.kind}`);
  return act.change(state, op);
}

function caseChanges(state: CaseState, op: Operation): Partial<CaseState> {
  const act = caseActs[op.type];
  if (act !== undefined) return act.change(state, op);
  switch (op.type) {
    case 'case.supplied': {
      const { answers, materials } = op.body as BodyOf<'case.supplied@1'>;
      return {
        ...supplied(state, op, { answers: answers as Answers, materials }),
        ...(answersCorrection(state, op)
          ? {
              status: isJoint(state) ? jointStatus({ ...state, status: 'received', correction: null }) : ('received' as const),
              correction: null,
              ...answered(state, op)
            }
          : {})
      };
    }
    case 'case.conflictResolved': {
      const body = op.body as BodyOf<'case.conflictResolved@1'>;
      const content = contentOf(state, body);
      // On the tablet it may wait while a colleague's choice comes in: it then says nothing, and the county will refuse it.
      if (content === null) return {};
      return supplied(state, op, content, 'chosen' in body.choice ? body.choice.chosen : undefined);
    }
    case 'case.withdrawn':
      return { status: 'withdrawn', correction: null, ...nothingAsked(state) };
    case 'case.accepted': {
      const body = op.body as BodyOf<'case.accepted@1'>;
      return { status: 'accepted', caseNo: body.caseNo, due: body.due, acceptedOn: body.since ?? chinaDay(op.at), correction: null, ...nothingAsked(state) };
    }
    case 'case.correctionRequested':
      return { status: 'correction', correction: op.body as BodyOf<'case.correctionRequested@1'>, ...nothingAsked(state) };
    case 'case.notAccepted':
      return { status: 'notAccepted', decision: op.body as BodyOf<'case.notAccepted@1'>, correction: null, ...nothingAsked(state) };
    case 'case.completed':
      return { status: 'completed', decision: op.body as BodyOf<'case.completed@1'> };
    default:
      throw new Error(`${op.type} on a case`);
  }
}

/** The first value that was given for a place stands; what comes without knowing of it stands beside it until a person decides (SPEC P90). */
function supplied(state: CaseState, op: Operation, content: Pick<CaseState, 'answers' | 'materials'>, chosen?: string): Partial<CaseState> {
  const known = knownTo(op, state.timeline);
  const given = { ...state.given };
  const put = (place: string, value: Given['value']): Given['value'] => {
    const values = give(given[place] ?? [], givenBy(op, value, chosen), (opId) => known(opId) || opId === chosen);
    given[place] = values;
    return values[0]?.value ?? value;
  };
  const answers = { ...state.answers };
  for (const [key, value] of Object.entries(content.answers)) answers[key] = put(`answers.${key}`, value) as Answers[string];
  const materials = mergeEntries(
    state.materials,
    content.materials.map((entry) => put(`materials.${entry.id}`, entry) as MaterialEntry)
  );
  return { answers, materials, given, applicantName: textAnswer(answers, applicantNameKey) };
}

/** A supply answers a correction or a pre-check only if it was made knowing it; otherwise it is a late supply that crossed with it. */
function answersCorrection(state: CaseState, op: Operation): boolean {
  if (state.status !== 'correction' && state.status !== 'preReturned') return false;
  const requested = askedIn(state);
  return requested !== undefined && knownTo(op, state.timeline)(requested.opId);
}
function askedIn(state: CaseState): TimelineEntry | undefined {
  const asking = state.status === 'correction' ? 'case.correctionRequested' : 'case.preReturned';
  return state.timeline.findLast((act) => act.type === asking);
}
/** With the last of what a notice asks for the county's five days begin; a pre-check is the offices' own matter and moves no day. */
function answered(state: CaseState, op: Operation): Partial<CaseState> {
  if (state.status !== 'correction') return { preReview: null };
  // A tablet's clock may be slow; nobody answers before they are asked.
  const [on, asked] = [chinaDay(op.at), chinaDay(askedIn(state)?.at ?? op.at)];
  return { completeOn: on < asked ? asked : on };
}
const nothingAsked = (state: CaseState): Partial<CaseState> => (state.preReview ? { preReview: null } : {});

function visitChanges(state: VisitState, op: Operation): Partial<VisitState> {
  if (op.type === 'visit.moved') return moved(state, op);
  if (op.type !== 'visit.closed') throw new Error(`${op.type} on a visit`);
  const { outcome, caseId } = op.body as BodyOf<'visit.closed@1'>;
  const mine = givenBy(op, { outcome, ...(caseId !== undefined && { caseId }) });
  const closings = give(state.closings ?? [], mine, knownTo(op, state.timeline));
  const stands = closings[0]?.value ?? mine.value;
  return { status: stands.outcome, caseId: stands.caseId ?? state.caseId, closings };
}

function entry(op: Operation): TimelineEntry {
  return { opId: op.opId, type: op.type, at: op.at, by: op.author.name, authorId: op.author.id, byCounty: countyTypes.has(op.type), text: actText(op) };
}
