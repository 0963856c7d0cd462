/** The three writes that change what a case is: an act of this device, the county's verdicts, the county's feed. */
import { apply } from '#domain/case/fold.ts';
import type { Operation } from '#domain/case/operations.ts';
import { lineToOperation } from '#domain/case/upcast.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Problem } from '#protocol/errors.ts';
import { unreadStreams } from './database.ts';
import type { BlobRecord, Database, DraftRecord, GroupState, JournalRow } from './database.ts';
import type { Group, Head, Journal } from './journal.ts';
import type { Platform } from './platform.ts';
import { project, standing } from './projection.ts';
import { sealUnread, unreadOf } from './unread.ts';
import type { FeedLine } from './unread.ts';
import { lookupId } from './seal.ts';
import type { Keys } from './seal.ts';
import type { Projection, StoredHead, Streams } from './streams.ts';

/** What an act makes: its operations, and what else its transaction writes. `endsDraft`: the draft as it was when the act was made of it. */
export type Act = { operations: Operation[]; serial?: { key: string; value: number }; endsDraft?: Pick<DraftRecord, 'id' | 'updatedAt'> };
export type Saved = { ok: true; group: Group } | { ok: false; code: 'too_large' | 'unknown_draft' | 'draft_changed' };
/** `operation`: null for what this program can't read. */
export type Confirmed = FeedLine & { operation: Operation | null };

export class Ledger {
  #db: Database;
  #platform: Platform;
  #journal: Journal;
  #streams: Streams;

  constructor(db: Database, platform: Platform, journal: Journal, streams: Streams) {
    this.#db = db;
    this.#platform = platform;
    this.#journal = journal;
    this.#streams = streams;
  }

