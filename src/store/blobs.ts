import type { Bytes } from './bytes.ts';
import { readMeta } from './database.ts';
import type { BlobRecord, BlobState, Database } from './database.ts';
import type { Platform } from './platform.ts';
import { lookupId, openBytes, openJson, sealBytes, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';

export type BlobInfo = { sha256: string; mime: string; bytes: number };

const lastKey = 'lastPhoto';

/** Photos: small rows to count, and the sealed bytes beside them. A row's id is a keyed hash of the photo's hash. */
export class Blobs {
  #db: Database;
  #platform: Platform;

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  /** The same bytes again are one blob. */
  async add(keys: Keys, info: BlobInfo, bytes: Bytes): Promise<void> {
    const id = await lookupId(keys, info.sha256, this.#platform);
    if ((await this.#db.blobs.get(id)) !== undefined) return;
    const createdAt = new Date(this.#platform.now()).toISOString();
    const record: BlobRecord = { id, state: 'draft', bytes: info.bytes, createdAt, sealed: await sealJson(keys, `blobs/${id}`, info, this.#platform) };
    const content = { id, sealed: await sealBytes(keys, `blobBytes/${id}`, bytes, this.#platform) };
    await this.#db.transaction('rw', this.#db.blobs, this.#db.blobBytes, async () => {
      if ((await this.#db.blobs.get(id)) !== undefined) return;
      await this.#db.blobs.add(record);
      await this.#db.blobBytes.add(content);
    });
  }
  async read(keys: Keys, sha256: string): Promise<{ info: BlobInfo; bytes: Bytes } | null> {
    const id = await lookupId(keys, sha256, this.#platform);
    const [record, bytes] = await Promise.all([this.#db.blobs.get(id), this.bytesOf(keys, id)]);
    return record === undefined || bytes === null ? null : { info: await this.#open(keys, record), bytes };
  }
  /** By the row's id. */
  async bytesOf(keys: Keys, id: string): Promise<Bytes | null> {
    const content = await this.#db.blobBytes.get(id);
    return content === undefined ? null : openBytes(keys, `blobBytes/${id}`, content.sealed, this.#platform);
  }
  /** Rows of what the county must still get, oldest first; closed, since there may be thousands. */
  async waiting(): Promise<BlobRecord[]> {
    const records = await this.#db.blobs.where('state').equals('queued').toArray();
    return records.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  }
  infosOf(keys: Keys, records: BlobRecord[]): Promise<BlobInfo[]> {
    return Promise.all(records.map((record) => this.#open(keys, record)));
  }
  async queued(keys: Keys): Promise<BlobInfo[]> {
    return this.infosOf(keys, await this.waiting());
  }
  async committed(keys: Keys, hashes: string[]): Promise<void> {
    if (hashes.length === 0) return;
    const ids = await Promise.all(hashes.map((hash) => lookupId(keys, hash, this.#platform)));
    await this.#db.transaction('rw', this.#db.blobs, this.#db.meta, async () => {
      await this.#db.blobs.bulkUpdate(ids.map((key) => ({ key, changes: { state: 'committed' } })));
      await this.#db.meta.put({ key: lastKey, value: ids.at(-1) });
    });
  }
  /** The one that the county confirmed last, of those that are still here. */
  async lastCommitted(keys: Keys): Promise<BlobInfo | null> {
    const id = await readMeta<string | null>(this.#db, lastKey, null);
    if (id === null) return null;
    const record = await this.#db.blobs.get(id);
    if (record?.state === 'committed') return this.#open(keys, record);
    const held = await this.#db.blobs.where('state').equals('committed').toArray();
    const newest = held.reduce<BlobRecord | null>((last, one) => (last === null || one.createdAt > last.createdAt ? one : last), null);
    return newest === null ? null : this.#open(keys, newest);
  }
  /** All that are still here: the county was put back to an earlier day. */
  async queueAllAgain(): Promise<void> {
    await this.#db.blobs.where('state').equals('committed').modify({ state: 'queued' });
  }
  /** Of those that were committed: the county may have them no longer. */
  async queueAgain(keys: Keys, hashes: string[]): Promise<void> {
    const ids = await Promise.all(hashes.map((hash) => lookupId(keys, hash, this.#platform)));
    await this.#db.blobs
      .where('id')
      .anyOf(ids)
      .and((blob) => blob.state === 'committed')
      .modify({ state: 'queued' });
  }
  async sizes(state: BlobState): Promise<{ count: number; bytes: number }> {
    // One request: a cursor would take a step a photo.
    const records = await this.#db.blobs.where('state').equals(state).toArray();
    return { count: records.length, bytes: records.reduce((sum, record) => sum + record.bytes, 0) };
  }
  /** Ids of what waits: the lists count a case's photos with it. */
  async queuedIds(): Promise<Set<string>> {
    return new Set(await this.#db.blobs.where('state').equals('queued').primaryKeys());
  }
  /** Drops photos from before `before` (ISO) that no draft names any more. `named`: the hashes that drafts name. */
  async sweep(keys: Keys, named: string[], before: string): Promise<void> {
    const kept = new Set(await Promise.all(named.map((hash) => lookupId(keys, hash, this.#platform))));
    await this.#db.transaction('rw', this.#db.blobs, this.#db.blobBytes, async () => {
      const gone = (await this.#db.blobs.where('state').equals('draft').toArray()).flatMap(({ id, createdAt }) =>
        createdAt < before && !kept.has(id) ? [id] : []
      );
      await this.#db.blobs.bulkDelete(gone);
      await this.#db.blobBytes.bulkDelete(gone);
    });
  }
  #open(keys: Keys, record: BlobRecord): Promise<BlobInfo> {
    return openJson<BlobInfo>(keys, `blobs/${record.id}`, record.sealed, this.#platform);
  }
}
