/** Photos out of a file: by the same chunks and the same commit as on the line, a few at a time. */
import { createHash } from 'node:crypto';
import { contentDigest } from '#protocol/chain.ts';
import { defaultLimits } from '#protocol/version.ts';
import { storeChunk } from '../blobs/chunks.ts';
import { commitBlobs } from '../blobs/commit.ts';
import { committedAmong } from '../blobs/read.ts';
import type { Context } from '../context.ts';

export type Photo = { sha256: string; bytes: number; mime: string };
/** A commit re-hashes and flushes: together it costs less, and what waits is on disk as chunks. */
const commitEvery = 8;

export class PhotoIntake {
  readonly #context: Context;
  readonly #station: string;
  #whole: Photo[] = [];
  committed = 0;

  constructor(context: Context, station: string) {
    this.#context = context;
    this.#station = station;
  }

  /** One that is bad holds no other: it is simply not committed. */
  async take(photo: Photo, bytes: Uint8Array): Promise<void> {
    if (bytes.length !== photo.bytes || bytes.length > defaultLimits.blobBytes || bytes.length === 0) return;
    if (createHash('sha256').update(bytes).digest('hex') !== photo.sha256) return;
    if ((await committedAmong(this.#context, this.#station, [photo.sha256])).size > 0) {
      this.committed++;
      return;
    }
    const size = defaultLimits.chunkBytes;
    for (let chunk = 0; chunk * size < bytes.length; chunk++) {
      const part = bytes.subarray(chunk * size, (chunk + 1) * size);
      const digest = contentDigest(createHash('sha256').update(part).digest('base64'));
      await storeChunk(this.#context, this.#station, photo.sha256, String(chunk), part, digest);
    }
    this.#whole.push(photo);
    if (this.#whole.length >= commitEvery) await this.end();
  }
  async end(): Promise<void> {
    const results = this.#whole.length === 0 ? [] : await commitBlobs(this.#context, this.#station, this.#whole);
    this.committed += results.filter((result) => result.committed).length;
    this.#whole = [];
  }
}
