/** One backup from beginning to end: copy, proof, and only then the mark that tablets go by. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CountyConfig } from '../config.ts';
import { connectOwner } from '../database/database.ts';
import { readSchemaVersion } from '../database/migrate.ts';
import { BackupFailure } from './failure.ts';
import { noCounty, openLive } from './live.ts';
import { writeMark } from './manifest.ts';
import { bytesOf, settle } from './settle.ts';
import { beginCopy, keepCopy, openShelf, prune, setAside, verifiedCopies } from './shelf.ts';
import { takeCopy } from './take.ts';
import { verifyCopy } from './verify.ts';

export type BackupOptions = { to: string; keep: number; now: () => Date; log: (line: string) => void; signal: AbortSignal };
export type BackupSummary = {
  folder: string;
  digest: string;
  schemaVersion: number;
  tables: number;
  rows: number;
  /** Of tables before compression, and of photos. */
  bytes: number;
  operations: number;
  cases: number;
  photos: number;
  photoBytes: number;
  freshPhotos: number;
  /** Named by cases and not yet at the county, or lost there. */
  photosNotArrived: number;
  photosLost: number;
  devices: number;
  devicesMoved: number;
  removed: number;
  seconds: number;
};

export async function runBackup(config: Pick<CountyConfig, 'dataDir' | 'databaseUrl'>, { to, keep, now, log, signal }: BackupOptions): Promise<BackupSummary> {
  const started = performance.now();
  if (!existsSync(config.dataDir)) throw noCounty(config.dataDir);
  const shelf = await openShelf(to);
  try {
    warnOfOneDisk(to, config.dataDir, log);
    const live = await openLive(config);
    try {
      const owner = await connectOwner(live.connection);
      try {
        await refuseEmpty(owner);
        const { name, folder } = await beginCopy(shelf, now());
        const before = (await verifiedCopies(to)).at(-1) ?? null;
        const { manifest, digest, freshPhotos } = await takeCopy(owner, folder, { photos: join(config.dataDir, 'blobs'), before, now, signal });
        log(`已复制 ${String(manifest.tables.length)} 张表、${String(manifest.photos.count)} 张照片（新增 ${String(freshPhotos)} 张），正在用临时数据库校验…`);
        const verified = await verifyCopy(folder, { dataDir: config.dataDir, now, signal, photosHashed: true }).catch(async (error: unknown) => {
          if (error instanceof BackupFailure) log(`没有通过校验的副本另存在 ${await setAside(shelf, name)}。`);
          throw error;
        });
        await writeMark(folder, verified);
        const kept = await keepCopy(shelf, name);
        const seconds = Math.round(performance.now() - started) / 1000;
        const devicesMoved = await settle(owner, manifest, verified, seconds);
        const removed = await prune(shelf, keep);
        return {
          folder: kept,
          digest,
          schemaVersion: manifest.schemaVersion,
          tables: manifest.tables.length,
          rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
          bytes: bytesOf(manifest),
          operations: verified.operations + verified.countyOperations,
          cases: verified.cases,
          photos: manifest.photos.count,
          photoBytes: manifest.photos.bytes,
          freshPhotos,
          photosNotArrived: verified.photosNotArrived,
          photosLost: manifest.lost.length,
          devices: verified.devices.length,
          devicesMoved,
          removed,
          seconds
        };
      } finally {
        await owner.end();
      }
    } finally {
      await live.close();
    }
  } finally {
    shelf.close();
  }
}

async function refuseEmpty(owner: Parameters<typeof readSchemaVersion>[0]): Promise<void> {
  const { rows } = await owner.query<{ here: boolean }>(`SELECT to_regclass('county') IS NOT NULL AS here`);
  if (rows[0]?.here !== true) throw new BackupFailure('这个数据库里还没有县平台的数据，没有可以备份的内容。');
}

function warnOfOneDisk(to: string, dataDir: string, log: (line: string) => void): void {
  if (statSync(to).dev === statSync(dataDir).dev)
    log(`注意：备份目录 ${to} 和县平台的数据在同一块磁盘上，磁盘坏了两样都没有；请用 --to 或 BACKUP_DIR 换到另一块磁盘，或再复制一份出去。`);
}
