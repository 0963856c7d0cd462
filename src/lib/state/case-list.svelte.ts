import { openStatuses } from '#domain/case/open.ts';
import type { CaseFilter, CaseRow, StationApi } from '#device/api.ts';

export type FilterName = 'all' | 'unsynced' | 'rejected' | 'open' | 'closed';
export const filterNames: readonly FilterName[] = ['all', 'unsynced', 'rejected', 'open', 'closed'];
const filters: Record<FilterName, CaseFilter> = {
  all: {},
  unsynced: { sync: ['pending', 'sent'] },
  rejected: { sync: ['rejected'] },
  open: { status: [...openStatuses] },
  closed: { status: ['completed', 'notAccepted', 'returned', 'withdrawn', 'voided'] }
};
/** Rows asked for at a time: a screen holds about a dozen. */
const chunk = 60;
/** Far more than a station ever has to mend at once. */
const mostToMend = 1000;

/** The list of cases by windows: only the rows near the screen are asked for and drawn. */
export class CaseList {
  filter = $state<FilterName>('all');
  text = $state('');
  total = $state<number | null>(null);
  /** Chunk number → its rows. */
  chunks = $state.raw<ReadonlyMap<number, readonly CaseRow[]>>(new Map());
  readonly #api: StationApi;
  #asked = new Set<number>();
  #round = 0;

  constructor(api: StationApi) {
    this.#api = api;
  }

  row(index: number): CaseRow | undefined {
    return this.chunks.get(Math.floor(index / chunk))?.[index % chunk];
  }

  /** Asks again from the start: another filter, another word, or something changed. What is on screen stays until the answer is there. */
  async reload(first: number, last: number): Promise<void> {
    const round = ++this.#round;
    this.#asked = new Set();
    const wanted = this.#chunksOf(first, last);
    const answers = await Promise.all(wanted.map((number) => this.#fetch(number)));
    if (round !== this.#round) return;
    this.total = answers[0]?.total ?? 0;
    this.chunks = new Map(wanted.map((number, index) => [number, answers[index]?.rows ?? []]));
    wanted.forEach((number) => this.#asked.add(number));
  }

  /** Fills in what is missing between two rows. */
  async want(first: number, last: number): Promise<void> {
    const round = this.#round;
    const wanted = this.#chunksOf(first, last).filter((number) => !this.#asked.has(number));
    if (wanted.length === 0) return;
    wanted.forEach((number) => this.#asked.add(number));
    const answers = await Promise.all(wanted.map((number) => this.#fetch(number)));
    if (round !== this.#round) return;
    const next = new Map(this.chunks);
    wanted.forEach((number, index) => next.set(number, answers[index]?.rows ?? []));
    this.chunks = next;
  }

  #chunksOf(first: number, last: number): number[] {
    const numbers: number[] = [];
    for (let number = Math.floor(first / chunk); number <= Math.floor(Math.max(first, last) / chunk); number++) numbers.push(number);
    return numbers;
  }

  async #fetch(number: number): Promise<{ rows: CaseRow[]; total: number }> {
    if (this.filter === 'rejected') return this.#toMend(number);
    return this.#api.cases({ ...filters[this.filter], text: this.text.trim(), limit: chunk, offset: number * chunk });
  }

  /** What the platform refused, what two people gave differently and what the county wants corrected: three questions, one list, always short. */
  async #toMend(number: number): Promise<{ rows: CaseRow[]; total: number }> {
    const text = this.text.trim();
    const [refused, disputed, corrections] = await Promise.all([
      this.#api.cases({ text, sync: ['rejected'], limit: mostToMend }),
      this.#api.cases({ text, conflicts: true, limit: mostToMend }),
      this.#api.cases({ text, status: ['correction', 'preReturned'], limit: mostToMend })
    ]);
    const rows = [...new Map([...refused.rows, ...disputed.rows, ...corrections.rows].map((row) => [row.id, row])).values()];
    return { rows: rows.slice(number * chunk, (number + 1) * chunk), total: rows.length };
  }
}
