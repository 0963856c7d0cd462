import { Dexie } from 'dexie';
import type { EntityTable } from 'dexie';
import type { Databases } from './database.ts';

/** The published catalogue as it came; public, so not sealed. */
export type Pack = { id: 'current'; revision: number; version: string; publishedAt: string; fetchedAt: string; text: string };
/** The disposable database: what it loses is fetched again. */
export type CatalogueDatabase = Dexie & { packs: EntityTable<Pack, 'id'> };

export async function openCatalogueDatabase(name = 'bangban-catalogue', databases?: Databases): Promise<CatalogueDatabase> {
  const db = new Dexie(name, databases) as CatalogueDatabase;
  db.version(1).stores({ packs: 'id' });
  await db.open();
  return db;
}
