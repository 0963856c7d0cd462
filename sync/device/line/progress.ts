/** What the sync page shows: counts that the county has confirmed, and the speed of the last seconds. */
import type { Problem } from '#protocol/errors.ts';
import type { Platform } from '#store/platform.ts';
import type { SyncPhase, SyncStatus } from '../api.ts';
import { isPassing } from './passing.ts';

const speedWindow = 15_000;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

export class Progress {
  #now: () => number;
  #tell: () => void;
  #samples: { at: number; bytes: number }[] = [];
  #at = {
    started: null as number | null,
    finished: null as number | null,
    contact: null as number | null,
    next: null as number | null,
    pulled: null as number | null
  };
  #phase: SyncPhase = 'idle';
  #error: Problem | null = null;
  #photoBytesSent = 0;
  #elapsed: () => number;
  #movedAt = 0;
  /** Whether the county answered in this run, and in the latest that is over. */
  #answered = { now: false, last: false };
  online = true;
  running = false;
  paused = false;
  attempts = 0;
  cuts = 0;
  /** Photos wait for power. */
  photosHeld = false;
  readonly records = { total: 0, sent: 0, confirmed: 0, rejected: 0 };
  readonly photos = { total: 0, sent: 0, confirmed: 0, totalBytes: 0, confirmedBytes: 0 };
  /** Why single photos were not taken, by SHA-256, in the latest run that sent photos. */
  readonly photoProblems = new Map<string, Problem>();
  readonly pulled = { statusChanges: 0, corrections: 0, catalogueItems: 0 };

  constructor({ now, elapsed }: Pick<Platform, 'now' | 'elapsed'>, tell: () => void) {
    this.#now = now;
    this.#elapsed = elapsed;
    this.#tell = () => {
      this.stirred();
      tell();
    };
  }

  /** Something moved, so the run lives. */
  stirred(): void {
    this.#movedAt = this.#elapsed();
  }
  /** Milliseconds since something moved. */
  still(): number {
    return this.#elapsed() - this.#movedAt;
  }
  /** Milliseconds since the last run was over; none was: for ever. */
  sinceFinished(): number {
    return this.#at.finished === null ? Infinity : this.#now() - this.#at.finished;
  }

  moved(bytes: number): void {
    this.stirred();
    this.#samples.push({ at: this.#now(), bytes });
    while ((this.#samples[0]?.at ?? Infinity) < this.#now() - speedWindow) this.#samples.shift();
  }
  chunkSent(bytes: number): void {
    this.#photoBytesSent += bytes;
    this.#tell();
  }

  begin(): void {
    this.running = true;
    this.#at.started = this.#now();
    this.#at.next = null;
    this.#samples = [];
    this.#answered.now = false;
    Object.assign(this.pulled, { statusChanges: 0, corrections: 0, catalogueItems: 0 });
    this.enter('hello');
  }
  enter(phase: SyncPhase): void {
    this.#phase = phase;
    this.#tell();
  }
  /** The county answered just now. */
  contact(at: number): void {
    this.#answered = { now: true, last: true };
    this.remember(at);
  }
  /** It answered then, in an earlier start perhaps. */
  remember(at: number): void {
    this.#at.contact = at;
    this.#tell();
  }
  /** By its answers, not by the browser's word: what is taken in while this is false was taken in offline. */
  get reachable(): boolean {
    return this.online && this.#answered.last;
  }
  /** A try that failed is to be made again. */
  get waits(): boolean {
    return this.#phase === 'waiting';
  }
  tell(): void {
    this.#tell();
  }
  /** What the last run sent stays on the page until there is something new to send. */
  startRecords(total: number): void {
    if (total > 0) Object.assign(this.records, { total, sent: 0, confirmed: 0, rejected: 0 });
    this.#tell();
  }
  startPhotos(total: number, totalBytes: number): void {
    this.photoProblems.clear();
    if (total > 0) Object.assign(this.photos, { total, sent: 0, confirmed: 0, totalBytes, confirmedBytes: 0 });
    this.#photoBytesSent = 0;
    this.#tell();
  }
  pullDone(): void {
    this.#at.pulled = this.#now();
    this.#tell();
  }
  end(error: Problem | null): void {
    this.running = false;
    this.#answered.last = this.#answered.now;
    // A line that was never there was not cut.
    if (error !== null && isPassing(error) && this.#answered.now) this.cuts++;
    this.#error = error;
    this.#at.finished = this.#now();
    this.enter('idle');
  }
  waitUntil(at: number | null, isRetry: boolean): void {
    this.#at.next = at;
    this.enter(at !== null && isRetry ? 'waiting' : 'idle');
  }

  status(): SyncStatus {
    const since = this.#samples[0]?.at ?? this.#now();
    const moved = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0);
    const bytesPerSecond = this.running && moved > 0 ? Math.round((moved * 1000) / Math.max(1000, this.#now() - since)) : 0;
    const left = this.photos.totalBytes - Math.max(this.photos.confirmedBytes, this.#photoBytesSent);
    return {
      phase: this.#phase,
      online: this.online,
      running: this.running,
      paused: this.paused,
      startedAt: iso(this.#at.started),
      finishedAt: iso(this.#at.finished),
      lastContactAt: iso(this.#at.contact),
      attempts: this.attempts,
      nextAttemptAt: iso(this.#at.next),
      records: { ...this.records },
      photos: { ...this.photos, sentBytes: Math.max(this.photos.confirmedBytes, this.#photoBytesSent) },
      bytesPerSecond,
      secondsLeft: this.#phase === 'photos' && bytesPerSecond > 0 && left > 0 ? Math.ceil(left / bytesPerSecond) : null,
      cuts: this.cuts,
      photosHeld: this.photosHeld,
      pulled: { ...this.pulled, at: iso(this.#at.pulled) },
      error: this.#error
    };
  }
}
