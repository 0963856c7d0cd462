/** The page's end of the station worker. */
import * as Comlink from 'comlink';
import type { Change, StationApi } from './api.ts';

export interface StationLink {
  api: StationApi;
  onChange(listener: (changes: Change[]) => void): Promise<void>;
}

/** Starts the module worker under a name (`practice`: the one without a line); it never answers before its database is open. */
export function connectStation(name: string): StationLink {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name });
  // Comlink's own type makes each method's result a promise once more; every method of StationApi already answers with one.
  const api = Comlink.wrap<StationApi>(worker) as unknown as StationApi;
  return { api, onChange: (listener) => api.subscribe(Comlink.proxy(listener)) };
}
