/** The sample county's catalogue, put together from the JSON files beside this one. */
import { readFileSync, readdirSync } from 'node:fs';
import * as z from 'zod/mini';
import { catalogueSchema, type Catalogue } from '#domain/catalogue/format.ts';
import { spellings } from '../spell.ts';

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

/** @param publishedAt ISO instant. @throws when a file breaks the format. */
export function sampleCatalogue(revision: number, publishedAt: string): Catalogue {
  const { items: itemIds, bundles: bundleIds, ...county } = z.parse(indexSchema, read('county.json'));
  const items = inOrder('items', itemIds);
  const bundles = inOrder('bundles', bundleIds);
  const named = z.parse(z.array(namedSchema), [...items, ...bundles]);
  return z.parse(catalogueSchema, {
    ...county,
    format: 1,
    revision,
    publishedAt,
    questions: read('questions.json'),
    items,
    bundles,
    pinyin: spellings(named)
  });
}
