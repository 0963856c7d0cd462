import type { FerryImport } from '#protocol/messages.ts';
import type { CountyApi } from './county-api.ts';

/** A file of this visit to the page. */
export type Carried = { key: number; name: string; file: File; state: 'queued' | 'importing' | 'done' | 'refused'; found: FerryImport | null; problem: string };

/** Files off a stick, one after the other, and what was imported before. */
export class CountyFerry {
  files = $state.raw<Carried[]>([]);
  past = $state.raw<FerryImport[]>([]);
  loaded = $state(false);
  problem = $state('');
  #api: CountyApi;
  #next = 0;
  #running = false;

  constructor(api: CountyApi) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const reply = await this.#api.ferryImports();
    this.problem = reply.ok ? '' : reply.problem.message;
    if (!reply.ok) return;
    this.past = reply.value.imports;
    this.loaded = true;
  }

  add(files: Iterable<File>): Promise<void> {
    this.files = [
      ...this.files,
      ...[...files].map((file): Carried => ({ key: this.#next++, name: file.name, file, state: 'queued', found: null, problem: '' }))
    ];
    return this.#run();
  }
  again(key: number): Promise<void> {
    this.#change(key, { state: 'queued', problem: '' });
    return this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#queued(); next !== undefined; next = this.#queued()) {
      this.#change(next.key, { state: 'importing' });
      const reply = await this.#api.importFerry(next.file);
      if (reply.ok) this.#change(next.key, { state: 'done', found: reply.value });
      else this.#change(next.key, { state: 'refused', problem: reply.problem.message });
    }
    this.#running = false;
    await this.load();
  }
  #queued(): Carried | undefined {
    return this.files.find((file) => file.state === 'queued');
  }
  #change(key: number, change: Partial<Carried>): void {
    this.files = this.files.map((file) => (file.key === key ? { ...file, ...change } : file));
  }
}
