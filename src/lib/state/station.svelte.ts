import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Change, Counts, DeviceStatus, StationApi, SyncStatus } from '#device/api.ts';
import type { StationLink } from '#device/client.ts';

/** What every screen shows and asks: the worker's face plus the few facts that are always on screen. */
export class Station {
  readonly api: StationApi;
  status = $state<DeviceStatus | null>(null);
  sync = $state.raw<SyncStatus | null>(null);
  counts = $state.raw<Counts | null>(null);
  catalogue = $state.raw<Catalogue | null>(null);
  /** The station worker, or the database behind it, does not answer. */
  broken = $state(false);
  /** Rises with each kind of change; screens read it in an `$effect` or `$derived` to ask again. */
  versions = $state<Record<Change, number>>({ status: 0, sync: 0, counts: 0, cases: 0, drafts: 0, visits: 0, catalogue: 0 });

  constructor(link: StationLink) {
    this.api = link.api;
    link.onChange((changes) => void this.refresh(changes)).catch(() => (this.broken = true));
    void this.refresh(['status', 'sync', 'counts', 'catalogue']);
  }

  async refresh(changes: Change[]): Promise<void> {
    try {
      await this.#ask(changes);
      this.broken = false;
    } catch {
      this.broken = true;
    }
    for (const change of changes) this.versions[change]++;
  }

  async #ask(changes: Change[]): Promise<void> {
    const has = (...kinds: Change[]) => kinds.some((kind) => changes.includes(kind));
    if (has('status', 'catalogue')) this.status = await this.api.status();
    if (has('sync')) this.sync = await this.api.syncStatus();
    if (has('counts', 'sync', 'cases')) this.counts = await this.api.counts();
    if (has('catalogue') || (this.catalogue === null && this.status?.catalogue)) this.catalogue = await this.api.catalogue();
  }
}
