/**
 * Whether an act may stand: known type and version, right body, right party, known case, right revision, right status, and for
 * intake a complete form. The first thing that is wrong is answered.
 *
 * Revisions. `base` must equal the case's revision. Three exceptions, because a worker at a kitchen table can't know what happened
 * meanwhile: a `case.supplied` and a `case.conflictResolved` on an older base stand when their author knows enough (see
 * `knowsEnough`), and a visit may be closed by two workers who don't know of each other. What they disagree on is kept (`given.ts`).
 */
import * as z from 'zod/mini';
import { judgeMoved } from '../assist/visit.ts';
import { recordActs } from '../record/kinds.ts';
import type { RecordState } from '../record/kinds.ts';
import { judgeWhole, mayStillCorrect } from './acts/children.ts';
import { caseActs } from './acts/index.ts';
import { closingsInConflict, knownTo } from './given.ts';
import { judgeReceived, judgeSupplied } from './judge-form.ts';
import type { Lookup } from './lookup.ts';
import { stepOf } from './machine.ts';
import type { Correction, Operation } from './operations.ts';
import { countyTypes, stationTypes, suppliedSchema } from './operations.ts';
import type { Problem } from './problem.ts';
import { judgeResolved } from './resolution.ts';
import { judgeNotice } from './second-notice.ts';
import type { CaseState, StreamState, VisitState } from './state.ts';
import { statusLabel, visitStatusLabel } from './status.ts';
import { isReadable, registry, type Registry } from './upcast.ts';

const beginners = Object.entries(recordActs).flatMap(([type, act]) => (act.from === null ? [type] : []));
const firstActs = new Set(['case.received', 'visit.planned', ...beginners]);
/** `case` of `case.received`: what kind of stream an act is about. */
const kindOf = (type: string) => type.slice(0, type.indexOf('.'));

export function judge(state: StreamState | null, op: Operation, by: 'station' | 'county', lookup: Lookup): Problem | null {
  const known = lookup.known ?? registry;
  return judgeType(op, by, known) ?? judgeBody(op, known) ?? judgeStream(state, op) ?? judgeContent(state, op, lookup);
}

/** What a device notes beside the cases: known, and as its schema says. */
export function judgeNote(op: Operation, known: Registry = registry): Problem | null {
  return judgeBody(op, known);
}

function judgeType(op: Operation, by: 'station' | 'county', known: Registry): Problem | null {
  if (!isReadable(op, known)) {
    return { code: 'unknown_version', path: 'type', message: `这里还不认识“${op.type}”第 ${op.version} 版。请先升级，升级后会自动处理。` };
  }
  if (by === 'county' ? countyTypes.has(op.type) : stationTypes.has(op.type)) return null;
  return {
    code: 'not_allowed',
    path: 'type',
    message: by === 'station' ? '受理、补正、办结由县平台决定，站点不能代做。' : '收件、补交、撤回和上门由站点做，县平台不能代做。'
  };
}

function judgeBody(op: Operation, known: Registry): Problem | null {
  const schema = known.bodies[`${op.type}@${String(op.version)}`];
  const parsed = schema === undefined ? null : z.safeParse(schema, op.body);
  if (parsed === null || parsed.success) return null;
  const [issue] = parsed.error.issues;
  const path = ['body', ...(issue?.path ?? [])].map(String).join('.');
  return { code: 'invalid_body', path, message: `内容不合格式（${path}）。请在原设备上重新办理这一步。` };
}

function judgeStream(state: StreamState | null, op: Operation): Problem | null {
  if (firstActs.has(op.type)) {
    if (state !== null) return { code: 'duplicate_operation', path: 'caseId', message: '这个编号已经用过，不能再收一次。' };
    return op.base === 0 ? null : stale('首次收件不应有前一版。请重新收件。');
  }
  if (state === null) return { code: 'not_found', path: 'caseId', message: '还没有这个办件。请先同步收件，再办这一步。' };
  if (state.kind !== kindOf(op.type)) {
    return { code: 'wrong_state', path: 'caseId', message: '编号不对：这一步和它不是一回事。请从它自己的页面重新操作。' };
  }
  if (state.kind === 'visit') return op.type === 'visit.moved' ? judgeMoved(state, op) : judgeClosing(state, op);
  if (state.kind !== 'case') return judgeRecord(state, op);
  const act = caseActs[op.type];
  if (op.base !== state.revision && !(act?.crosses === true ? mayCross(state, op) : knowsEnough(state, op)))
    return stale('办件在这之后又有变化。请同步，看过最新情况再办。');
  if ((act?.from ?? stepOf(op.type)?.from)?.includes(state.status) || mayStillCorrect(state, op.type)) return null;
  return { code: 'wrong_state', path: 'type', message: `办件${statusLabel(state.status)}，不能再做这一步。请刷新后按现在的状态办。` };
}

