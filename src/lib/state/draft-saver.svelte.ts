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
  readonly #save: () => Promise<Result<string>>;
  readonly #now: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(save: () => Promise<Result<string>>, now: () => string) {
    this.#save = save;
    this.#now = now;
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
    const result = await this.#save();
    if (result.ok) {
      this.savedAt = this.#now();
      this.problem = null;
    } else {
      // Still unsaved: the next input, or leaving the page, tries again.
      this.dirty = true;
      this.problem = result.error;
    }
  }

  /** The draft has become a case: nothing may bring it back. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
