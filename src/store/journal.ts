/** The append-only journal: one row a group, its lines and hashes sealed (SPEC P1-P5). */
import type { Operation } from '#domain/case/operations.ts';
import { genesis, link } from '#protocol/chain.ts';
import type { Problem } from '#protocol/errors.ts';
import { placeOf } from '#protocol/sealed-row.ts';
import type { GroupContent } from '#protocol/sealed-row.ts';
import { codec } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { readMeta } from './database.ts';
import type { Database, GroupState, JournalRow } from './database.ts';
import type { Platform } from './platform.ts';
import { openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

export type Group = {
  seq: number;
  count: number;
  groupId: string;
  streamId: string;
  state: GroupState;
  content: GroupContent;
  operations: Operation[];
  problem: Problem | null;
};
export type Head = { epoch: string; lastSeq: number; hash: string };
type StoredHead = { epoch: string; lastSeq: number; sealed: Bytes };

const headPlace = 'meta/journal';
/** Rows of one read: a day of most stations, and no more memory than a batch. */
const pageRows = 256;
const place = placeOf.journal;
const verdictPlace = (seq: number) => `journal/${seq}/verdict`;

export class Journal {
  #db: Database;
  #platform: Platform;
  /** With the schemas of all operations, which the first screen needs none of. */
  #readers: Promise<typeof import('#domain/case/upcast.ts')> | undefined;

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  #digest = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await this.#platform.crypto.subtle.digest('SHA-256', bytes));

  /** `epoch` names the chain when nothing is in it yet. */
  async head(keys: Keys, epoch: string): Promise<Head> {
    return this.headOf(keys, epoch, await this.lastStored());
  }
  async headOf(keys: Keys, epoch: string, stored: StoredHead | null): Promise<Head> {
    if (stored === null) return { epoch, lastSeq: 0, hash: await this.start(epoch) };
    return { epoch: stored.epoch, lastSeq: stored.lastSeq, hash: await openJson<string>(keys, headPlace, stored.sealed, this.#platform) };
  }
  /** Link 0 of an epoch. */
  start(epoch: string): Promise<string> {
    return genesis(epoch, this.#digest, codec);
  }
  /** Readable while locked; the hash isn't. */
  lastStored(): Promise<StoredHead | null> {
    return readMeta<StoredHead | null>(this.#db, 'journal', null);
  }

  /** Hashes and seals; writes nothing. `streamId`: empty for what stands in no stream. */
  async compose(
    keys: Keys,
    head: Head,
    streamId: string,
    operations: Operation[],
    createdAt: string
  ): Promise<{ row: JournalRow; next: StoredHead; group: Group }> {
    const first = operations[0];
    if (first === undefined) throw new Error('a group has at least one operation');
    const lines = operations.map((operation) => JSON.stringify(operation));
    let hash = head.hash;
    for (const [index, line] of lines.entries()) hash = await link(hash, head.lastSeq + 1 + index, line, this.#digest, codec);
    const seq = head.lastSeq + 1;
    const content: GroupContent = { lines, prev: head.hash, head: hash };
    const [sealed, next] = await Promise.all([
      sealJson(keys, place(seq), content, this.#platform),
      this.sealHead(keys, { epoch: head.epoch, lastSeq: head.lastSeq + lines.length, hash })
    ]);
    const row: JournalRow = {
      seq,
      count: lines.length,
      epoch: head.epoch,
      groupId: first.groupId,
      streamId,
      opIds: operations.map((operation) => operation.opId),
      bytes: lines.reduce((sum, line) => sum + codec.encode(line).length + 1, 0),
      createdAt,
      state: 'pending',
      sealed,
      verdict: null
    };
    return { row, next, group: { seq, count: row.count, groupId: row.groupId, streamId: row.streamId, state: 'pending', content, operations, problem: null } };
  }

  async openRow(keys: Keys, row: JournalRow): Promise<Group> {
    const [content, problem, { upcast }] = await Promise.all([
      openJson<GroupContent>(keys, place(row.seq), row.sealed, this.#platform),
      row.verdict === null ? null : openJson<Problem>(keys, verdictPlace(row.seq), row.verdict, this.#platform),
      (this.#readers ??= import('#domain/case/upcast.ts'))
    ]);
    let operations: Operation[] | undefined;
    // In the newest version; one that a later program wrote stays as it is, and is not folded.
    const read = (line: string) => {
      const operation = JSON.parse(line) as Operation;
      const current = upcast(operation, this.#platform.known);
      return current.ok ? current.op : operation;
    };
    return {
      seq: row.seq,
      count: row.count,
      groupId: row.groupId,
      streamId: row.streamId,
      state: row.state,
      content,
      problem,
      // A batch carries lines as they are; few of its groups are ever looked into.
      get operations() {
        return (operations ??= content.lines.map(read));
      }
    };
  }
  async sealHead(keys: Keys, { epoch, lastSeq, hash }: Head): Promise<StoredHead> {
    return { epoch, lastSeq, sealed: await sealJson(keys, headPlace, hash, this.#platform) };
  }
  async withVerdict(keys: Keys, row: JournalRow, state: GroupState, problem: Problem | null): Promise<JournalRow> {
    return { ...row, state, verdict: problem === null ? null : await sealJson(keys, verdictPlace(row.seq), problem, this.#platform) };
  }

  async groupsOf(keys: Keys, streamIds: string[]): Promise<Map<string, Group[]>> {
    // One request a stream, all asked at once: `anyOf` would walk a cursor, and wait for each step of it.
    const rows = await this.#db.transaction('r', this.#db.journal, () => Promise.all(streamIds.map((id) => this.rowsOf(id))));
    const groups = await Promise.all(rows.map((own) => this.openRows(keys, own)));
    const found = new Map<string, Group[]>();
    for (const own of groups) if (own[0] !== undefined) found.set(own[0].streamId, own);
    return found;
  }
  /** In the journal's order. */
  rowsOf(streamId: string): Promise<JournalRow[]> {
    return this.#db.journal.where('streamId').equals(streamId).toArray();
  }
  openRows(keys: Keys, rows: JournalRow[]): Promise<Group[]> {
    return Promise.all(rows.map((row) => this.openRow(keys, row)));
  }
  /** The groups of one request: from `seq` on, never more than the limits say, but at least one. */
  async slice(keys: Keys, seq: number, operations: number, bytes: number): Promise<Group[]> {
    const rows: JournalRow[] = [];
    let [count, size, from, more] = [0, 0, seq, true];
    while (more) {
      const page = await this.#db.journal.where('seq').aboveOrEqual(from).limit(pageRows).toArray();
      more = page.length === pageRows;
      for (const row of page) {
        count += row.count;
        size += row.bytes;
        if (rows.length > 0 && (count > operations || size > bytes)) return this.openRows(keys, rows);
        rows.push(row);
        from = row.seq + 1;
      }
    }
    return this.openRows(keys, rows);
  }
  /** Rows of these groups; a batch's are neighbours, and come with one request. */
  async rowsFor(seqs: number[]): Promise<JournalRow[]> {
    const [first, last, wanted] = [Math.min(...seqs), Math.max(...seqs), new Set(seqs)];
    if (seqs.length === 0) return [];
    const rows = await this.#db.journal.where('seq').between(first, last, true, true).toArray();
    return rows.filter((row) => wanted.has(row.seq));
  }
  /** Rows without a final verdict. */
  async open(): Promise<JournalRow[]> {
    const of = (state: GroupState) => this.#db.journal.where('state').equals(state).toArray();
    const [pending, parked] = await this.#db.transaction('r', this.#db.journal, () => Promise.all([of('pending'), of('parked')]));
    return [...pending, ...parked].sort((a, b) => a.seq - b.seq);
  }
  /** Numbers of the groups in that state, in order, without their lines. */
  async seqsOf(state: GroupState): Promise<number[]> {
    return this.#db.journal.where('state').equals(state).primaryKeys();
  }
  async lineOf(keys: Keys, opId: string): Promise<string | null> {
    const row = await this.#db.journal.where('opIds').equals(opId).first();
    if (row === undefined) return null;
    return (await this.openRow(keys, row)).content.lines[row.opIds.indexOf(opId)] ?? null;
  }
}
