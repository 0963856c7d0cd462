/** Composition root of the console: the browser's fetch, clock and local storage, handed in here and nowhere else. */
import { CountyApi } from './county-api.ts';
import { County } from './county.svelte.ts';

let county: County | undefined;

/** The console of this tab; made once. */
export function bootCounty(): County {
  county ??= new County({ api: new CountyApi((input, init) => fetch(input, init)), now: () => new Date(), storage: localStorage });
  return county;
}
