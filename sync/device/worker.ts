/** The station worker: one a tab. It holds the keys, the database and the line. */
import * as Comlink from 'comlink';
import { version } from '../../package.json';
import { stretch } from '#store/stretch.ts';
import type { StationApi } from './api.ts';
import { after } from './after.ts';
import { openStation } from './station.ts';
import type { World } from './world.ts';

const channel = new BroadcastChannel('bangban');
const world: World = {
  crypto,
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  after,
  stretch,
  fetch: (url, init) => fetch(url, init),
  county: '',
  darkroom: async (...photo) => (await import('./darkroom.ts')).develop(...photo),
  appVersion: version,
  locks: { request: (name, work) => navigator.locks.request(name, work) },
  alone: (name, work) =>
    navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    }),
  estimate: async () => {
    const [estimate, persisted] = [await navigator.storage.estimate(), await navigator.storage.persisted()];
    return { usage: estimate.usage ?? null, quota: estimate.quota ?? null, persisted };
  },
  channel: {
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data))
  }
};
const opened = self.name === 'practice' ? import('./practice.ts').then(({ openPractice }) => openPractice(world)) : openStation(world);

// Calls may come before the database is open: each waits for it.
const face = new Proxy({} as StationApi, {
  get:
    (_, method) =>
    async (...args: unknown[]) => {
      const api = await opened;
      const call = Reflect.get(api, method) as (...args: unknown[]) => unknown;
      return call(...args);
    }
});
Comlink.expose(face);
