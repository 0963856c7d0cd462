/** The one composition root of the browser: makes the station worker and the controllers, and hands them to the screens. */
import { connectStation } from '#device/client.ts';
import { Station } from '#lib/state/station.svelte.ts';

let station: Station | undefined;

/** The station of this tab; made once. */
export function bootStation(): Station {
  if (station === undefined) {
    // Of this tab alone, so that nobody begins a working day in it.
    const practice = sessionStorage.getItem('mode') ?? '';
    if (practice) void import('#lib/state/practice.ts').then(({ showBanner }) => showBanner());
    station = new Station(connectStation(practice || 'bangban-station'));
  }
  return station;
}
