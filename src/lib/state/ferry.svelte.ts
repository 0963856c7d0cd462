import type { FerryFile, FerryHeard, FerryStatus } from '#device/api.ts';
import { ferry as words } from '#lib/messages/zh-ferry.ts';
import { problemWords } from '#lib/messages/zh-problems.ts';
import { saveFile } from './save-file.ts';
import type { Station } from './station.svelte.ts';
import type { Result } from './types.ts';

/** Out on a stick and back: one thing at a time, each with its sentence when it fails. */
export class Ferry {
  status = $state.raw<FerryStatus | null>(null);
  made = $state.raw<FerryFile | null>(null);
  heard = $state.raw<FerryHeard | null>(null);
  busy = $state<'export' | 'hear' | null>(null);
  error = $state<string | undefined>();
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  async load(): Promise<void> {
    this.status = await this.#station.api.ferryStatus();
  }
  export(range: { from: number; through: number } | null): Promise<void> {
    return this.#act('export', async () => {
      const result = await this.#station.api.ferryExport(range);
      if (result.ok) {
        this.made = result.value;
        this.save();
      }
      return result;
    });
  }
  save(): void {
    if (this.made !== null) saveFile(this.made.file, this.made.name);
  }
  hear(file: File): Promise<void> {
    return this.#act('hear', async () => {
      const result = await this.#station.api.ferryHear(file);
      if (result.ok) [this.heard, this.made] = [result.value, null];
      return result;
    });
  }

  async #act(what: 'export' | 'hear', work: () => Promise<Result<unknown>>): Promise<void> {
    if (this.busy !== null) return;
    [this.busy, this.error, this.heard] = [what, undefined, null];
    try {
      const result = await work();
      if (!result.ok) this.error = problemWords(result.error);
      await this.load();
    } catch {
      this.error = words.failed;
    } finally {
      this.busy = null;
    }
  }
}

/** From the lock screen: needs no PIN. */
export class Rescue {
  busy = $state(false);
  name = $state<string | undefined>();
  error = $state<string | undefined>();
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  async make(): Promise<void> {
    if (this.busy) return;
    [this.busy, this.error] = [true, undefined];
    try {
      const result = await this.#station.api.rescue();
      if (result.ok) {
        saveFile(result.value.file, result.value.name);
        this.name = result.value.name;
      } else this.error = problemWords(result.error);
    } catch {
      this.error = words.failed;
    } finally {
      this.busy = false;
    }
  }
}
