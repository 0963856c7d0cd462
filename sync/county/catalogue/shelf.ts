/** Published catalogue packs: the newest one, and any older revision that an operation names. */
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { Database } from '../database/database.ts';

export type Pack = { revision: number; pack: string; signature: string };
export type CatalogueShelf = {
  current(): { pack: Pack; catalogue: Catalogue } | null;
  revision(revision: number): Catalogue | null;
};

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
  return {
    revision,
    current: () => {
      const catalogue = newest === undefined ? null : revision(newest.revision);
      return newest === undefined || catalogue === null ? null : { pack: newest, catalogue };
    }
  };
}
