/** The fold that makes a stream's rows: what the county has confirmed, in its order, then this device's own acts under way (SPEC P24). */
import { apply } from '#domain/case/fold.ts';
import { caseActs } from '#domain/case/acts/index.ts';
import { conflictsOf } from '#domain/case/given.ts';
import { isOpen } from '#domain/case/open.ts';
import { deviceTypes } from '#domain/case/operations.ts';
import type { Operation } from '#domain/case/operations.ts';
import { linksOf } from '#domain/household/links.ts';
import { isReadable } from '#domain/case/upcast.ts';
import type { Registry } from '#domain/case/upcast.ts';
import type { CaseState, StreamState } from '#domain/case/state.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Group } from './journal.ts';
import { pagesOf } from './pages.ts';
import type { Platform } from './platform.ts';
import { lookupId, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';
import type { CaseHead, Projection, StreamHead, StreamSync } from './streams.ts';

/** What the fold takes of a group of this device. */
type OwnGroup = Pick<Group, 'groupId' | 'state' | 'operations' | 'problem'>;

/** Nothing can be done on nothing: acts that follow a refused first act wait beside it. */
function over(state: StreamState | null, operations: Operation[], registry: Registry | undefined): StreamState | null {
  const known = new Set(state?.timeline.map((entry) => entry.opId));
  return operations.reduce<StreamState | null>(
    (before, operation) =>
      known.has(operation.opId) || deviceTypes.has(operation.type) || !isReadable(operation, registry) || (before === null && operation.base !== 0)
        ? before
        : apply(before, operation),
    state
  );
}
const operationsOf = (groups: OwnGroup[]) => groups.flatMap((group) => group.operations);

/** The state on which the next act is made: what the county refused is not part of it. */
export function standing(confirmed: StreamState | null, groups: OwnGroup[], registry: Registry | undefined): StreamState | null {
  return over(confirmed, operationsOf(groups.filter((group) => group.state !== 'rejected')), registry);
}
const isOpenCase = (state: StreamState) => state.kind === 'case' && isOpen(state.status);

/** What the person sees; a refused first act is still shown, because it is theirs to mend. */
function fold(
  confirmed: StreamState | null,
  groups: OwnGroup[],
  registry: Registry | undefined
): { current: StreamState | null; sync: StreamSync; rejection: Problem | null } {
  const stands = standing(confirmed, groups, registry);
  const refused = groups.filter((group) => group.state === 'rejected');
  if (stands === null) {
    const first = refused.findLastIndex((group) => group.operations[0]?.base === 0);
    return { current: over(null, operationsOf(refused.slice(first)), registry), sync: 'rejected', rejection: refused[first]?.problem ?? null };
  }
  const last = groups.at(-1);
  const rejection = last?.state === 'rejected' ? last.problem : null;
  // A supply can be mended while the case is open, whatever else was done beside it; a withdrawal that came too late, or a supply to a decided
  // case, is told and is over.
  const change = groups.findLast((group) => caseActs[group.operations[0]?.type ?? ''] === undefined);
  if (change?.state === 'rejected' && change.operations[0]?.type === 'case.supplied' && isOpenCase(stands))
    return { current: stands, sync: 'rejected', rejection: change.problem };
  const sync = groups.some((group) => group.state === 'pending') ? 'pending' : groups.some((group) => group.state === 'parked') ? 'parked' : 'confirmed';
  return { current: stands, sync, rejection };
}

/** Null when nothing can be shown of the stream. */
export async function project(keys: Keys, id: string, confirmed: StreamState | null, groups: OwnGroup[], platform: Platform): Promise<Projection | null> {
  const { current, sync, rejection } = fold(confirmed, groups, platform.known);
  if (current === null) return null;
  const head: StreamHead = current.kind === 'case' ? await caseHead(keys, current, sync, rejection, platform) : { kind: 'record', id, sync, state: current };
  const table = current.kind === 'case' ? 'cases' : 'visits';
  const unsettled = groups.filter((group) => group.state !== 'applied').map((group) => group.groupId);
  const state = { confirmed, current: JSON.stringify(current) === JSON.stringify(confirmed) ? 'same' : current };
  const [sealedHead, sealedState] = await Promise.all([sealJson(keys, `${table}/${id}`, head, platform), sealJson(keys, `states/${id}`, state, platform)]);
  return {
    head,
    headRecord: { id, status: current.status, updatedAt: current.updatedAt, unsettled, sealed: sealedHead },
    stateRecord: { id, sealed: sealedState }
  };
}

async function caseHead(keys: Keys, state: CaseState, sync: StreamSync, rejection: Problem | null, platform: Platform): Promise<CaseHead> {
  const { received } = state;
  const deferred = state.materials.flatMap((material) => (material.state === 'deferred' && material.due !== undefined ? [material.due] : [])).sort();
  const hashes = [...new Set(pagesOf(state.answers, state.materials).map((page) => page.sha256))];
  return {
    kind: 'case',
    id: state.id,
    applicantName: state.applicantName,
    itemId: received.item.id,
    itemName: received.item.name,
    localNo: received.localNo,
    caseNo: state.caseNo,
    status: state.status,
    receivedOn: received.receivedOn,
    due: state.due,
    updatedAt: state.updatedAt,
    sync,
    rejection,
    photoIds: await Promise.all(hashes.map((hash) => lookupId(keys, hash, platform))),
    deferredDue: deferred[0] ?? null,
    correctionDue: state.status === 'correction' ? (state.correction?.due ?? null) : null,
    bundleName: received.bundle?.name ?? null,
    ...(state.completeOn !== undefined && { noticeFrom: state.completeOn }),
    conflicts: conflictsOf(state).length,
    links: linksOf(state.answers)
  };
}
