/** The sample county's catalogue, put together from the JSON files beside this one. */
import { readFileSync, readdirSync } from 'node:fs';
import { pinyin } from 'pinyin-pro';
import * as z from 'zod/mini';
import { catalogueSchema, type Catalogue } from '#domain/catalogue/format.ts';

/** `items` and `bundles` list every file, in the order in which the catalogue shows them. */
const indexSchema = z.looseObject({ items: z.array(z.string()), bundles: z.array(z.string()) });
const namedSchema = z.looseObject({ id: z.string(), name: z.string(), aliases: z.optional(z.array(z.string())) });

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** The folder's files in the order of the index; a file that is missing on either side is an error. */
function inOrder(folder: string, ids: readonly string[]): unknown[] {
  const present = readdirSync(new URL(`${folder}/`, import.meta.url)).map((file) => file.replace(/\.json$/, ''));
  const unlisted = present.filter((id) => !ids.includes(id));
  if (unlisted.length > 0) throw new Error(`county.json does not list ${folder}/${unlisted.join(', ')}`);
  return ids.map((id) => read(`${folder}/${id}.json`));
}

/** Full syllables joined, and initials: 高龄补贴 → gaolingbutie, glbt. Brackets and marks fall away. */
export function spell(words: string): string[] {
  const syllables = pinyin(words, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((part) => part !== '');
  const initials = syllables.map((part) => (/^[a-z]/.test(part) ? part.charAt(0) : part));
  return [syllables.join(''), initials.join('')];
}

/** @param publishedAt ISO instant. @throws when a file breaks the format. */
export function sampleCatalogue(revision: number, publishedAt: string): Catalogue {
  const { items: itemIds, bundles: bundleIds, ...county } = z.parse(indexSchema, read('county.json'));
  const items = inOrder('items', itemIds);
  const bundles = inOrder('bundles', bundleIds);
  const named = z.parse(z.array(namedSchema), [...items, ...bundles]);
  const spelt = named.map(({ id, name, aliases = [] }) => [id, [...new Set([name, ...aliases].flatMap(spell))]] as const);
  return z.parse(catalogueSchema, {
    ...county,
    format: 1,
    revision,
    publishedAt,
    questions: read('questions.json'),
    items,
    bundles,
    pinyin: Object.fromEntries(spelt)
  });
}
