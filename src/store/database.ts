/**
 * The durable database. Whatever names a resident is in a `sealed` column; clear are ids, status, dates and counts.
 * Every write is strict: a resolved promise means that the disk has it.
 */
import { Dexie } from 'dexie';
import type { DexieOptions, EntityTable, Table } from 'dexie';
import type { Bytes } from './bytes.ts';
import type { VaultRow } from './vault-rows.ts';

export type GroupState = 'pending' | 'applied' | 'rejected' | 'parked';
/** One group of operations; `seq` is that of its first. `sealed`: `GroupContent`; `verdict`: sealed `Problem`. */
export type JournalRow = {
  seq: number;
  count: number;
  epoch: string;
  groupId: string;
  streamId: string;
  opIds: string[];
  bytes: number;
  createdAt: string;
  state: GroupState;
  sealed: Bytes;
  verdict: Bytes | null;
};
/** `basis`: sealed too; what a draft of an existing case began from. */
export type DraftRecord = { id: string; streamId: string | null; updatedAt: string; discarded: 0 | 1; sealed: Bytes; basis?: Bytes };
/**
 * The list's view of a case or visit; `sealed`: the head. `unsettled`: groups of this device, by id, that are not applied; when none is left,
 * the head counts as confirmed without being sealed anew.
 */
export type HeadRecord = { id: string; status: string; updatedAt: string; sealed: Bytes; unsettled?: string[] };
/** `sealed`: `{confirmed, current}`. */
export type StateRecord = { id: string; sealed: Bytes };
/** draft: only a draft knows it; queued: an operation names it, the county must get it; committed: the county has said so. */
export type BlobState = 'draft' | 'queued' | 'committed';
export type BlobRecord = { id: string; state: BlobState; bytes: number; createdAt: string; sealed: Bytes };
export type BlobBytes = { id: string; sealed: Bytes };
/** A row of the feed that waits for an upgrade; `sealed`: its opId and line. */
export type UnreadRow = { seq: number; streamId: string; sealed: Bytes };
export type MetaRow = { key: string; value: unknown };

export type Database = Dexie & {
  vault: Table<VaultRow, string>;
  meta: EntityTable<MetaRow, 'key'>;
  journal: EntityTable<JournalRow, 'seq'>;
  drafts: EntityTable<DraftRecord, 'id'>;
  cases: EntityTable<HeadRecord, 'id'>;
  /** Visits and the other small streams: orders, mandates, tickets, hand-overs. */
  visits: EntityTable<HeadRecord, 'id'>;
  states: EntityTable<StateRecord, 'id'>;
  blobs: EntityTable<BlobRecord, 'id'>;
  blobBytes: EntityTable<BlobBytes, 'id'>;
  unread: EntityTable<UnreadRow, 'seq'>;
};

/** Another IndexedDB than the browser's own. */
export type Databases = Required<Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>>;

export async function openDatabase(name = 'bangban', databases?: Databases): Promise<Database> {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict', ...databases }) as Database;
  db.version(1).stores({
    vault: 'id',
    meta: 'key',
    journal: 'seq, streamId, state, *opIds',
    drafts: 'id',
    cases: 'id',
    visits: 'id',
    states: 'id',
    blobs: 'id, state',
    blobBytes: 'id'
  });
  db.version(2).stores({ unread: 'seq, streamId' });
  await db.open();
  return db;
}

/** Small durable facts. Nothing personal: values are stored clear. */
export async function readMeta<T>(db: Database, key: string, otherwise: T): Promise<T> {
  const row = await db.meta.get(key);
  // The key decides the type; this module's callers are the only writers of it.
  return row === undefined ? otherwise : (row.value as T);
}
export async function writeMeta(db: Database, key: string, value: unknown): Promise<void> {
  await db.meta.put({ key, value });
}

/** Streams that wait for an upgrade: they can't be shown as they are now. */
export async function unreadStreams(db: Database): Promise<Set<string>> {
  return new Set((await db.unread.orderBy('streamId').uniqueKeys()) as string[]);
}

/** The browser has closed the connection under us, or lost the server behind it: what was asked did not happen, the data is still there. */
export function isConnectionLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && typeof error.name === 'string' && ['DatabaseClosedError', 'InvalidStateError', 'UnknownError'].includes(error.name)) return true;
  return 'inner' in error && isConnectionLost(error.inner);
}
/** No room: nothing of the transaction was written. Dexie wraps the browser's error in an AbortError. */
export function isOverQuota(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && error.name === 'QuotaExceededError') return true;
  return 'inner' in error && isOverQuota(error.inner);
}
/** Dexie keeps a failed opening as its answer for ever; a handle that is dead is dropped, and the same database opened anew. */
export async function reopen(db: Dexie): Promise<void> {
  db.close({ disableAutoOpen: false });
  await db.open();
}
