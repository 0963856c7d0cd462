/** One keystroke: from the page to the worker's search and back with the hits. */
import * as Comlink from 'comlink';
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { SearchFace } from './search-worker.ts';

const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
const face = Comlink.wrap<SearchFace>(worker);

/** The sample's items, over and over under numbered names, until there are so many. */
async function load(catalogue: Pick<Catalogue, 'items' | 'pinyin'>, entries: number): Promise<number> {
  const items: Catalogue['items'] = [];
  const pinyin: Catalogue['pinyin'] = {};
  for (let number = 0; items.length < entries; number++) {
    for (const item of catalogue.items.slice(0, entries - items.length)) {
      const id = `${item.id}-${number}`;
      items.push({ ...item, id, name: `${item.name}${number}` });
      pinyin[id] = (catalogue.pinyin[item.id] ?? []).map((sound) => `${sound}${number}`);
    }
  }
  return face.load({ items, bundles: [], pinyin });
}

/** Types each word letter by letter; milliseconds of each keystroke. */
async function type(words: string[]): Promise<number[]> {
  const times: number[] = [];
  for (const word of words) {
    for (let length = 1; length <= word.length; length++) {
      const started = performance.now();
      const hits = await face.search(word.slice(0, length));
      times.push(performance.now() - started);
      if (hits.length === 0) throw new Error(`nothing found for ${word.slice(0, length)}`);
    }
  }
  return times;
}

Object.assign(window, { bench: { load, type } });
