/** SIGKILL for the embedded PostgreSQL of a data folder. Linux only: its children are found in /proc. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The first process alone, or all at once, as when the machine's memory runs out. */
export async function killPostmaster(dataDir: string, children: boolean): Promise<void> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  const first = Number(text.split('\n')[0]);
  if (!(first > 1)) throw new Error('no PostgreSQL runs there');
  const pids = children ? [first, ...(await childrenOf(first))] : [first];
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // A child had ended by itself.
    }
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map(async (pid) => [pid, await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')] as const));
  // Field 4, after the name in brackets.
  return parents.filter(([, stat]) => stat.split(') ').at(-1)?.split(' ')[1] === String(parent)).map(([pid]) => Number(pid));
}
