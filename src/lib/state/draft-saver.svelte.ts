import type { Result } from '#device/api.ts';
import type { Problem } from '#protocol/errors.ts';

/** From input to the start of the save: with the write itself this stays under 300 ms. */
const delay = 150;

/** Saves soon after each change, one save at a time, and says so only when the device has said so. */
export class DraftSaver {
  /** When the last save was durable, ISO; null before the first one. */
  savedAt = $state<string | null>(null);
  problem = $state<Problem | null>(null);
  dirty = $state(false);
  #writing = $state(false);
  readonly #save: () => Promise<Result<string>>;
  readonly #now: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(save: () => Promise<Result<string>>, now: () => string) {
    this.#save = save;
    this.#now = now;
  }

  /** Everything that was entered is durable: nothing waits and no write is under way. */
  get settled(): boolean {
    return !this.dirty && !this.#writing;
  }

  /** A timer that runs is never put off: the wait counts from the first unsaved input. */
  touch(): void {
    if (this.#stopped) return;
    this.dirty = true;
    this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  /** Resolves when everything entered so far is saved, or the save failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
    if (!this.dirty) return;
    this.#running ??= this.#write().finally(() => (this.#running = undefined));
    await this.#running;
  }

  async #write(): Promise<void> {
    this.dirty = false;
    this.#writing = true;
    const result = await this.#saveOrSay().finally(() => (this.#writing = false));
    if (result.ok) {
      this.savedAt = this.#now();
      this.problem = null;
    } else {
      // Still unsaved: the next input, or leaving the page, tries again.
      this.dirty = true;
      this.problem = result.error;
    }
  }

  /** A worker that broke is a save that failed; the screen has words of its own for it. */
  #saveOrSay(): Promise<Result<string>> {
    return this.#save().catch((): Result<string> => ({ ok: false, error: { code: 'internal', message: '', path: '' } }));
  }

  /** The draft has become a case: nothing may bring it back. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
