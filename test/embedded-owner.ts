import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { connectOwner } from '#county/database/database.ts';

/** The database of a county on its embedded PostgreSQL, as the server's superuser, whom no row-level security holds. */
export async function openOwner(dataDir: string): Promise<pg.Client> {
  const password = await readFile(join(dataDir, 'database.secret'), 'utf8');
  return connectOwner({ host: join(dataDir, 'postgres'), port: 5432, user: 'bangban_owner', password, database: 'bangban' });
}
