import type { Bytes } from './bytes.ts';
import type { Database, DraftRecord } from './database.ts';
import type { Platform } from './platform.ts';
import { openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

/** What the store must know of a draft; the rest is sealed as it is. */
export type DraftShape = { id: string; caseId: string | null; updatedAt: string };

const basisPlace = (id: string) => `drafts/${id}/basis`;

/** One sealed row a draft, overwritten strictly. */
export class Drafts<T extends DraftShape> {
  #db: Database;
  #platform: Platform;

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  /** False when the draft has been received or discarded meanwhile: a late save must not bring it back. */
  async save(keys: Keys, draft: T, isNew: boolean): Promise<boolean> {
    const sealed: Bytes = await sealJson(keys, `drafts/${draft.id}`, draft, this.#platform);
    return this.#db.transaction('rw', this.#db.drafts, async () => {
      const before = await this.#db.drafts.get(draft.id);
      if (!isNew && (before === undefined || before.discarded === 1)) return false;
      const basis = before?.basis;
      await this.#db.drafts.put({ id: draft.id, streamId: draft.caseId, updatedAt: draft.updatedAt, discarded: 0, sealed, ...(basis && { basis }) });
      return true;
    });
  }
  async get(keys: Keys, id: string): Promise<T | null> {
    const record = await this.#db.drafts.get(id);
    return record === undefined || record.discarded === 1 ? null : this.#open(keys, record);
  }
  /** What the draft began from; kept beside it, since a screen saves drafts whole. */
  async basis<B>(keys: Keys, id: string): Promise<B | null> {
    const record = await this.#db.drafts.get(id);
    return record?.basis === undefined ? null : openJson<B>(keys, basisPlace(id), record.basis, this.#platform);
  }
  async setBasis(keys: Keys, id: string, basis: unknown): Promise<void> {
    await this.#db.drafts.update(id, { basis: await sealJson(keys, basisPlace(id), basis, this.#platform) });
  }
  async list(keys: Keys, discarded: 0 | 1 = 0): Promise<T[]> {
    const records = (await this.#db.drafts.toArray()).filter((record) => record.discarded === discarded);
    const drafts = await Promise.all(records.map((record) => this.#open(keys, record)));
    return drafts.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  }
  async mark(id: string, discarded: 0 | 1): Promise<void> {
    await this.#db.drafts.update(id, { discarded });
  }
  /** For good. */
  async remove(ids: string[]): Promise<void> {
    await this.#db.drafts.bulkDelete(ids);
  }
  /** Discarded drafts can be restored until the next start. */
  async sweep(): Promise<void> {
    await this.#db.drafts.filter((record) => record.discarded === 1).delete();
  }
  #open(keys: Keys, record: DraftRecord): Promise<T> {
    return openJson<T>(keys, `drafts/${record.id}`, record.sealed, this.#platform);
  }
}
