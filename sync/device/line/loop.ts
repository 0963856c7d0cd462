/** When the line is used: after each act, when it comes back, on a press, and now and then; backing off when it fails. */
import { defaultLimits } from '#protocol/version.ts';
import { isConnectionLost, isOverQuota, reopen } from '#store/database.ts';
import type { Conditions, Counts, Result, SyncStatus } from '../api.ts';
import type { CatalogueShelf } from '../catalogue.ts';
import { openSession, signerOf } from '../core.ts';
import type { Core } from '../core.ts';
import { lastContact } from '../grant.ts';
import { failure } from '../sentences.ts';
import { isPassing } from './passing.ts';
import { Progress } from './progress.ts';

const second = 1000;
const minute = 60 * second;
const firstWait = 2 * second;
const longestWait = 5 * minute;
/** Between two goes with nothing to send. */
const restful = 2 * minute;
/** Several acts in a row go as one batch. */
const settling = 1.5 * second;
/** How long a run may keep its keys after the vault has locked. */
const leaseAfterLock = 60 * minute;
/** A run in which nothing has moved for so long hangs: every request of the line has a shorter deadline. */
const lifeless = 3 * minute;
/** For a run that was told to end. */
const lastBreath = 10 * second;

export class SyncLoop {
  #core: Core;
  #shelf: CatalogueShelf;
  #counts: () => Promise<Counts>;
  #cancel: () => void = () => undefined;
  #abort: AbortController | null = null;
  #again = false;
  #going = false;
  #next: (() => void) | null = null;
  #failures = 0;
  #conditions: Conditions = { visible: true, powerLow: false };
  /** The next run was asked for by a person. */
  #byHand = false;
  readonly progress: Progress;
  readonly underWay = new Set<string>();
  /** What one run leaves to the next. */
  readonly #kept = { underWay: this.underWay, batch: { cap: defaultLimits.batchOperations as number }, asked: { through: 0 } };

  constructor(core: Core, shelf: CatalogueShelf, counts: () => Promise<Counts>) {
    this.#core = core;
    this.#shelf = shelf;
    this.#counts = counts;
    this.progress = new Progress(core.world, () => core.changed('sync'));
    core.meter.listen((bytes) => this.progress.moved(bytes));
    void lastContact(core).then((at) => {
      if (at !== null) this.progress.remember(at);
    });
  }

  status(): SyncStatus {
    return this.progress.status();
  }
  setOnline(online: boolean): void {
    // Told again while a try waits, it is news as well: the browser woke us for it.
    const came = online && (!this.progress.online || this.progress.waits);
    this.progress.online = online;
    this.#core.changed('sync');
    if (came) {
      this.#failures = 0;
      this.nudge(firstWait / 4);
    }
  }
  /** What is not seen asks for no news; what has little power keeps it for the records. */
  setConditions(conditions: Conditions): void {
    const before = this.#conditions;
    this.#conditions = conditions;
    if (before.powerLow && !conditions.powerLow && this.progress.photosHeld) return this.nudge(0);
    if (conditions.visible && !before.visible && this.progress.sinceFinished() > restful / 4) this.nudge(firstWait / 4);
  }
  now(): void {
    this.progress.paused = false;
    this.#byHand = true;
    this.#failures = 0;
    this.nudge(0);
  }
  stop(): void {
    this.progress.paused = true;
    this.#again = false;
    this.#cancel();
    this.#abort?.abort();
    this.progress.waitUntil(null, false);
  }
  saved(): void {
    if (this.#going) this.#again = true;
    else this.nudge(settling);
  }
  /** A run under way goes on with the keys that it has, for so long. */
  locked(): void {
    const run = this.#abort;
    if (run !== null)
      this.#core.world.after(leaseAfterLock, () => {
        if (this.#core.vault.session === null) run.abort();
      });
  }

