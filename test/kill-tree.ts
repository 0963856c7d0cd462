/** SIGKILL for a process and all that it started, at one stroke. Linux only: children are found in /proc. */
import { readdir, readFile } from 'node:fs/promises';

export async function killTree(first: number): Promise<void> {
  for (const pid of [first, ...(await descendantsOf(first))]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It had ended by itself.
    }
  }
}

async function descendantsOf(first: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // Field 4 is the parent; the name before it stands in brackets and may hold spaces.
  const parents = await Promise.all(
    pids.map(async (pid) => [Number(pid), Number((await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ').at(-1)?.split(' ')[1])] as const)
  );
  const found = [first];
  for (const one of found) found.push(...parents.filter(([, parent]) => parent === one).map(([pid]) => pid));
  return found.slice(1);
}
