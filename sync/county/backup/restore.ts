/** A copy becomes a county again: into an empty data folder or database, whole or not at all. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { CountyConfig } from '../config.ts';
import { connectOwner } from '../database/database.ts';
import { ensureDatabase, startEmbedded } from '../database/embedded.ts';
import { lockFolder } from '../database/folder-lock.ts';
import { migrate } from '../database/migrate.ts';
import { BackupFailure } from './failure.ts';
import { checkFiles, checkSchema, loadTables, tableFile } from './load.ts';
import { readManifest, readMark, type Manifest, type Verified } from './manifest.ts';
import { copyPhotos } from './photos.ts';
import { moveDevices, recordBackup } from './settle.ts';
import { verifiedCopies } from './shelf.ts';
import { verifyCopy } from './verify.ts';
import { restoringMark } from './restoring.ts';

export type RestoreOptions = { from: string; acceptUnverified: boolean; now: () => Date; log: (line: string) => void; signal: AbortSignal };
export type RestoreSummary = {
  folder: string;
  digest: string;
  createdAt: string;
  rows: number;
  photos: number;
  photosLost: number;
  devices: number;
  seconds: number;
};

export async function runRestore(config: Pick<CountyConfig, 'dataDir' | 'databaseUrl'>, options: RestoreOptions): Promise<RestoreSummary> {
  const { from, log, signal } = options;
  const started = performance.now();
  const { manifest, digest } = await readManifest(from);
  checkSchema(manifest);
  await checkFiles(from, manifest, signal);
  const mark = (await readMark(from, digest)) ?? (await proveNow(config.dataDir, options));
  const newer = (await verifiedCopies(dirname(from))).filter((folder) => folder > from);
  if (newer.length > 0) log(`注意：同一目录里还有更新的备份 ${newer.at(-1) ?? ''}。`);

  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  const unlock = lockFolder(config.dataDir);
  try {
    const server = await openTarget(config);
    try {
      const owner = await connectOwner(server.connection);
      try {
        await claimEmpty(owner, config.dataDir);
        await migrate(owner, manifest.schemaVersion);
        await owner.query('BEGIN');
        await loadTables(owner, from, manifest, signal);
        const photos = await restorePhotos(from, manifest, join(config.dataDir, 'blobs'), signal);
        // Another history from here on: tablets forget what they had heard and hear it anew.
        await owner.query('UPDATE county SET feed_generation = $1', [randomUUID()]);
        await owner.query('COMMIT');
        await migrate(owner);
        if (mark !== null) await tellOwnTruth(owner, manifest, mark);
        await rm(restoringMark(config.dataDir), { force: true });
        const seconds = Math.round(performance.now() - started) / 1000;
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        const devices = manifest.tables.find(({ name }) => name === 'devices')?.rows ?? 0;
        return { folder: from, digest, createdAt: manifest.createdAt, rows, photos, photosLost: manifest.lost.length, devices, seconds };
      } finally {
        await owner.end();
      }
    } finally {
      await server.close();
    }
  } finally {
    unlock();
  }
}

/** A copy without its mark is proven first. Null: it failed, and it is taken all the same. */
async function proveNow(dataDir: string, { from, acceptUnverified, now, log, signal }: RestoreOptions): Promise<Verified | null> {
  try {
    log('这份备份没有校验标记，先校验一遍…');
    return await verifyCopy(from, { dataDir, now, signal });
  } catch (error) {
    if (!acceptUnverified || !(error instanceof BackupFailure)) throw error;
    log(`${error.message}仍按要求恢复。`);
    return null;
  }
}

async function openTarget({
  dataDir,
  databaseUrl
}: Pick<CountyConfig, 'dataDir' | 'databaseUrl'>): Promise<{ connection: pg.ClientConfig; close: () => Promise<void> }> {
  if (databaseUrl !== null) return { connection: { connectionString: databaseUrl }, close: () => Promise.resolve() };
  const server = await startEmbedded(dataDir);
  return { connection: await ensureDatabase(server.connection), close: () => server.stop() };
}

/** Nothing is written over. What an earlier restore left half done is its own, and goes. */
async function claimEmpty(owner: pg.Client, dataDir: string): Promise<void> {
  const { rows } = await owner.query<{ here: boolean }>(`SELECT to_regclass('county') IS NOT NULL AS here`);
  const county = rows[0]?.here === true ? await owner.query('SELECT 1 FROM county') : null;
  const refusal = new BackupFailure(
    `数据目录 ${dataDir}（或它的数据库）里已经有县平台的数据，不能恢复到上面；请用 --data-dir 指定一个空目录，或先把旧数据移走。`
  );
  if ((county?.rowCount ?? 0) > 0) throw refusal;
  const blobs = join(dataDir, 'blobs');
  if (existsSync(restoringMark(dataDir))) await rm(blobs, { recursive: true, force: true });
  else if (existsSync(blobs) && (await readdir(blobs)).length > 0) throw refusal;
  await writeFile(restoringMark(dataDir), '', { flush: true });
}

async function restorePhotos(from: string, manifest: Manifest, into: string, signal: AbortSignal): Promise<number> {
  await mkdir(into, { recursive: true, mode: 0o700 });
  const columns = manifest.tables.find(({ name }) => name === 'blobs')?.columns ?? [];
  const copied = await copyPhotos(into, { table: tableFile(from, 'blobs'), columns, live: join(from, 'blobs'), before: null }, signal);
  const known = new Set(manifest.lost.map(({ station, sha256 }) => `${station}/${sha256}`));
  const damaged = copied.lost.filter(({ station, sha256 }) => !known.has(`${station}/${sha256}`));
  if (damaged.length > 0)
    throw new BackupFailure(
      `备份里有 ${String(damaged.length)} 张照片缺失或已损坏（例如 ${damaged[0]?.station ?? ''}/${damaged[0]?.sha256 ?? ''}），这份备份不能用；请换另一份。`
    );
  return copied.count;
}

/** The copy that this county now stands on holds what it holds. */
async function tellOwnTruth(owner: pg.Client, manifest: Manifest, mark: Verified): Promise<void> {
  await owner.query('BEGIN');
  await moveDevices(owner, mark.devices);
  await recordBackup(owner, manifest, mark, 0);
  await owner.query('COMMIT');
}
