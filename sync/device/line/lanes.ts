/** How many chunks go up side by side: as many as the line carries well. */
import type { Result } from '../api.ts';

/** A browser opens no more connections to one county over HTTP/1.1. */
const most = 6;
/** Two keep a line busy over its round trips. */
const atFirst = 2;
/** Milliseconds for a chunk: below, another may go beside it; above, they only wait for each other and near their deadline. */
const quick = 1000;
const slow = 5000;

export class Lanes {
  #elapsed: () => number;
  /** Kept for the next run. */
  #kept: { lanes?: number };
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(elapsed: () => number, kept: { lanes?: number }) {
    this.#elapsed = elapsed;
    this.#kept = kept;
  }

  get #open(): number {
    return this.#kept.lanes ?? atFirst;
  }

  /** Waits for a free lane; null when nothing was sent. */
  async through(send: () => Promise<Result<unknown> | null>): Promise<Result<unknown> | null> {
    while (this.#taken >= this.#open) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken++;
    const started = this.#elapsed();
    try {
      const sent = await send();
      if (sent !== null) this.#learn(this.#elapsed() - started, sent);
      return sent;
    } finally {
      this.#taken--;
      for (const next of this.#waiting.splice(0, Math.max(1, this.#open - this.#taken))) next();
    }
  }
  #learn(took: number, sent: Result<unknown>): void {
    if (!sent.ok) {
      if (sent.error.code === 'timeout') this.#kept.lanes = Math.max(1, Math.floor(this.#open / 2));
    } else if (took > slow) this.#kept.lanes = Math.max(Math.min(atFirst, this.#open), this.#open - 1);
    else if (took < quick) this.#kept.lanes = Math.min(most, this.#open + 1);
  }
}
