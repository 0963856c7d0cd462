/** The browser as the store takes it. */
import type { Platform } from '#store/platform.ts';
import { stretch } from '#store/stretch.ts';

export const platform: Platform = {
  crypto: globalThis.crypto,
  now: () => Date.now(),
  elapsed: () => performance.now(),
  locks: { request: (name, work) => navigator.locks.request(name, work) as Promise<never> },
  stretch
};
