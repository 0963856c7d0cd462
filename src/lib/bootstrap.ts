/** The one composition root of the browser: makes the station worker and the controllers, and hands them to the screens. */
import { connectStation } from '#device/client.ts';
import { Station } from '#lib/state/station.svelte.ts';

let station: Station | undefined;

/** The station of this tab; made once. */
export function bootStation(): Station {
  station ??= new Station(connectStation());
  return station;
}
