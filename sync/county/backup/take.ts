/** The copy itself: all tables in one snapshot, then the photos that this snapshot names. */
import { join } from 'node:path';
import type pg from 'pg';
import { newestSchema, readSchemaVersion } from '../database/migrate.ts';
import { readInstance } from '../instance.ts';
import { BackupFailure } from './failure.ts';
import { flushFolder } from './files.ts';
import { tableFile } from './load.ts';
import { writeManifest, type Manifest } from './manifest.ts';
import { copyPhotos } from './photos.ts';
import { readWhole } from './reader.ts';
import { copyTableOut, listTables, plainText } from './tables.ts';

/** `photos`: the county's own folder of them; `before`: the copy before this one, whose photos need no second copy. */
export type Taking = { photos: string; before: string | null; now: () => Date; signal: AbortSignal };
export type Taken = { manifest: Manifest; digest: string; freshPhotos: number };

export async function takeCopy(owner: pg.Client, folder: string, { photos, before, now, signal }: Taking): Promise<Taken> {
  const snapshot = await takeTables(owner, folder, now, signal);
  const blobs = snapshot.tables.find(({ name }) => name === 'blobs');
  const copied = await copyPhotos(
    join(folder, 'blobs'),
    { table: tableFile(folder, 'blobs'), columns: blobs?.columns ?? [], live: photos, before: before === null ? null : join(before, 'blobs') },
    signal
  );
  const manifest: Manifest = { format: 1, ...snapshot, photos: { count: copied.count, bytes: copied.bytes }, lost: copied.lost };
  const digest = await writeManifest(folder, manifest);
  return { manifest, digest, freshPhotos: copied.fresh };
}

async function takeTables(owner: pg.Client, folder: string, now: () => Date, signal: AbortSignal): Promise<Omit<Manifest, 'format' | 'photos' | 'lost'>> {
  // One instant for all tables: a batch is in it whole or not at all, whatever the county does meanwhile.
  await owner.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${readWhole}; ${plainText}`);
  try {
    const schemaVersion = await readSchemaVersion(owner);
    if (schemaVersion !== newestSchema)
      throw new BackupFailure(`数据库的结构是第 ${String(schemaVersion)} 版，本程序是第 ${String(newestSchema)} 版；请先用本程序启动一次县平台，再备份。`);
    const { id, feedGeneration, countyName } = await readInstance(owner);
    const createdAt = now().toISOString();
    const tables: Manifest['tables'] = [];
    for (const table of await listTables(owner)) tables.push({ ...table, ...(await copyTableOut(owner, table, tableFile(folder, table.name), signal)) });
    await flushFolder(join(folder, 'tables'));
    return { createdAt, schemaVersion, instanceId: id, feedGeneration, countyName, tables };
  } finally {
    await owner.query('ROLLBACK');
  }
}
