/** A copy's tables into an empty schema of the same version; each must be what the manifest says, byte for byte. */
import { join } from 'node:path';
import type pg from 'pg';
import { newestSchema } from '../database/migrate.ts';
import { BackupFailure } from './failure.ts';
import type { Manifest } from './manifest.ts';
import { copyTableIn, listTables, measureFile, plainText, type Measure, type Table } from './tables.ts';

export const tableFile = (folder: string, table: string): string => join(folder, 'tables', `${table}.copy.gz`);

export function checkSchema({ schemaVersion }: Manifest): void {
  if (schemaVersion > newestSchema)
    throw new BackupFailure(
      `这份备份的数据结构是第 ${String(schemaVersion)} 版，比本程序认识的第 ${String(newestSchema)} 版新；请用做这份备份的那个版本（或更新的版本）恢复。`
    );
}

/** Before anything is started for it: most damage shows in the files alone. */
export async function checkFiles(folder: string, { tables }: Manifest, signal: AbortSignal): Promise<void> {
  for (const table of tables) {
    const measured = await measureFile(tableFile(folder, table.name), signal).catch((error: unknown) => {
      throw readFailure(error, table.name, signal);
    });
    if (!isSame(measured, table)) throw damaged(table.name);
  }
}

/** Inside the caller's transaction: all of it or nothing. */
export async function loadTables(owner: pg.Client, folder: string, manifest: Manifest, signal: AbortSignal): Promise<void> {
  await owner.query(plainText);
  const tables = await listTables(owner);
  const named = (table: Table): string => `${table.name}(${table.columns.join()})`;
  if (tables.map(named).sort().join() !== manifest.tables.map(named).sort().join())
    throw new BackupFailure('备份里的表和本程序这一版的表不一致，不能恢复；请用做这份备份的那个版本恢复。');
  // An owner that is no superuser sees no row of these and may load none, since the security is forced on it too.
  const { rows: guarded } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relforcerowsecurity`
  );
  for (const { name } of guarded) await owner.query(`ALTER TABLE ${owner.escapeIdentifier(name)} NO FORCE ROW LEVEL SECURITY`);
  for (const table of tables) {
    const expected = manifest.tables.find(({ name }) => name === table.name);
    const measured = await copyTableIn(owner, table, tableFile(folder, table.name), signal).catch((error: unknown) => {
      throw readFailure(error, table.name, signal);
    });
    if (!isSame(measured, expected)) throw damaged(table.name);
  }
  await setSequences(owner);
  for (const { name } of guarded) await owner.query(`ALTER TABLE ${owner.escapeIdentifier(name)} FORCE ROW LEVEL SECURITY`);
}

export function isSame(a: Measure, b: Measure | undefined): boolean {
  return a.sha256 === b?.sha256 && a.rows === b.rows && a.bytes === b.bytes;
}

export const damaged = (table: string): BackupFailure => new BackupFailure(`备份里的表 ${table} 已损坏或不完整，这份备份不能用；请换另一份。`);

/** The database's own words quote the row. */
function readFailure(error: unknown, table: string, signal: AbortSignal): Error {
  const code = (error as { code?: string }).code ?? '';
  const ofTheFile = code === 'ENOENT' || code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE' || /^(22|23)...$/.test(code);
  return ofTheFile && !signal.aborted ? damaged(table) : (error as Error);
}

/** COPY writes identity columns as they come and leaves their sequences behind. */
async function setSequences(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`
  );
  for (const { table, column, sequence } of rows) {
    const [from, name] = [owner.escapeIdentifier(table), owner.escapeIdentifier(column)];
    await owner.query(`SELECT setval($1, coalesce(max(${name}), 1), max(${name}) IS NOT NULL) FROM ${from}`, [sequence]);
  }
}
