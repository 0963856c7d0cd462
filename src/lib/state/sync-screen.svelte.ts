import type { CaseRow, Storage, SyncBoard } from '#device/api.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Field } from '#domain/catalogue/format.ts';
import { placeOf } from './asked-places.ts';
import { definitionOf } from './intake.svelte.ts';
import type { Station } from './station.svelte.ts';

/** The worker goes through all rows for a board: this often is fast enough for an eye while a run moves. */
const pace = 400;

/** 同步: what waits, what the county confirmed, what it refused. Counted by the worker from durable rows. */
export class SyncScreen {
  board = $state.raw<SyncBoard | null>(null);
  storage = $state.raw<Storage | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** A case whose draft is being opened. */
  opening = $state<string | null>(null);
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
        this.board = await this.#station.api.syncBoard();
        if (this.#station.sync?.running) await new Promise((resolve) => setTimeout(resolve, pace));
      }
    } finally {
      this.#loading = false;
    }
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

  /** The draft that mends a refused case, and the place in it that was refused. */
  async mend(row: CaseRow): Promise<{ draft: string; at: string | null } | null> {
    if (this.opening !== null) return null;
    this.opening = row.id;
    try {
      const { api } = this.#station;
      const view = await api.case(row.id);
      const bundle = view?.state.received.bundle;
      const result = await api.startDraft({ itemId: row.itemId, caseId: row.id, ...(bundle ? { bundle: { id: bundle.id, itemIds: bundle.itemIds } } : {}) });
      this.problem = result.ok ? null : result.error;
      return result.ok ? { draft: result.value.id, at: row.rejection && placeOf(row.rejection.path) } : null;
    } finally {
      this.opening = null;
    }
  }
}
