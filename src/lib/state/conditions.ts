/** What the tablet's surroundings say of the line: shown or hidden, and how much power is left. The station worker decides what follows. */
import type { Conditions } from './types.ts';

type Battery = EventTarget & { level: number; charging: boolean };
/** Chromium's; other browsers have none, and then power is never short. */
type WithBattery = { getBattery?: () => Promise<Battery> };

/** Below this, and not charging, photos wait: what is left is for the next door. */
const scarce = 0.15;

/** Calls `tell` now and at each change; returns the stop. */
export function watchConditions(tell: (conditions: Conditions) => void, source: WithBattery = navigator as WithBattery): () => void {
  let battery: Battery | null = null;
  let stopped = false;
  const now = () => tell({ visible: document.visibilityState === 'visible', powerLow: battery !== null && !battery.charging && battery.level <= scarce });
  const kinds = ['levelchange', 'chargingchange'] as const;
  document.addEventListener('visibilitychange', now);
  // A page that comes back out of the browser's cache, or thaws, may have missed every timer.
  addEventListener('pageshow', now);
  document.addEventListener('resume', now);
  now();
  source
    .getBattery?.()
    .then((found) => {
      if (stopped) return;
      battery = found;
      for (const kind of kinds) battery.addEventListener(kind, now);
      now();
    })
    // Refused by a policy: as good as a browser that has none.
    .catch(() => undefined);
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', now);
    removeEventListener('pageshow', now);
    document.removeEventListener('resume', now);
    for (const kind of kinds) battery?.removeEventListener(kind, now);
  };
}
