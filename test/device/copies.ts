/** Copies of a tablet's databases, as an image of its disk would hold them. */
import { Dexie } from 'dexie';
import type { World } from '#device/world.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import { openDatabase } from '#store/database.ts';
import { makeTablet } from './tablet.ts';
import type { Tablet } from './tablet.ts';

let made = 0;

/** What was on the disk at this moment, under a name of its own; opened as often as wanted. */
export async function imageOf({ name }: Pick<Tablet, 'name'>): Promise<string> {
  const image = `${name}-image-${++made}`;
  await copyDatabase(name, image, openDatabase);
  await copyDatabase(`${name}-catalogue`, `${image}-catalogue`, openCatalogueDatabase);
  return image;
}

/** A tablet restored from the image, unlocked by its first worker, its sync stopped; the image stays as it was. */
export async function restored(tablet: Tablet, image: string, alter?: (world: World) => World): Promise<Tablet> {
  const copy = await makeTablet(tablet.world.county, alter, await imageOf({ name: image }));
  // It syncs when the test says so.
  await copy.api.syncStop();
  const unlocked = await copy.api.unlock((await copy.api.status()).colleagues[0]?.id ?? '', '246810');
  if (!unlocked.ok) throw new Error(unlocked.error.message);
  return copy;
}

async function copyDatabase(from: string, to: string, make: (name: string) => Promise<Dexie>): Promise<void> {
  const [source, target] = [new Dexie(from), await make(to)];
  await source.open();
  for (const table of source.tables) await target.table(table.name).bulkPut(await table.toArray());
  source.close();
  target.close();
}
