/** The catalogue on this device, kept in memory once read. */
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Pack } from '#store/catalogue-pack.ts';
import type { Result, SearchHit } from './api.ts';
import type { Core } from './core.ts';
import { buildIndex, searchIndex } from './search.ts';
import type { SearchEntry } from './search.ts';

export class CatalogueShelf {
  #core: Core;
  #held: Catalogue | null = null;
  #index: { of: Catalogue; entries: SearchEntry[] } | null = null;

  constructor(core: Core) {
    this.#core = core;
    // Another tab may have fetched a newer one.
    core.caches.add((changes) => {
      if (changes.includes('catalogue')) this.#held = null;
    });
  }

  async about(): Promise<Omit<Pack, 'text' | 'id'> | null> {
    const pack = await this.#core.packs.packs.get('current');
    return pack === undefined ? null : { revision: pack.revision, version: pack.version, publishedAt: pack.publishedAt, fetchedAt: pack.fetchedAt };
  }
  async current(): Promise<Catalogue | null> {
    if (this.#held !== null) return this.#held;
    const pack = await this.#core.packs.packs.get('current');
    if (pack === undefined) return null;
    // Checked in full when it came; what this code stored it can read.
    this.#held = JSON.parse(pack.text) as Catalogue;
    return this.#held;
  }
  async search(query: string): Promise<SearchHit[]> {
    const catalogue = await this.current();
    if (catalogue === null) return [];
    if (this.#index?.of !== catalogue) this.#index = { of: catalogue, entries: buildIndex(catalogue) };
    return searchIndex(this.#index.entries, query);
  }

  /** How many items and bundles are new or changed; 0 when nothing is newer. */
  async fetch(signal?: AbortSignal): Promise<Result<number>> {
    const { fetchCatalogue } = await import('./line/catalogue.ts');
    return fetchCatalogue(this.#core, this, signal);
  }
}
