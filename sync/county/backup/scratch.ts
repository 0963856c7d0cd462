/** An embedded PostgreSQL of its own for one verification, ended and removed whatever happens. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { canReach, databaseAccount } from '../database/binaries.ts';
import { connectOwner } from '../database/database.ts';
import { ensureDatabase, startEmbedded } from '../database/embedded.ts';
import { lockFolder } from '../database/folder-lock.ts';
import { claimFolder } from '../database/own-folder.ts';
import { BackupFailure } from './failure.ts';

export async function withScratch<T>(dataDir: string, act: (owner: pg.Client) => Promise<T>): Promise<T> {
  const folder = scratchFolder(dataDir);
  if (!claimFolder(folder, 0o711)) throw new BackupFailure(`${folder} 属于别的账户，或者别人能写，不能用来校验备份；请删除它再试。`);
  const unlock = lockFolder(folder, 'verify.pid', (pid) => new BackupFailure(`另一次备份校验（进程 ${pid}）正在进行，请等它结束。`));
  try {
    await clearLeftover(folder);
    const server = await startEmbedded(join(folder, 'server'));
    try {
      const owner = await connectOwner(await ensureDatabase(server.connection));
      try {
        return await act(owner);
      } finally {
        await owner.end();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(join(folder, 'server'), { recursive: true, force: true });
    unlock();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Beside the county's own data, where there is room for it and the database's account gets in. Always the same place, so that what a killed run left is found. */
function scratchFolder(dataDir: string): string {
  const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const parent = existsSync(dataDir) && canReach(dataDir, databaseAccount()) ? dataDir : tmpdir();
  return join(parent, `verify-${mark}`);
}

/** Starting on a cluster ends the server that a killed run left on it. */
async function clearLeftover(folder: string): Promise<void> {
  const server = join(folder, 'server');
  if (existsSync(join(server, 'postgres', 'cluster', 'postmaster.pid'))) {
    const left = await startEmbedded(server).catch(() => null);
    await left?.stop();
  }
  await rm(server, { recursive: true, force: true });
}
