/** The append-only journal: one row a group, its lines and hashes sealed (SPEC P1-P5). */
import type { Operation } from '#domain/case/operations.ts';
import { genesis, link } from '#protocol/chain.ts';
import type { Problem } from '#protocol/errors.ts';
import { codec } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { readMeta } from './database.ts';
import type { Database, GroupState, JournalRow } from './database.ts';
import type { Platform } from './platform.ts';
import { openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

/** `prev` and `head`: the chain's link before the first and after the last line. */
export type GroupContent = { lines: string[]; prev: string; head: string };
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
const place = (seq: number) => `journal/${seq}`;
const verdictPlace = (seq: number) => `journal/${seq}/verdict`;

export class Journal {
  #db: Database;
  #platform: Platform;

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  #digest = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await this.#platform.crypto.subtle.digest('SHA-256', bytes));

  /** `epoch` names the chain when nothing is in it yet. */
  async head(keys: Keys, epoch: string): Promise<Head> {
    const stored = await this.lastStored();
    if (stored === null) return { epoch, lastSeq: 0, hash: await genesis(epoch, this.#digest, codec) };
    return { epoch: stored.epoch, lastSeq: stored.lastSeq, hash: await openJson<string>(keys, headPlace, stored.sealed, this.#platform) };
  }
  /** Readable while locked; the hash isn't. */
  lastStored(): Promise<StoredHead | null> {
    return readMeta<StoredHead | null>(this.#db, 'journal', null);
  }

  /** Hashes and seals; writes nothing. */
  async compose(keys: Keys, head: Head, operations: Operation[], createdAt: string): Promise<{ row: JournalRow; next: StoredHead; group: Group }> {
    const first = operations[0];
    if (first === undefined) throw new Error('a group has at least one operation');
    const lines = operations.map((operation) => JSON.stringify(operation));
    let hash = head.hash;
    for (const [index, line] of lines.entries()) hash = await link(hash, head.lastSeq + 1 + index, line, this.#digest, codec);
    const seq = head.lastSeq + 1;
    const content: GroupContent = { lines, prev: head.hash, head: hash };
    const row: JournalRow = {
      seq,
      count: lines.length,
      epoch: head.epoch,
      groupId: first.groupId,
      streamId: first.caseId,
      opIds: operations.map((operation) => operation.opId),
      bytes: lines.reduce((sum, line) => sum + codec.encode(line).length + 1, 0),
      createdAt,
      state: 'pending',
      sealed: await sealJson(keys, place(seq), content, this.#platform),
      verdict: null
    };
    const next = { epoch: head.epoch, lastSeq: head.lastSeq + lines.length, sealed: await sealJson(keys, headPlace, hash, this.#platform) };
    return { row, next, group: { seq, count: row.count, groupId: row.groupId, streamId: row.streamId, state: 'pending', content, operations, problem: null } };
  }

  async openRow(keys: Keys, row: JournalRow): Promise<Group> {
    const content = await openJson<GroupContent>(keys, place(row.seq), row.sealed, this.#platform);
    const problem = row.verdict === null ? null : await openJson<Problem>(keys, verdictPlace(row.seq), row.verdict, this.#platform);
    return {
      seq: row.seq,
      count: row.count,
      groupId: row.groupId,
      streamId: row.streamId,
      state: row.state,
      content,
      problem,
      operations: content.lines.map((line) => JSON.parse(line) as Operation)
    };
  }
  async withVerdict(keys: Keys, row: JournalRow, state: GroupState, problem: Problem | null): Promise<JournalRow> {
    return { ...row, state, verdict: problem === null ? null : await sealJson(keys, verdictPlace(row.seq), problem, this.#platform) };
  }

  async groupsOf(keys: Keys, streamIds: string[]): Promise<Map<string, Group[]>> {
    const rows = await this.#db.journal.where('streamId').anyOf(streamIds).toArray();
    const found = new Map<string, Group[]>();
    for (const row of rows.sort((a, b) => a.seq - b.seq)) found.set(row.streamId, [...(found.get(row.streamId) ?? []), await this.openRow(keys, row)]);
    return found;
  }
  /** The groups of one request: from `seq` on, never more than the limits say, but at least one. */
  async slice(keys: Keys, seq: number, operations: number, bytes: number): Promise<Group[]> {
    const rows: JournalRow[] = [];
    let [count, size] = [0, 0];
    await this.#db.journal
      .where('seq')
      .aboveOrEqual(seq)
      .until((row) => {
        count += row.count;
        size += row.bytes;
        return rows.length > 0 && (count > operations || size > bytes);
      })
      .each((row) => {
        rows.push(row);
      });
    return Promise.all(rows.map((row) => this.openRow(keys, row)));
  }
  /** Rows without a final verdict. */
  async open(): Promise<JournalRow[]> {
    return (await this.#db.journal.where('state').anyOf('pending', 'parked').toArray()).sort((a, b) => a.seq - b.seq);
  }
  async lineOf(keys: Keys, opId: string): Promise<string | null> {
    const row = await this.#db.journal.where('opIds').equals(opId).first();
    if (row === undefined) return null;
    return (await this.openRow(keys, row)).content.lines[row.opIds.indexOf(opId)] ?? null;
  }
}
