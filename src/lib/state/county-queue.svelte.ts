import type { CountyApi } from './county-api.ts';
import type { QueueReply, QueueRow } from './county-replies.ts';

/** One screenful and a half; the rest comes on demand. */
const pageSize = 50;
export type QueueFilter = { status: string; department: string; q: string };

/** The clerk's queue: what the county answered, in its order, a page at a time. */
export class Queue {
  filter = $state<QueueFilter>({ status: 'received', department: '', q: '' });
  rows = $state.raw<QueueRow[]>([]);
  total = $state(0);
  counts = $state.raw<Record<string, number>>({});
  loading = $state(false);
  loaded = $state(false);
  problem = $state('');
  /** The county's queue differs from what is shown; the clerk decides when the list may move. */
  changed = $state(false);
  /** caseId → what was decided here since the list was read; such a row stays in its place. */
  decided = $state<Record<string, string>>({});
  #api: CountyApi;
  #asking: AbortController | null = null;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  /** Reads the list anew from the top. */
  async load(): Promise<void> {
    const reply = await this.#ask(0, pageSize);
    if (reply === null) return;
    this.rows = reply.rows;
    this.decided = {};
    this.changed = false;
  }

  async more(): Promise<void> {
    const reply = await this.#ask(this.rows.length, pageSize);
    if (reply === null) return;
    const known = new Set(this.rows.map(({ caseId }) => caseId));
    this.rows = [...this.rows, ...reply.rows.filter(({ caseId }) => !known.has(caseId))];
  }

  /** Looks quietly whether anything is new; never moves the list under the clerk's eyes. */
  async check(): Promise<void> {
    if (this.loading || !this.loaded) return;
    const reply = await this.#api.queue({ ...this.filter, offset: 0, limit: pageSize });
    if (!reply.ok) return;
    this.counts = reply.value.counts;
    const shown = this.rows.filter(({ caseId }) => !(caseId in this.decided));
    const news = reply.value.rows;
    this.changed = news.some((row, index) => row.caseId !== shown[index]?.caseId || row.revision !== shown[index].revision);
  }

  narrow(change: Partial<QueueFilter>): Promise<void> {
    Object.assign(this.filter, change);
    return this.load();
  }

  /** The row after (or before) the given one that is still open. */
  neighbour(caseId: string | null, step: 1 | -1): QueueRow | null {
    const from = this.rows.findIndex((row) => row.caseId === caseId);
    if (from < 0) return this.rows.find((row) => !(row.caseId in this.decided)) ?? null;
    for (let at = from + step; at >= 0 && at < this.rows.length; at += step) {
      const row = this.rows[at];
      if (row && !(row.caseId in this.decided)) return row;
    }
    return null;
  }

  noteDecided(row: QueueRow, words: string): void {
    const before = this.rows.find(({ caseId }) => caseId === row.caseId);
    this.decided[row.caseId] = words;
    this.rows = this.rows.map((one) => (one.caseId === row.caseId ? row : one));
    if (before === undefined) return;
    this.counts = {
      ...this.counts,
      [before.status]: Math.max(0, (this.counts[before.status] ?? 0) - 1),
      [row.status]: (this.counts[row.status] ?? 0) + 1
    };
  }

  async #ask(offset: number, limit: number): Promise<QueueReply | null> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    const reply = await this.#api.queue({ ...this.filter, offset, limit }, asking.signal);
    if (this.#asking !== asking) return null;
    this.loading = false;
    this.problem = reply.ok ? '' : reply.problem.message;
    if (!reply.ok) return null;
    this.loaded = true;
    this.total = reply.value.total;
    this.counts = reply.value.counts;
    return reply.value;
  }
}
