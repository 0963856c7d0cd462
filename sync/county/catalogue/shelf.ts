/** Published catalogue packs: the newest one, and any older revision that an operation names. */
import type { Catalogue } from '#domain/catalogue/format.ts';
import { makeDelta, type Delta } from '#protocol/delta.ts';
import type { Database } from '../database/database.ts';

export type Pack = { revision: number; pack: string; signature: string };
export type CatalogueShelf = {
  current(): { pack: Pack; catalogue: Catalogue } | null;
  revision(revision: number): Catalogue | null;
  /** From that revision to the current one; null when it was never published, or when the whole is hardly longer. */
  delta(since: number): Delta | null;
};
/** A delta that saves less is not worth a second way. */
const worthIt = 0.5;

/** All published revisions are few; they are read once and parsed when first asked for. */
export async function loadShelf(database: Database): Promise<CatalogueShelf> {
  const { rows } = await database.inCounty((sql) => sql.query<Pack>('SELECT revision, pack, signature FROM catalogue_packs ORDER BY revision'));
  const packs = new Map(rows.map((row) => [row.revision, row]));
  const parsed = new Map<number, Catalogue>();
  const newest = rows.at(-1);
  function revision(wanted: number): Catalogue | null {
    const known = parsed.get(wanted);
    if (known !== undefined) return known;
    const row = packs.get(wanted);
    if (row === undefined) return null;
    const catalogue = JSON.parse(row.pack) as Catalogue;
    parsed.set(wanted, catalogue);
    return catalogue;
  }
  // Every tablet of the county asks for the same one.
  const deltas = new Map<number, Delta | null>();
  function delta(since: number): Delta | null {
    const before = packs.get(since);
    if (before === undefined || newest === undefined) return null;
    let made = deltas.get(since);
    if (made === undefined) {
      const told = makeDelta(before.pack, newest.pack);
      made = JSON.stringify(told).length < newest.pack.length * worthIt ? told : null;
      deltas.set(since, made);
    }
    return made;
  }
  return {
    revision,
    delta,
    current: () => {
      const catalogue = newest === undefined ? null : revision(newest.revision);
      return newest === undefined || catalogue === null ? null : { pack: newest, catalogue };
    }
  };
}
