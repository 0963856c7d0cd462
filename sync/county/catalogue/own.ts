/** A county's own catalogue, from a file that its people keep, or the sample where it has none. */
import type pg from 'pg';
import { checkCatalogue, type CatalogueResult } from '#domain/catalogue/check.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { CatalogueFailure, publishCatalogue, type CatalogueSource } from './publish.ts';
import { spellings } from './spell.ts';

/** The text of a file as a catalogue. Never throws: what is no JSON is a problem like any other. */
export function readCatalogue(text: string): CatalogueResult {
  let input: unknown;
  try {
    // A byte order mark, as Windows editors put it.
    input = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return { ok: false, problems: [{ code: 'not_json', path: '', message: `不是 JSON 文件：${(error as Error).message}` }] };
  }
  return checkCatalogue(input);
}

/**
 * The county gives revision, moment and spellings; the rest is published as it stands in the file.
 * @throws CatalogueFailure for a bad one; the published one stays.
 */
export async function publishOwn(owner: pg.Client, text: string, now: Date): Promise<number> {
  const read = readCatalogue(text);
  if (!read.ok) throw new CatalogueFailure(read.problems);
  const { catalogue } = read;
  const pinyin = spellings([...catalogue.items, ...catalogue.bundles]);
  return publishCatalogue(owner, (revision, publishedAt) => ({ ...catalogue, revision, publishedAt, pinyin }), now);
}

/** The sample never takes the place of a catalogue that the county has made its own. */
export async function publishSample(owner: pg.Client, sample: CatalogueSource, now: Date): Promise<void> {
  const { rows } = await owner.query<{ pack: string }>('SELECT pack FROM catalogue_packs ORDER BY revision DESC LIMIT 1');
  const newest = rows[0] === undefined ? null : (JSON.parse(rows[0].pack) as Catalogue);
  if (newest !== null && newest.title !== sample(0, now.toISOString()).title) return;
  await publishCatalogue(owner, sample, now);
}
