/** SIGKILL for the embedded PostgreSQL of a data folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killTree } from '../kill-tree.ts';

/** The first process alone, or all at once, as when the machine's memory runs out. */
export async function killPostmaster(dataDir: string, children: boolean): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  const first = Number(text.split('\n')[0]);
  if (!(first > 1)) throw new Error('no PostgreSQL runs there');
  if (children) await killTree(first);
  else process.kill(first, 'SIGKILL');
}
