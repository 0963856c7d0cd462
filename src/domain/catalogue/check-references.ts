/** Every reference inside a catalogue. */
import type { Catalogue } from './format.ts';

export type CatalogueProblem = { code: string; path: string; message: string };

export function checkReferences(catalogue: Catalogue): CatalogueProblem[] {
  void catalogue;
  return [];
}