  /** Resolves when the act is on disk. `make` runs under the lock and sees the state on which it acts and the device's own acts (opIds) of the stream that have not come with the feed. */
  append<R>(
    keys: Keys,
    epoch: string,
    streamId: string,
    largest: number,
    make: (current: StreamState | null, waiting: string[]) => Promise<{ act: Act } | { refused: R }>
  ): Promise<Saved | { ok: false; code: 'refused'; refused: R }> {
    return this.#platform.locks.request('journal', async () => {
      for (;;) {
        const { head, confirmed, before } = await this.#stand(keys, epoch, streamId);
        const come = new Set(confirmed?.timeline.map((entry) => entry.opId));
        const waiting = before
          .filter((group) => group.state !== 'rejected')
          .flatMap((group) => group.operations.map((operation) => operation.opId))
          .filter((opId) => !come.has(opId));
        const made = await make(standing(confirmed, before, this.#platform.known), waiting);
        if ('refused' in made) return { ok: false, code: 'refused', refused: made.refused };
        const { act } = made;
        const { operations } = act;
        const own = { groupId: operations[0]?.groupId ?? '', state: 'pending' as const, operations, problem: null };
        // Side by side: each is a round trip or two to the browser's crypto threads, and none needs another's.
        const [composed, projection, blobIds] = await Promise.all([
          this.#journal.compose(keys, head, streamId, operations, new Date(this.#platform.now()).toISOString()),
          project(keys, streamId, confirmed, [...before, own], this.#platform),
          Promise.all(operations.flatMap(({ blobs }) => blobs).map((hash) => lookupId(keys, hash, this.#platform)))
        ]);
        if (composed.row.bytes > largest) return { ok: false, code: 'too_large' };
        const outcome = await this.#commit(head, composed, act, projection, blobIds);
        if (outcome === 'head_moved') continue;
        if (outcome !== 'written') return { ok: false, code: outcome };
        if (projection !== null) this.#streams.written([projection]);
        return { ok: true, group: composed.group };
      }
    });
  }
  /** The journal's head and what is known of the stream, as of one moment. */
  async #stand(keys: Keys, epoch: string, streamId: string): Promise<{ head: Head; confirmed: StreamState | null; before: Group[] }> {
    const { meta, states, journal } = this.#db;
    const [stored, state, rows] = await this.#db.transaction('r', [meta, states, journal], () =>
      // Notes stand in no stream: none is made on another.
      Promise.all([this.#journal.lastStored(), states.get(streamId), streamId === '' ? [] : this.#journal.rowsOf(streamId)])
    );
    const [head, folded, before] = await Promise.all([
      this.#journal.headOf(keys, epoch, stored),
      state === undefined ? null : this.#streams.openState(keys, state),
      this.#journal.openRows(keys, rows)
    ]);
    return { head, confirmed: folded?.confirmed ?? null, before };
  }
  /** The head has moved when another context without our lock has written. A draft ends once, and never with words in it that the act has not. */
  #commit(
    head: Head,
    { row, next }: { row: JournalRow; next: unknown },
    act: Act,
    projection: Projection | null,
    blobIds: string[]
  ): Promise<'written' | 'head_moved' | 'unknown_draft' | 'draft_changed'> {
    const { journal, meta, cases, visits, states, drafts, blobs } = this.#db;
    return this.#db.transaction('rw', [journal, meta, cases, visits, states, drafts, blobs], async () => {
      const { endsDraft, serial } = act;
      const [now, draft] = await Promise.all([this.#journal.lastStored(), endsDraft && drafts.get(endsDraft.id)]);
      if ((now?.lastSeq ?? 0) !== head.lastSeq || (now !== null && now.epoch !== head.epoch)) return 'head_moved';
      if (endsDraft !== undefined && (draft === undefined || draft.discarded === 1)) return 'unknown_draft';
      if (endsDraft !== undefined && draft?.updatedAt !== endsDraft.updatedAt) return 'draft_changed';
      const isDraft = (blob: BlobRecord) => blob.state === 'draft';
      // All at once: the transaction keeps their order, and waits for each.
      await Promise.all([
        journal.add(row),
        meta.bulkPut([{ key: 'journal', value: next }, ...(serial === undefined ? [] : [serial])]),
        projection !== null && this.#streams.write([projection]),
        draft && drafts.delete(draft.id),
        blobIds.length > 0 && blobs.where('id').anyOf(blobIds).and(isDraft).modify({ state: 'queued' })
      ]);
      return 'written';
    });
  }

  /** Verdicts of one reply, in one transaction; `seq` is a group's first, in that epoch: one that comes when another has begun changes nothing. */
  settle(keys: Keys, epoch: string, verdicts: Map<number, { state: GroupState; problem: Problem | null }>): Promise<string[]> {
    return this.#platform.locks.request('journal', async () => {
      const rows = (await this.#journal.rowsFor([...verdicts.keys()])).filter((row) => row.epoch === epoch);
      const changed = await Promise.all(
        rows.map(async (row) => {
          const verdict = verdicts.get(row.seq);
          return verdict === undefined ? row : this.#journal.withVerdict(keys, row, verdict.state, verdict.problem);
        })
      );
      const all = [...new Set(changed.map((row) => row.streamId))].filter((id) => id !== '');
      const plain = onlyConfirmed(changed, await this.#streams.records(all));
      const unfolded = new Set(plain.map(({ record }) => record.id));
      const ids = all.filter((id) => !unfolded.has(id));
      const [folded, groups] = [await this.#streams.foldedMany(keys, ids), await this.#journal.groupsOf(keys, ids)];
      const projections = await Promise.all(
        ids.map((id) => {
          const settled = (groups.get(id) ?? []).map((group) => {
            const verdict = verdicts.get(group.seq);
            return verdict === undefined ? group : { ...group, state: verdict.state, problem: verdict.problem };
          });
          return project(keys, id, folded.get(id)?.confirmed ?? null, settled, this.#platform);
        })
      );
      const written = projections.filter((projection) => projection !== null);
      const { journal, cases, visits, states } = this.#db;
      await this.#db.transaction('rw', [journal, cases, visits, states], () =>
        Promise.all([journal.bulkPut(changed), this.#streams.settle(plain), this.#streams.write(written)])
      );
      this.#streams.settled([...unfolded]);
      this.#streams.written(written);
      return all;
    });
  }

  /**
   * One page of the feed and its cursor, in one transaction; null leaves the cursor where it is. An operation that is known already changes nothing.
   * From the first that can't be read, a stream's rows are kept as they are; those that can be read now are taken in with it.
   */
  confirm(keys: Keys, rows: Confirmed[], cursor: object | null, also: string[] = []): Promise<string[]> {
    return this.#platform.locks.request('journal', async () => {
      const ids = [...new Set([...also, ...rows.map((row) => row.streamId)])];
      const [folded, groups] = [await this.#streams.foldedMany(keys, ids), await this.#journal.groupsOf(keys, ids)];
      const confirmed = new Map(ids.map((id) => [id, folded.get(id)?.confirmed ?? null]));
      const { readable, kept, taken } = await this.#sift(keys, ids, rows);
      for (const { streamId, opId, operation } of readable) {
        const state = confirmed.get(streamId) ?? null;
        if (state?.timeline.some((entry) => entry.opId === opId) !== true) confirmed.set(streamId, apply(state, operation));
      }
      // What is in the feed is applied, whatever this device last heard of it (a parked act, a lost reply).
      const known = new Set(rows.map((row) => row.opId));
      const settled = new Set(
        [...groups.values()]
          .flat()
          .filter((group) => group.state !== 'applied' && group.operations.every(({ opId }) => known.has(opId)))
          .map((group) => group.seq)
      );
      const projections = await Promise.all(
        ids.map((id) => {
          const own = (groups.get(id) ?? []).map((group) => (settled.has(group.seq) ? { ...group, state: 'applied' as const, problem: null } : group));
          return project(keys, id, confirmed.get(id) ?? null, own, this.#platform);
        })
      );
      const written = projections.filter((projection) => projection !== null);
      const { journal, meta, cases, visits, states, unread } = this.#db;
      await this.#db.transaction('rw', [journal, meta, cases, visits, states, unread], async () => {
        await journal
          .where('seq')
          .anyOf([...settled])
          .modify({ state: 'applied', verdict: null });
        await this.#streams.write(written);
        if (taken.length > 0) await unread.bulkDelete(taken);
        if (kept.length > 0) await unread.bulkPut(kept);
        if (cursor !== null) await meta.put({ key: 'feed', value: cursor });
      });
      this.#streams.written(written);
      return ids;
    });
  }

  /** After an upgrade: what was kept unread and can be read now. Tells whether anything is left. */
  async readKept(keys: Keys): Promise<boolean> {
    const ids = [...(await unreadStreams(this.#db))];
    if (ids.length === 0) return false;
    const rows = (await unreadOf(this.#db, keys, ids, this.#platform)).filter(({ line }) => lineToOperation(line, this.#platform.known) !== null);
    if (rows.length > 0) await this.confirm(keys, [], null, [...new Set(rows.map(({ streamId }) => streamId))]);
    return (await this.#db.unread.count()) > 0;
  }
  async #sift(keys: Keys, ids: string[], rows: Confirmed[]) {
    const before = await unreadOf(this.#db, keys, ids, this.#platform);
    const again = before.map((row): Confirmed => ({ ...row, operation: lineToOperation(row.line, this.#platform.known) }));
    const held = new Set<string>();
    const [readable, keep]: [(Confirmed & { operation: Operation })[], Confirmed[]] = [[], []];
    for (const row of [...again, ...rows].sort((a, b) => a.seq - b.seq)) {
      const { operation } = row;
      if (operation === null || held.has(row.streamId)) {
        held.add(row.streamId);
        keep.push(row);
      } else readable.push({ ...row, operation });
    }
    const taken = before.flatMap(({ seq, streamId }) => (readable.some((row) => row.seq === seq && row.streamId === streamId) ? [seq] : []));
    return { readable, kept: await sealUnread(keys, keep, this.#platform), taken };
  }

  /** Forgets what was confirmed, so that a feed of another generation is applied from its start. Own acts stay. */
  async restart(keys: Keys): Promise<void> {
    await this.#platform.locks.request('journal', async () => {
      const ids = (await this.#db.journal.orderBy('streamId').uniqueKeys()) as string[];
      const groups = await this.#journal.groupsOf(keys, ids);
      const own = (await Promise.all(ids.map((id) => project(keys, id, null, groups.get(id) ?? [], this.#platform)))).filter(
        (projection) => projection !== null
      );
      const { meta, cases, visits, states, unread } = this.#db;
      await this.#db.transaction('rw', [meta, cases, visits, states, unread], async () => {
        await Promise.all([cases.clear(), visits.clear(), states.clear(), unread.clear(), meta.delete('feed')]);
        await this.#streams.write(own);
      });
      this.#streams.forget();
    });
  }
}

/**
 * Streams to which these verdicts only say that all is applied. An act shows in its stream's state from the moment it is saved, so that state
 * stands as it is, and only the mark that something waits goes: nothing is opened, folded or sealed for it.
 */
function onlyConfirmed(changed: JournalRow[], records: StoredHead[]): StoredHead[] {
  const applied = new Set(changed.filter((row) => row.state === 'applied').map((row) => row.groupId));
  const other = new Set(changed.filter((row) => row.state !== 'applied').map((row) => row.streamId));
  return records.filter(({ record }) => !other.has(record.id) && record.unsettled?.every((groupId) => applied.has(groupId)) === true);
}
