/** Cases and visits as the device shows them, out of the rows that `project` made. Reading alone: a first screen needs no fold. */
import type { CaseStatus, StreamState, VisitState } from '#domain/case/state.ts';
import type { Links } from '#domain/household/links.ts';
import type { RecordState } from '#domain/record/kinds.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Database, HeadRecord, StateRecord } from './database.ts';
import type { Platform } from './platform.ts';
import { openJson } from './seal.ts';
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
  /** Day from which the county's five days run when it is not the day of intake; absent as below. */
  noticeFrom?: string;
  /** Places on which two people disagree; absent in a head that an earlier version wrote. */
  conflicts?: number;
  /** By what cases of one person and household find each other; absent as above. */
  links?: Links;
};
/** A visit, an order, a mandate, a ticket, a hand-over: small enough to be kept whole. `visit`: a head of an earlier version. */
export type RecordHead = { kind: 'record' | 'visit'; id: string; sync: StreamSync; state: VisitState | RecordState };
export type StreamHead = CaseHead | RecordHead;
export type StoredHead = { table: 'cases' | 'visits'; record: HeadRecord };
export type Folded = { confirmed: StreamState | null; current: StreamState | null };
/** Sealed and ready to be written in the transaction of what caused it. */
export type Projection = { head: StreamHead; headRecord: HeadRecord; stateRecord: StateRecord };

/** With every act of this device applied there is nothing left to wait for or to mend. */
function asConfirmed(head: StreamHead): StreamHead {
  return head.kind === 'case' ? { ...head, sync: 'confirmed', rejection: null } : { ...head, sync: 'confirmed' };
}

export class Streams {
  #db: Database;
  #platform: Platform;
  #heads: Map<string, StreamHead> | null = null;
  #changes = 0;
  /** Keys of vaults that have locked since: a read that they began must not end with names in memory. */
  #closed = new WeakSet<Keys>();

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  async folded(keys: Keys, id: string): Promise<Folded | null> {
    const record = await this.#db.states.get(id);
    return record === undefined ? null : this.openState(keys, record);
  }
  async foldedMany(keys: Keys, ids: string[]): Promise<Map<string, Folded>> {
    const records = (await this.#db.states.bulkGet(ids)).filter((record) => record !== undefined);
    return new Map(await Promise.all(records.map(async (record) => [record.id, await this.openState(keys, record)] as const)));
  }
  async openState(keys: Keys, record: StateRecord): Promise<Folded> {
    const { confirmed, current } = await openJson<{ confirmed: StreamState | null; current: StreamState | 'same' | null }>(
      keys,
      `states/${record.id}`,
      record.sealed,
      this.#platform
    );
    return { confirmed, current: current === 'same' ? confirmed : current };
  }

  /** Inside the caller's transaction, which covers cases, visits and states. */
  async write(projections: Projection[]): Promise<void> {
    if (projections.length === 0) return;
    const of = (areCases: boolean) => projections.filter(({ head }) => (head.kind === 'case') === areCases).map(({ headRecord }) => headRecord);
    await Promise.all([
      this.#db.cases.bulkPut(of(true)),
      this.#db.visits.bulkPut(of(false)),
      this.#db.states.bulkPut(projections.map(({ stateRecord }) => stateRecord))
    ]);
  }
  /** After the caller's transaction has resolved. */
  written(projections: Projection[]): void {
    this.#changes++;
    for (const { head } of projections) this.#heads?.set(head.id, head);
  }

  /** Heads as stored, of those streams that can be shown. */
  async records(ids: string[]): Promise<StoredHead[]> {
    const { cases, visits } = this.#db;
    return this.#db.transaction('r', cases, visits, async () => {
      const [ofCases, ofVisits] = await Promise.all([cases.bulkGet(ids), visits.bulkGet(ids)]);
      return [
        ...ofCases.flatMap((record) => (record === undefined ? [] : [{ table: 'cases' as const, record }])),
        ...ofVisits.flatMap((record) => (record === undefined ? [] : [{ table: 'visits' as const, record }]))
      ];
    });
  }
  /** Nothing is left unsettled of these: what they show is unchanged but for that. Inside the caller's transaction, which covers cases and visits. */
  async settle(records: StoredHead[]): Promise<void> {
    const of = (wanted: 'cases' | 'visits') => records.filter(({ table }) => table === wanted).map(({ record }) => ({ ...record, unsettled: [] }));
    await Promise.all([this.#db.cases.bulkPut(of('cases')), this.#db.visits.bulkPut(of('visits'))]);
  }
  /** After the caller's transaction has resolved. */
  settled(ids: string[]): void {
    this.#changes++;
    for (const id of ids) {
      const head = this.#heads?.get(id);
      if (head !== undefined) this.#heads?.set(id, asConfirmed(head));
    }
  }

  /** All heads, opened once and kept while the vault is open: a list of 5,000 costs one pass of decryption. */
  async heads(keys: Keys): Promise<Map<string, StreamHead>> {
    const open = (table: 'cases' | 'visits') => async (record: HeadRecord) => {
      const head = await openJson<StreamHead>(keys, `${table}/${record.id}`, record.sealed, this.#platform);
      return [record.id, record.unsettled?.length === 0 ? asConfirmed(head) : head] as const;
    };
    for (;;) {
      if (this.#closed.has(keys)) return new Map();
      if (this.#heads !== null) return this.#heads;
      const before = this.#changes;
      const [cases, visits] = [await this.#db.cases.toArray(), await this.#db.visits.toArray()];
      const found = new Map([...(await Promise.all(cases.map(open('cases')))), ...(await Promise.all(visits.map(open('visits'))))]);
      // Something was written, or the vault locked, while these were opened: they are not kept.
      if (this.#changes === before && !this.#closed.has(keys)) this.#heads = found;
    }
  }
  /** At lock. */
  close(keys: Keys): void {
    this.#closed.add(keys);
    this.forget();
  }
  /** When another tab has written. */
  forget(): void {
    this.#changes++;
    this.#heads = null;
  }
}
