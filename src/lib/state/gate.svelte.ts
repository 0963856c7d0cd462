import { problemWords } from '#lib/messages/zh-problems.ts';
import { zh } from '#lib/messages/zh.ts';
import type { Station } from './station.svelte.ts';
import type { Result } from './types.ts';

/** The acts before the frame: enrol, first sign-in, unlock. One at a time, each with its sentence when it fails. */
export class Gate {
  busy = $state(false);
  error = $state<string | undefined>();
  /** Seconds until a PIN may be tried again. */
  wait = $state(0);
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  enrol(code: string, name: string): Promise<boolean> {
    return this.#act(() => this.#station.api.enrol(code, name));
  }
  signIn(username: string, password: string, pin: string): Promise<boolean> {
    return this.#act(() => this.#station.api.addStaff(username, password, pin));
  }
  async unlock(staffId: string, pin: string): Promise<boolean> {
    const open = await this.#act(() => this.#station.api.unlock(staffId, pin));
    if (open) rememberLast(staffId);
    else this.tell();
    return open;
  }

  /** Reads from the device's own count how long a PIN must wait, and what to say of wrong ones. */
  tell(): void {
    const status = this.#station.status;
    const until = status?.lockedUntil ? Date.parse(status.lockedUntil) : 0;
    this.wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  }

  async #act<T>(work: () => Promise<Result<T>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = undefined;
    try {
      const result = await work();
      if (!result.ok) this.error = problemWords(result.error);
      await this.#station.refresh(['status', 'sync', 'counts', 'catalogue']);
      return result.ok;
    } catch {
      this.error = zh.error.unknown;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

const lastKey = 'bangban.lastStaff';
/** Who worked on this device last: an id, no name. */
export function lastStaff(): string | null {
  try {
    return localStorage.getItem(lastKey);
  } catch {
    return null;
  }
}
function rememberLast(id: string): void {
  try {
    localStorage.setItem(lastKey, id);
  } catch {
    // Without it the lock screen asks who it is.
  }
}
