/** The county without its server, for commands on its machine: beside a county that runs, or with its database started for the while. */
import { join } from 'node:path';
import { openLive } from '../backup/live.ts';
import { openBlobFiles } from '../blobs/files.ts';
import { loadShelf } from '../catalogue/shelf.ts';
import type { CountyConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { connectOwner, openDatabase } from '../database/database.ts';
import { StartFailure } from '../failure.ts';
import { readInstance } from '../instance.ts';
import { migrations } from '../migrations/index.ts';
import { readRatingKey } from '../voice/key.ts';
import { readFerryKey } from './key.ts';

export type Beside = { context: Context; /** The recovery key as stored: wrapped by the passphrase. */ recovery: string; close(): Promise<void> };

export async function openBeside(config: CountyConfig): Promise<Beside> {
  const live = await openLive(config);
  try {
    const owner = await connectOwner(live.connection);
    try {
      const { rows } = await owner.query<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM schema_version');
      if (rows[0]?.version !== migrations.at(-1)?.version) throw new StartFailure('数据库的结构和本程序的版本不同，请先用本程序启动一次县平台（npm start）。');
      const keys = await owner.query<{ private_key: string }>(`SELECT private_key FROM county_keys WHERE purpose = 'recovery'`);
      const ferry = await readFerryKey(owner);
      const rating = await readRatingKey(owner);
      const log = (line: string): void => {
        console.error(line);
      };
      const database = openDatabase(live.connection, (error) => {
        log(`database connection lost: ${error.name}`);
      });
      const context: Context = {
        config,
        database,
        ferry,
        rating,
        log,
        instance: await database.inCounty(readInstance),
        catalogues: await loadShelf(database),
        blobs: openBlobFiles(join(config.dataDir, 'blobs')),
        now: () => new Date()
      };
      const close = async (): Promise<void> => {
        await database.close();
        await live.close();
      };
      return { context, recovery: keys.rows[0]?.private_key ?? '', close };
    } finally {
      await owner.end();
    }
  } catch (error) {
    await live.close();
    throw error;
  }
}
