/** One real PostgreSQL for all seeds; each seed has a database of its own, cloned from one that stands ready. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { publishCatalogue } from '#county/catalogue/publish.ts';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { connectOwner } from '#county/database/database.ts';
import { startEmbedded } from '#county/database/embedded.ts';
import { migrate } from '#county/database/migrate.ts';
import { ensureInstance } from '#county/instance.ts';
import { loadSampleCounty, sampleCountyName } from '#county/people/sample-county.ts';

export type Connection = { host: string; port: number; user: string; password: string };
export const template = 'simulation_template';
/** The one item that the seeds take in. */
export const simulatedItem = 'elderly-allowance';
/** The pack is small, so that each tablet of each seed checks it quickly; the second has the options that the first one's conditions name. */
const catalogueItems = [simulatedItem, 'senior-card'];
/** When every seed begins, by the one true clock. */
export const beginning = Date.parse('2026-11-23T00:30:00Z');

export async function startCluster(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  // A short path: a Unix socket's has 107 bytes.
  const folder = mkdtempSync('/tmp/bangban-sim-');
  // mkdtemp's 0700 would keep the database's account out when root runs the tests.
  chmodSync(folder, 0o711);
  const server = await startEmbedded(join(folder, 'data'));
  const { host = '', port = 5432, user = '', password = '' } = server.connection;
  const connection = { host, port, user, password: String(password) };
  const owner = await connectOwner({ ...connection, database: 'postgres' });
  // A crash here is one of the county's process: PostgreSQL itself lives on, so it need not wait for the disk.
  for (const setting of [`fsync = off`, `synchronous_commit = off`, `full_page_writes = off`, `autovacuum = off`, `max_connections = 100`])
    await owner.query(`ALTER SYSTEM SET ${setting}`);
  const { rows } = await owner.query<{ path: string }>(`SELECT current_setting('hba_file') AS path`);
  const hba = rows[0]?.path ?? '';
  writeFileSync(hba, readFileSync(hba, 'utf8').replaceAll('scram-sha-256', 'trust'));
  await owner.query('SELECT pg_reload_conf()');
  await owner.query(`CREATE DATABASE ${template}`);
  await owner.end();
  await prepare(connection);
  return {
    connection,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

async function prepare(connection: Connection): Promise<void> {
  const owner = await connectOwner({ ...connection, database: template });
  await migrate(owner);
  await ensureInstance(owner, sampleCountyName);
  await loadSampleCounty(owner);
  const source = (revision: number, publishedAt: string) => {
    const whole = sampleCatalogue(revision, publishedAt);
    const items = whole.items.filter(({ id }) => catalogueItems.includes(id));
    const kept = new Set(items.map(({ id }) => id));
    return { ...whole, items, bundles: [], pinyin: Object.fromEntries(Object.entries(whole.pinyin).filter(([id]) => kept.has(id))) };
  };
  await publishCatalogue(owner, source, new Date(beginning));
  await owner.end();
}

/** Asks beside the county: makes and drops databases, and looks into them. */
export async function watch(connection: Connection, database: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, database });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
