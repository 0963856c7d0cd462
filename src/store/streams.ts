/**
 * Cases and visits as the device shows them: the fold of what the county has confirmed, in its order, then of this
 * device's own acts that are still under way (SPEC P24).
 */
import { apply } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import type { CaseState, CaseStatus, StreamState, VisitState } from '#domain/case/state.ts';
import type { Page, Value } from '#domain/form/values.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Database, HeadRecord, StateRecord } from './database.ts';
import type { Group } from './journal.ts';
import type { Platform } from './platform.ts';
import { lookupId, openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

export type StreamSync = 'pending' | 'parked' | 'confirmed' | 'rejected';
/** One line of the list; everything else is read when the case is opened. */
export type CaseHead = {
  kind: 'case';
  id: string;
  applicantName: string;
  itemId: string;
  itemName: string;
  localNo: string;
  caseNo: string | null;
  status: CaseStatus;
  receivedOn: string;
  due: string | null;
  updatedAt: string;
  sync: StreamSync;
  rejection: Problem | null;
  photoIds: string[];
  deferredDue: string | null;
  correctionDue: string | null;
  bundleName: string | null;
};
export type VisitHead = { kind: 'visit'; id: string; sync: StreamSync; state: VisitState };
export type StreamHead = CaseHead | VisitHead;
export type Folded = { confirmed: StreamState | null; current: StreamState | null };
/** Sealed and ready to be written in the transaction of what caused it. */
export type Projection = { head: StreamHead; headRecord: HeadRecord; stateRecord: StateRecord };

function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && 'sha256' in value;
}
/** Every page that answers and materials name. */
export function pagesOf(answers: Record<string, Value>, materials: { pages: Omit<Page, 'thumbnail'>[] }[]): Omit<Page, 'thumbnail'>[] {
  const inAnswers = Object.values(answers).flatMap((value) => (Array.isArray(value) ? (value as unknown[]).filter(isPage) : []));
  return [...materials.flatMap((material) => material.pages), ...inAnswers];
}

/** Nothing can be done on nothing: acts that follow a refused first act wait beside it. */
function over(state: StreamState | null, operations: Operation[]): StreamState | null {
  const known = new Set(state?.timeline.map((entry) => entry.opId));
  return operations.reduce<StreamState | null>(
    (before, operation) => (known.has(operation.opId) || (before === null && operation.base !== 0) ? before : apply(before, operation)),
    state
  );
}
const operationsOf = (groups: Group[]) => groups.flatMap((group) => group.operations);

/** The state on which the next act is made: what the county refused is not part of it. */
export function standing(confirmed: StreamState | null, groups: Group[]): StreamState | null {
  return over(confirmed, operationsOf(groups.filter((group) => group.state !== 'rejected')));
}
/** What the person sees; a refused first act is still shown, because it is theirs to mend. */
function fold(confirmed: StreamState | null, groups: Group[]): { current: StreamState | null; sync: StreamSync; rejection: Problem | null } {
  const stands = standing(confirmed, groups);
  const refused = groups.filter((group) => group.state === 'rejected');
  if (stands === null) {
    const first = refused.findLastIndex((group) => group.operations[0]?.base === 0);
    return { current: over(null, operationsOf(refused.slice(first))), sync: 'rejected', rejection: refused[first]?.problem ?? null };
  }
  const last = groups.at(-1);
  if (last?.state === 'rejected') return { current: stands, sync: 'rejected', rejection: last.problem };
  const sync = groups.some((group) => group.state === 'pending') ? 'pending' : groups.some((group) => group.state === 'parked') ? 'parked' : 'confirmed';
  return { current: stands, sync, rejection: null };
}

export class Streams {
  #db: Database;
  #platform: Platform;
  #heads: Map<string, StreamHead> | null = null;
  #changes = 0;

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  async folded(keys: Keys, id: string): Promise<Folded | null> {
    const record = await this.#db.states.get(id);
    return record === undefined ? null : this.#openState(keys, record);
  }
  async foldedMany(keys: Keys, ids: string[]): Promise<Map<string, Folded>> {
    const records = (await this.#db.states.bulkGet(ids)).filter((record) => record !== undefined);
    return new Map(await Promise.all(records.map(async (record) => [record.id, await this.#openState(keys, record)] as const)));
  }
  async #openState(keys: Keys, record: StateRecord): Promise<Folded> {
    const { confirmed, current } = await openJson<{ confirmed: StreamState | null; current: StreamState | 'same' | null }>(
      keys,
      `states/${record.id}`,
      record.sealed,
      this.#platform
    );
    return { confirmed, current: current === 'same' ? confirmed : current };
  }

  async project(keys: Keys, id: string, confirmed: StreamState | null, groups: Group[]): Promise<Projection | null> {
    const { current, sync, rejection } = fold(confirmed, groups);
    if (current === null) return null;
    const head: StreamHead = current.kind === 'visit' ? { kind: 'visit', id, sync, state: current } : await this.#caseHead(keys, current, sync, rejection);
    const table = current.kind === 'visit' ? 'visits' : 'cases';
    const state = { confirmed, current: JSON.stringify(current) === JSON.stringify(confirmed) ? 'same' : current };
    return {
      head,
      headRecord: { id, status: current.status, updatedAt: current.updatedAt, sealed: await sealJson(keys, `${table}/${id}`, head, this.#platform) },
      stateRecord: { id, sealed: await sealJson(keys, `states/${id}`, state, this.#platform) }
    };
  }
  async #caseHead(keys: Keys, state: CaseState, sync: StreamSync, rejection: Problem | null): Promise<CaseHead> {
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
      photoIds: await Promise.all(hashes.map((hash) => lookupId(keys, hash, this.#platform))),
      deferredDue: deferred[0] ?? null,
      correctionDue: state.status === 'correction' ? (state.correction?.due ?? null) : null,
      bundleName: received.bundle?.name ?? null
    };
  }

  /** Inside the caller's transaction, which covers cases, visits and states. */
  async write(projections: Projection[]): Promise<void> {
    await this.#db.cases.bulkPut(projections.filter(({ head }) => head.kind === 'case').map(({ headRecord }) => headRecord));
    await this.#db.visits.bulkPut(projections.filter(({ head }) => head.kind === 'visit').map(({ headRecord }) => headRecord));
    await this.#db.states.bulkPut(projections.map(({ stateRecord }) => stateRecord));
  }
  /** After the caller's transaction has resolved. */
  written(projections: Projection[]): void {
    this.#changes++;
    for (const { head } of projections) this.#heads?.set(head.id, head);
  }

  /** All heads, opened once and kept while the vault is open: a list of 5,000 costs one pass of decryption. */
  async heads(keys: Keys): Promise<Map<string, StreamHead>> {
    const open = (table: 'cases' | 'visits') => async (record: HeadRecord) =>
      [record.id, await openJson<StreamHead>(keys, `${table}/${record.id}`, record.sealed, this.#platform)] as const;
    for (;;) {
      if (this.#heads !== null) return this.#heads;
      const before = this.#changes;
      const [cases, visits] = [await this.#db.cases.toArray(), await this.#db.visits.toArray()];
      const found = new Map([...(await Promise.all(cases.map(open('cases')))), ...(await Promise.all(visits.map(open('visits'))))]);
      // Something was written, or the vault locked, while these were opened: they are not kept.
      if (this.#changes === before) this.#heads = found;
    }
  }
  /** At lock, and when another tab has written. */
  forget(): void {
    this.#changes++;
    this.#heads = null;
  }
}
