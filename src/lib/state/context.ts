import { createContext } from 'svelte';
import type { Station } from './station.svelte.ts';

/** `setStation` in the station layout, `getStation` in any screen below it. */
export const [getStation, setStation] = createContext<Station>();
