/** A catalogue that a command published beside the running county: served within half a minute, without a restart. */
import type { Context } from '../context.ts';
import { loadShelf } from './shelf.ts';

const everyMs = 30_000;

/** Answers whether a newer revision is served now. */
export async function readNewest(context: Context): Promise<boolean> {
  const { rows } = await context.database.inCounty((sql) => sql.query<{ newest: number | null }>('SELECT max(revision) AS newest FROM catalogue_packs'));
  const newest = rows[0]?.newest ?? 0;
  if (newest <= (context.catalogues.current()?.pack.revision ?? 0)) return false;
  context.catalogues = await loadShelf(context.database);
  return true;
}

/** Returns the stop, which waits for a look under way. */
export function watchCatalogue(context: Context): () => Promise<void> {
  let under: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    under = readNewest(context).catch((error: unknown) => {
      context.log(`catalogue not read: ${(error as Error).name}`);
    });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await under;
  };
}