  nudge(delay: number, isRetry = false): void {
    if (this.progress.paused) return;
    // A run under way may have looked too early for what this is about: another follows.
    if (this.#going) this.#again = true;
    if (this.#going) return;
    this.#cancel();
    this.progress.waitUntil(delay === 0 ? null : this.#core.world.now() + delay, isRetry);
    this.#cancel = this.#core.world.after(delay, () => void this.#go());
  }

  async #go(): Promise<void> {
    if (this.#going || this.progress.paused) return;
    this.#going = true;
    try {
      await this.#start();
    } catch (defect) {
      // Not even who we are could be read: there must be a next try.
      const outcome = await this.#mishap(defect);
      this.#next = () => this.#finish(true, outcome, false);
    } finally {
      this.#going = false;
    }
    this.#next?.();
    this.#next = null;
  }
  async #start(): Promise<void> {
    const [session, signer] = [await openSession(this.#core), await signerOf(this.#core)];
    // Locked, or not enrolled yet: opening nudges again, and may have done so while we asked.
    if (session === null || signer === null) {
      const again = this.#again;
      this.#again = false;
      this.#next = () => (again || this.#again ? this.nudge(0) : this.progress.waitUntil(null, false));
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    let stopped = false;
    let outcome: Result<null> | null = null;
    const holdsPhotos = this.#conditions.powerLow && !this.#byHand;
    this.#byHand = false;
    const run = async (): Promise<Result<null>> => {
      try {
        const { go } = await import('./go.ts');
        return await go({
          core: this.#core,
          shelf: this.#shelf,
          counts: this.#counts,
          session,
          signer,
          progress: this.progress,
          holdsPhotos,
          ...this.#kept,
          signal: abort.signal
        });
      } catch (defect) {
        return this.#mishap(defect);
      }
    };
    const ran = await this.#core.world.alone('sync', async () => {
      this.progress.attempts++;
      this.progress.begin();
      const ended = await this.#watched(run(), abort);
      stopped = abort.signal.aborted && (ended.ok || ended.error.code !== 'storage_stuck');
      outcome = ended;
    });
    this.#abort = null;
    // After the run is over in every respect, since it may begin the next.
    this.#next = () => this.#finish(ran, outcome ?? { ok: true, value: null }, stopped);
  }

  /** A promise of the browser that never settles must not end all sync (SPEC P87): the run is given up. What it still does late changes nothing, since each of its writes may come twice. */
  #watched(run: Promise<Result<null>>, abort: AbortController): Promise<Result<null>> {
    const { after, elapsed } = this.#core.world;
    return new Promise((resolve) => {
      let checked = elapsed();
      let cancel = () => {};
      const end = (outcome: Result<null>) => {
        cancel();
        resolve(outcome);
      };
      const check = () => {
        const now = elapsed();
        // A check that is late itself comes out of a sleep; the run slept too.
        if (now - checked > lifeless) this.progress.stirred();
        checked = now;
        if (this.progress.still() < lifeless) {
          cancel = after(lifeless / 6, check);
          return;
        }
        abort.abort();
        cancel = after(lastBreath, () => void this.#revive().finally(() => end(failure('storage_stuck'))));
      };
      cancel = after(lifeless / 6, check);
      void run.then(end);
    });
  }
  async #revive(): Promise<void> {
    await reopen(this.#core.db).catch(() => undefined);
  }
  async #mishap(defect: unknown): Promise<Result<null>> {
    if (isOverQuota(defect)) return failure('storage_full');
    if (!isConnectionLost(defect))
      return { ok: false, error: { code: 'internal', message: defect instanceof Error ? defect.message : String(defect), path: '' } };
    await this.#revive();
    return failure('storage_lost');
  }

  #finish(ran: boolean, outcome: Result<null>, stopped: boolean): void {
    if (ran) this.progress.end(outcome.ok || stopped ? null : outcome.error);
    if (this.progress.paused || (stopped && !this.#again)) return;
    if (!ran) return this.nudge(longestWait / 10);
    if (outcome.ok || stopped) {
      this.#failures = 0;
      const again = this.#again;
      this.#again = false;
      // All is sent, and nobody looks: the next act or the next look asks again.
      if (!again && !this.#conditions.visible) return this.progress.waitUntil(null, false);
      return this.nudge(again ? 0 : this.#jitter(restful));
    }
    this.nudge(this.#jitter(isPassing(outcome.error) ? Math.min(longestWait, firstWait * 2 ** this.#failures++) : longestWait), true);
  }
  /** Half to one and a half times, so that 400 stations don't come back at the same instant. */
  #jitter(delay: number): number {
    return Math.min(longestWait, Math.round(delay * (0.5 + this.#core.world.random())));
  }
}
