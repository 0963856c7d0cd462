/** One county per data folder: a file with the owner's pid and start time, so that a reused pid is no owner. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '../failure.ts';

export function startedAt(pid: number): string {
  try {
    // Field 22 of /proc/<pid>/stat; the name before it may hold spaces, so count from the closing bracket.
    return (
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ')[19] ?? ''
    );
  } catch {
    return '';
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const usedByCounty =
  (folder: string) =>
  (pid: string): Error =>
    new StartFailure(`数据目录 ${folder} 正由另一个县平台（进程 ${pid}）使用，请先停止它，或用 DATA_DIR 另选目录。`);

/** Returns the release. `busy` tells who holds it. */
export function lockFolder(folder: string, name = 'county.pid', busy: (pid: string) => Error = usedByCounty(folder)): () => void {
  const file = join(folder, name);
  const mine = `${String(process.pid)} ${startedAt(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => {
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', since = ''] = readOwner(file).split(' ');
    const owner = Number(pid);
    const running = owner > 0 && isAlive(owner) && (since === '' || startedAt(owner) === since);
    if (running) throw busy(pid);
    rmSync(file, { force: true });
  }
  throw new StartFailure(`数据目录 ${folder} 无法加锁，请稍后再试。`);
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
