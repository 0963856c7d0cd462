/**
 * A tablet's IndexedDB that survives its processes. When one dies, what it had not committed is rolled back, its connections close, and
 * nothing it still tries is written. A commit can also fail for want of space, or succeed with nobody left to hear of it.
 */
import { IDBFactory, IDBKeyRange, IDBTransaction } from 'fake-indexeddb';
import type { Databases } from '#store/database.ts';
import type { Life } from '../core/life.ts';

/** What fake-indexeddb keeps behind its faces (6.2.8). */
type Request = { request: { readyState: string } };
type RawTransaction = {
  mode: string;
  db: RawConnection;
  _state: string;
  _requests: Request[];
  _rollbackLog: (() => void)[];
  _start(): void;
  _abort(name: string): void;
  _markFinished(): void;
};
type RawRecord = { key: unknown; value: unknown };
type RawStore = { records: { values(): Iterable<RawRecord> } };
type RawDatabase = {
  transactions: RawTransaction[];
  connections: RawConnection[];
  rawObjectStores: Map<string, RawStore>;
  processTransactions: () => void;
};
type RawConnection = { _rawDatabase: RawDatabase; _closed: boolean; _closePending: boolean };
type RawFactory = { _databases: Map<string, RawDatabase>; _connectionQueues: Map<string, unknown> };

/** What happens to commits beside crashes. */
export type Space = { full: () => boolean };

const lives = new WeakMap<object, { life: Life; space: Space }>();
// The package types its classes as the browser's, which have no such inside.
const transactions = IDBTransaction.prototype as unknown as RawTransaction;
const start = Reflect.get(transactions, '_start') as (this: RawTransaction) => void;

transactions._start = function (this: RawTransaction) {
  const owner = lives.get(this.db);
  if (owner === undefined) return start.call(this);
  const { life, space } = owner;
  if (life.isOver()) return drop(this);
  if (this._state === 'finished' || this._requests.some(({ request }) => request.readyState !== 'done')) return start.call(this);
  if (this.mode === 'readwrite' && space.full()) {
    this._abort('QuotaExceededError');
    return this.db._rawDatabase.processTransactions();
  }
  // Committed, and nobody hears of it.
  if (life.isOver(() => this._markFinished())) return this.db._rawDatabase.processTransactions();
  start.call(this);
};

function drop(transaction: RawTransaction): void {
  if (transaction._state !== 'finished') {
    for (const undo of transaction._rollbackLog.reverse()) undo();
    transaction._rollbackLog = [];
    for (const { request } of transaction._requests) request.readyState = 'done';
    transaction._markFinished();
  }
  transaction.db._rawDatabase.processTransactions();
}

export class TabletDisk {
  /** Operations that were on it at the last look. */ everHeld: ReadonlySet<string> = new Set();
  #factory: IDBFactory;

  constructor(factory = new IDBFactory()) {
    this.#factory = factory;
  }
  // As above.
  get #raw(): RawFactory {
    return this.#factory as unknown as RawFactory;
  }

  /** The browser's databases as one process of it sees them. */
  openFor(life: Life, space: Space): Databases {
    const open = (name: string, version?: number) => {
      const request = this.#factory.open(name, version);
      const own = () => lives.set(request.result, { life, space });
      request.addEventListener('upgradeneeded', own);
      request.addEventListener('success', () => {
        own();
        if (life.dead) request.result.close();
      });
      return request;
    };
    life.onEnd(() => this.#close(life));
    return { indexedDB: { open }, IDBKeyRange };
  }
  #close(life: Life): void {
    // An opening that the crash has cut must not keep the next one waiting.
    this.#raw._connectionQueues.clear();
    for (const database of this.#raw._databases.values()) {
      for (const transaction of [...database.transactions]) if (lives.get(transaction.db)?.life === life) drop(transaction);
      for (const connection of database.connections) if (lives.get(connection)?.life === life) [connection._closed, connection._closePending] = [true, true];
      database.connections = database.connections.filter((connection) => !connection._closed);
    }
  }

  /** What is on the disk now, in the order of the keys; values are not to be changed. */
  rows(database: string, store: string): unknown[] {
    const records = this.#raw._databases.get(database)?.rawObjectStores.get(store)?.records.values() ?? [];
    return Array.from(records, ({ value }) => value);
  }
  /** As a cloned disk or a restored tablet has it: whatever is committed, and no process. */
  copy(): TabletDisk {
    const factory = new IDBFactory();
    const raw = factory as unknown as RawFactory;
    for (const [name, database] of this.#raw._databases) {
      const bare = Object.assign(Object.create(Object.getPrototypeOf(database) as object) as RawDatabase, database, { transactions: [], connections: [] });
      const made = deepCopy(bare, new Map<object, object>());
      // The constructor binds it; the copy has its own.
      made.processTransactions = (Object.getPrototypeOf(made) as RawDatabase).processTransactions.bind(made);
      raw._databases.set(name, made);
    }
    return new TabletDisk(factory);
  }
}

/** Keeps prototypes and cycles; bytes never change, so they are shared. */
function deepCopy<T>(value: T, seen: Map<object, object>): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const known = seen.get(value);
  // Copies have the types of what they are copies of.
  if (known !== undefined) return known as T;
  if (value instanceof Map) {
    const made = new Map<unknown, unknown>();
    seen.set(value, made);
    for (const [key, entry] of value as Map<unknown, unknown>) made.set(key, deepCopy(entry, seen));
    return made as T;
  }
  const made = (Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object)) as Record<string, unknown>;
  seen.set(value, made);
  for (const [key, entry] of Object.entries(value)) made[key] = deepCopy(entry as unknown, seen);
  return made as T;
}
