import type { CaseRow, Storage } from '#device/api.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Field } from '#domain/catalogue/format.ts';
import { placeOf } from './asked-places.ts';
import { definitionOf } from './intake.svelte.ts';
import type { Station } from './station.svelte.ts';

/** Newest cases looked through for the batch; older ones are shown by the list of cases. */
const looked = 300;

/** 同步: what waits, what the county confirmed, what it refused. */
export class SyncScreen {
  rejected = $state.raw<CaseRow[]>([]);
  batch = $state.raw<CaseRow[]>([]);
  storage = $state.raw<Storage | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Of this visit to the page: a case stays in the batch after the county confirmed it. */
  #seen = new Set<string>();
  #loading = false;
  #again = false;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Progress comes many times a second; one question at a time, and one more after the last. */
  async load(): Promise<void> {
    this.#again = true;
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#ask();
      }
    } finally {
      this.#loading = false;
    }
  }

  async #ask(): Promise<void> {
    const { api } = this.#station;
    const [newest, rejected] = await Promise.all([api.cases({ limit: looked }), api.cases({ sync: ['rejected'], limit: looked })]);
    const waiting = (row: CaseRow) => row.sync !== 'confirmed' || row.photosConfirmed < row.photos;
    for (const row of newest.rows) if (waiting(row)) this.#seen.add(row.id);
    this.batch = newest.rows.filter((row) => this.#seen.has(row.id)).sort((a, b) => Number(waiting(b)) - Number(waiting(a)));
    this.rejected = rejected.rows;
  }

  async loadStorage(): Promise<void> {
    this.storage = await this.#station.api.storage();
  }

  /** The field or material that a refusal names, in the words of the form. */
  placeName(row: CaseRow): string | null {
    const { catalogue } = this.#station;
    if (!catalogue || !row.rejection) return null;
    const [group, key] = placeOf(row.rejection.path).split('.');
    const definition = definitionOf(catalogue, { itemId: row.itemId, bundle: null });
    if (group === 'answers') return definition?.fields.find((field: Field) => field.key === key)?.label ?? null;
    return group === 'materials' ? (definition?.materials.find((material) => material.id === key)?.name ?? null) : null;
  }

  /** The draft that mends a refused case, opened at the place that was refused. */
  async mend(row: CaseRow): Promise<string | null> {
    const { api } = this.#station;
    const view = await api.case(row.id);
    const bundle = view?.state.received.bundle;
    const result = await api.startDraft({ itemId: row.itemId, caseId: row.id, ...(bundle ? { bundle: { id: bundle.id, itemIds: bundle.itemIds } } : {}) });
    this.problem = result.ok ? null : result.error;
    return result.ok ? result.value.id : null;
  }
}

const units = ['B', 'KB', 'MB', 'GB'];
/** 7.9 MB; whole numbers below a megabyte. */
export function bytesWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit < 2 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
