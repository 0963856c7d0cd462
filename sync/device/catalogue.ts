/** The catalogue on this device: fetched, its signature and content checked, kept in memory once read. */
import type { Catalogue } from '#domain/catalogue/format.ts';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import { cataloguePackSchema } from '#protocol/messages.ts';
import { base64ToBytes, codec } from '#store/bytes.ts';
import type { Pack } from '#store/catalogue-pack.ts';
import type { Draft, Result, SearchHit } from './api.ts';
import { signerOf } from './core.ts';
import type { Core } from './core.ts';
import { buildIndex, searchIndex } from './search.ts';
import type { SearchEntry } from './search.ts';
import { failure } from './sentences.ts';

export class CatalogueShelf {
  #core: Core;
  #held: { revision: number; catalogue: Catalogue; index: SearchEntry[] } | null = null;

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
    return (await this.#load())?.catalogue ?? null;
  }
  async search(query: string): Promise<SearchHit[]> {
    const held = await this.#load();
    return held === null ? [] : searchIndex(held.index, query);
  }
  async definition(draft: Pick<Draft, 'itemId' | 'bundle'>): Promise<IntakeDefinition | null> {
    const catalogue = await this.current();
    if (catalogue === null) return null;
    return draft.bundle === null ? itemDefinition(catalogue, draft.itemId) : bundleDefinition(catalogue, draft.bundle.id, draft.bundle.itemIds);
  }

  async #load(): Promise<{ catalogue: Catalogue; index: SearchEntry[] } | null> {
    if (this.#held !== null) return this.#held;
    const pack = await this.#core.packs.packs.get('current');
    if (pack === undefined) return null;
    // Checked in full when it came; what this code stored it can read.
    const catalogue = JSON.parse(pack.text) as Catalogue;
    this.#held = { revision: pack.revision, catalogue, index: buildIndex(catalogue) };
    return this.#held;
  }

  /** How many items and bundles are new or changed; 0 when nothing is newer. */
  async fetch(signal?: AbortSignal): Promise<Result<number>> {
    const [signer, enrolment] = [await signerOf(this.#core), await this.#core.vault.enrolment()];
    if (signer === null || enrolment === null) return failure('not_enrolled');
    const before = await this.about();
    const reply = await this.#core.line.call({
      method: 'GET',
      path: `/api/v1/catalogue?since=${before?.revision ?? 0}`,
      reply: cataloguePackSchema,
      signer,
      signal
    });
    if (!reply.ok) return reply;
    const { pack, signature } = reply.value;
    const fetchedAt = new Date(this.#core.world.now()).toISOString();
    if (pack === null) {
      if (before !== null) await this.#core.packs.packs.update('current', { fetchedAt });
      return { ok: true, value: 0 };
    }
    if (signature === null || !(await this.#isSigned(pack, signature, enrolment.countyKeys.catalogue))) return failure('bad_catalogue');
    const checked = checkCatalogue(JSON.parse(pack));
    if (!checked.ok) return failure('bad_catalogue', checked.problems[0]?.path ?? '');
    const { revision, version, publishedAt } = checked.catalogue;
    const changed = changedEntries(await this.current(), checked.catalogue);
    await this.#core.packs.packs.put({ id: 'current', revision, version, publishedAt, fetchedAt, text: pack });
    this.#held = null;
    this.#core.changed('catalogue', 'status');
    return { ok: true, value: changed };
  }
  async #isSigned(pack: string, signature: string, key: string): Promise<boolean> {
    const { subtle } = this.#core.world.crypto;
    const county = await subtle.importKey('spki', base64ToBytes(key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, county, base64ToBytes(signature), codec.encode(pack));
  }
}

function changedEntries(before: Catalogue | null, after: Catalogue): number {
  const known = new Map([...(before?.items ?? []), ...(before?.bundles ?? [])].map((entry) => [entry.id, JSON.stringify(entry)]));
  return [...after.items, ...after.bundles].filter((entry) => known.get(entry.id) !== JSON.stringify(entry)).length;
}
