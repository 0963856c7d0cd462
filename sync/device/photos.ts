import { toHex } from '#protocol/chain.ts';
import type { Page } from '#domain/form/values.ts';
import type { Result, StationApi, Storage } from './api.ts';
import { signerOf } from './core.ts';
import type { Core } from './core.ts';
import { describeKeeping } from './room.ts';
import { failure } from './sentences.ts';
import { photoLimit } from './world.ts';

/** Below this much free space photos are refused, so that drafts and 收件 always find room. */
const reserve = 60 * 1024 * 1024;

const isHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

export class Photos {
  #core: Core;
  #isOnline: () => boolean;

  constructor(core: Core, isOnline: () => boolean) {
    this.#core = core;
    this.#isOnline = isOnline;
  }

  async add(...[file, options]: Parameters<StationApi['addPhoto']>): Promise<Result<Page>> {
    const { world, vault, blobs } = this.#core;
    if (vault.session === null) return failure('locked');
    const { keys } = vault.session;
    const { usage, quota } = await world.estimate();
    if (usage !== null && quota !== null && quota - usage < reserve) {
      const { makeRoom } = await import('./keeping.ts');
      if (quota - usage + (await makeRoom(this.#core, keys)) < reserve) return failure('storage_full');
    }
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
  /** From this device, else from the county when there is a line; what the county sends is shown and not kept. */
  async read(sha256: string): Promise<{ bytes: ArrayBuffer; mime: string } | null> {
    const { vault, blobs } = this.#core;
    if (vault.session === null) return null;
    const found = await blobs.read(vault.session.keys, sha256);
    if (found !== null) return { bytes: found.bytes.buffer, mime: found.info.mime };
    return this.#isOnline() && isHash(sha256) ? this.#fetch(sha256) : null;
  }
  async #fetch(sha256: string): Promise<{ bytes: ArrayBuffer; mime: string } | null> {
    const { line, world, vault } = this.#core;
    const signer = await signerOf(this.#core);
    if (signer === null) return null;
    const reply = await line.bytes({ method: 'GET', path: `/api/v1/device-blobs/${sha256}`, signer });
    // A vault that was locked meanwhile shows nothing more.
    if (!reply.ok || vault.session === null) return null;
    const { bytes, type } = reply.value;
    const hash = toHex(new Uint8Array(await world.crypto.subtle.digest('SHA-256', bytes)));
    return hash === sha256 ? { bytes, mime: type } : null;
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
      photoBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      ...(await describeKeeping(this.#core))
    };
  }
}
