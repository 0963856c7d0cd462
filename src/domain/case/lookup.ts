import type { Catalogue } from '../catalogue/format.ts';
import type { Registry } from './upcast.ts';

/** What judging an act may ask. `known`: the operations that this side knows. */
export type Lookup = { catalogue: Catalogue | null; today: string; known?: Registry };
