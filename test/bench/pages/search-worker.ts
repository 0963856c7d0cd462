/** The device's search, behind comlink as in the station worker. */
import * as Comlink from 'comlink';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { buildIndex, searchIndex } from '#device/search.ts';

let index: ReturnType<typeof buildIndex> = [];

const face = {
  load(catalogue: Pick<Catalogue, 'items' | 'bundles' | 'pinyin'>): number {
    index = buildIndex(catalogue);
    return index.length;
  },
  search: (text: string) => searchIndex(index, text)
};
export type SearchFace = typeof face;
Comlink.expose(face);
