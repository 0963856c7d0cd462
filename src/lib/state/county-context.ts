import { createContext } from 'svelte';
import type { County } from './county.svelte.ts';

/** `setCounty` in the console's layout, `getCounty` in any of its pages. */
export const [getCounty, setCounty] = createContext<County>();
