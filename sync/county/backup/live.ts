/** The county that is to be copied: beside its running server, or with its embedded database started for the while. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { CountyConfig } from '../config.ts';
import { connectOwner } from '../database/database.ts';
import { ensureDatabase, findEmbedded, startEmbedded } from '../database/embedded.ts';
import { lockFolder } from '../database/folder-lock.ts';
import { StartFailure } from '../failure.ts';
import { BackupFailure } from './failure.ts';

export type Live = { connection: pg.ClientConfig; close(): Promise<void> };

const startsWithinMs = 30_000;
const checkMs = 500;

export async function openLive(config: Pick<CountyConfig, 'dataDir' | 'databaseUrl'>): Promise<Live> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (config.databaseUrl !== null) return { connection: { connectionString: config.databaseUrl }, close: nothing };
  const unlock = tryLock(config.dataDir);
  if (unlock === null) return { connection: await runningServer(config.dataDir), close: nothing };
  // While we hold the lock no county starts on the folder.
  try {
    if (!existsSync(join(config.dataDir, 'postgres', 'cluster', 'PG_VERSION'))) throw noCounty(config.dataDir);
    const server = await startEmbedded(config.dataDir);
    return {
      connection: await ensureDatabase(server.connection),
      close: async () => {
        await server.stop();
        unlock();
      }
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

export function noCounty(dataDir: string): BackupFailure {
  return new BackupFailure(`${dataDir} 里没有县平台的数据；请用 --data-dir 或 DATA_DIR 指定数据目录。`);
}

/** Null when a county runs there. */
function tryLock(folder: string): (() => void) | null {
  class Busy extends Error {}
  try {
    return lockFolder(folder, undefined, () => new Busy());
  } catch (error) {
    if (error instanceof Busy) return null;
    throw error;
  }
}

/** A county that is just starting has no server yet, or one that still replays its log. */
async function runningServer(dataDir: string): Promise<pg.ClientConfig> {
  for (let waited = 0; ; waited += checkMs) {
    const found = findEmbedded(dataDir);
    try {
      if (found === null) throw new StartFailure(`数据目录 ${dataDir} 的县平台正在使用外部数据库，请同样设置 DATABASE_URL 后再备份。`);
      await (await connectOwner(found)).end();
      return found;
    } catch (error) {
      if (waited >= startsWithinMs) throw error;
      await sleep(checkMs);
    }
  }
}