/**
 * Of what the author didn't know, nothing speaks against the act: the county's acceptance, what colleagues supplied or chose, what leaves
 * the case open anyway (its status is asked besides), and a notice or pre-check that asks for none of the things supplied. A choice among what
 * was given answers no notice, so any may cross it.
 */
function knowsEnough(state: CaseState, op: Operation): boolean {
  if (op.base < 1 || op.base > state.revision) return false;
  const touched = touchedBy(op);
  if (touched === null) return false;
  const known = knownTo(op, state.timeline);
  return state.timeline.every((act) => {
    if (known(act.opId) || act.type === 'case.supplied' || act.type === 'case.conflictResolved' || act.type === 'case.accepted') return true;
    if (act.type === 'case.correctionRequested') return asksNone(state.correction, touched);
    return act.type === 'case.preReturned' ? asksNone(state.preReview, touched) : caseActs[act.type] !== undefined;
  });
}
const asksNone = (asked: CaseState['preReview'], touched: Set<string>) => asked?.items.every((item) => !touched.has(item.key)) !== false;
/** The keys that an act on an older base would change; null for acts that must know all. */
function touchedBy(op: Operation): Set<string> | null {
  if (op.type === 'case.conflictResolved') return new Set();
  const body = op.type === 'case.supplied' ? z.safeParse(suppliedSchema, op.body) : null;
  return body?.success === true ? new Set([...Object.keys(body.data.answers), ...body.data.materials.map(({ id }) => id)]) : null;
}

const mayCross = (state: StreamState, op: Operation) => op.base >= 1 && op.base <= state.revision;

function judgeRecord(state: RecordState, op: Operation): Problem | null {
  const act = recordActs[op.type];
  if (act === undefined) throw new Error(`${op.type} is no act on a record`);
  if (op.base !== state.revision && !(act.crosses && mayCross(state, op))) return stale('这之后又有变化。请同步，看过最新情况再办。');
  if (act.from?.includes(state.status) === true) return null;
  return { code: 'wrong_state', path: 'type', message: '它现在的状态不能再做这一步。请刷新后按现在的状态办。' };
}

function judgeClosing(state: VisitState, op: Operation): Problem | null {
  if (op.base < 1 || op.base > state.revision) return stale('这次上门在这之后又有变化。请同步，看过最新情况再办。');
  const known = knownTo(op, state.timeline);
  const closings = state.closings ?? [];
  // A state that an earlier version wrote tells only that it was closed.
  const isKnown = state.status !== 'planned' && closings.every(({ opId }) => known(opId));
  if (!isKnown || closingsInConflict(state).length > 0) return null;
  return { code: 'wrong_state', path: 'type', message: `这次上门${visitStatusLabel(state.status)}，不用再登记。` };
}

function judgeContent(state: StreamState | null, op: Operation, lookup: Lookup): Problem | null {
  if (op.type === 'case.received') return judgeReceived(op, lookup.catalogue);
  const record = recordActs[op.type];
  if (record !== undefined) return record.judge(state, op, lookup);
  if (state?.kind !== 'case') return null;
  const act = caseActs[op.type];
  if (act !== undefined) return act.judge(state, op, lookup);
  if (op.type === 'case.conflictResolved') return judgeResolved(state, op, lookup.catalogue);
  if (op.type === 'case.correctionRequested') return judgeNotice(state, op.body as Correction);
  return op.type === 'case.supplied' ? judgeSupplied(state, op.body, lookup.catalogue) : judgeWhole(state, op.type);
}

function stale(message: string): Problem {
  return { code: 'stale_revision', path: 'base', message };
}
