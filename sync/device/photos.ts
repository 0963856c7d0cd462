import { toHex } from '#protocol/chain.ts';
import type { Page } from '#domain/form/values.ts';
import type { Result, StationApi, Storage } from './api.ts';
import type { Core } from './core.ts';
import { photoLimit } from './darkroom.ts';
import { failure } from './sentences.ts';

/** Below this much free space photos are refused, so that drafts and 收件 always find room. */
const reserve = 60 * 1024 * 1024;

export class Photos {
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async add(...[file, options]: Parameters<StationApi['addPhoto']>): Promise<Result<Page>> {
    const { world, vault, blobs } = this.#core;
    if (vault.session === null) return failure('locked');
    const { keys } = vault.session;
    const { usage, quota } = await world.estimate();
    if (usage !== null && quota !== null && quota - usage < reserve) return failure('storage_full');
    const photo = await world.darkroom(file, options.watermark);
    if (photo === null) return failure('not_a_picture');
    if (photo.bytes.length > photoLimit) return failure('picture_too_large');
    const sha256 = toHex(new Uint8Array(await world.crypto.subtle.digest('SHA-256', photo.bytes)));
    const bytes = photo.bytes.length;
    await blobs.add(keys, { sha256, mime: photo.mime, bytes }, photo.bytes);
    return {
      ok: true,
      value: { sha256, bytes, mime: photo.mime, label: options.label, takenAt: new Date(world.now()).toISOString(), width: photo.width, height: photo.height }
    };
  }
  async read(sha256: string): Promise<{ bytes: ArrayBuffer; mime: string } | null> {
    const { vault, blobs } = this.#core;
    const found = vault.session === null ? null : await blobs.read(vault.session.keys, sha256);
    return found === null ? null : { bytes: found.bytes.buffer, mime: found.info.mime };
  }
  async storage(): Promise<Storage> {
    const { usage, quota, persisted } = await this.#core.world.estimate();
    const sizes = await Promise.all((['draft', 'queued', 'committed'] as const).map((state) => this.#core.blobs.sizes(state)));
    return {
      used: usage,
      quota,
      persisted,
      cases: await this.#core.db.cases.count(),
      photos: sizes.reduce((sum, { count }) => sum + count, 0),
      photoBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0)
    };
  }
}
