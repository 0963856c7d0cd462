/** Photos whose chunks have all gone up are committed many at a time, while others go up (SPEC P22). */
import { commitReplySchema } from '#protocol/messages.ts';
import type { Problem } from '#protocol/errors.ts';
import type { BlobInfo } from '#store/blobs.ts';
import type { Run } from './run.ts';

/** The county re-hashes and flushes each: often enough that the count moves, seldom enough that round trips don't matter. */
const together = 16;
const commitDeadline = 60_000;

export class Commits {
  #run: Run;
  #whole: BlobInfo[] = [];
  #underWay: Promise<void> | null = null;
  /** The first photo that the county refused. */
  refused: Problem | null = null;
  /** Why no more can be committed. */
  failed: Problem | null = null;

  constructor(run: Run) {
    this.#run = run;
  }

  /** All chunks of it are with the county. */
  add(info: BlobInfo): void {
    this.#whole.push(info);
    if (this.#underWay !== null || this.#whole.length < together) return;
    this.#underWay = this.#commit();
    // A defect stays there for `end` to find.
    this.#underWay.catch(() => undefined);
  }
  /** Waits for what is under way and, with `all`, for what is left; answers what stopped it. */
  async end(all: boolean): Promise<Problem | null> {
    await this.#underWay;
    while (all && this.failed === null && this.#whole.length > 0) await this.#commit();
    return this.failed;
  }

  async #commit(): Promise<void> {
    const infos = this.#whole.splice(0, this.#run.self.limits.commitHashes);
    const { core, signer, signal } = this.#run;
    const reply = await core.line.call({
      method: 'POST',
      path: '/api/v1/blobs/commit',
      reply: commitReplySchema,
      body: { blobs: infos },
      signer,
      signal,
      deadline: commitDeadline
    });
    if (!reply.ok) {
      this.failed = reply.error;
      this.#underWay = null;
      return;
    }
    const done = new Set(reply.value.results.filter((result) => result.committed).map((result) => result.sha256));
    this.refused ??= reply.value.results.find((result) => result.error !== undefined)?.error ?? null;
    for (const { sha256, error } of reply.value.results) if (error !== undefined) this.#run.progress.photoProblems.set(sha256, error);
    await this.confirm(infos.filter(({ sha256 }) => done.has(sha256)));
    this.#underWay = null;
  }

  /** The county has these for good. */
  async confirm(infos: BlobInfo[]): Promise<void> {
    if (infos.length === 0) return;
    const { core, keys, progress } = this.#run;
    await core.blobs.committed(
      keys,
      infos.map(({ sha256 }) => sha256)
    );
    progress.photos.confirmed += infos.length;
    progress.photos.sent = Math.max(progress.photos.sent, progress.photos.confirmed);
    progress.photos.confirmedBytes += infos.reduce((sum, { bytes }) => sum + bytes, 0);
    progress.tell();
    core.changed('counts', 'cases');
  }
}
