/** The embedded PostgreSQL: a real server of our own under the data folder, on a Unix socket, with fsync on. */
import { spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { StartFailure } from '../failure.ts';
import { binariesFolder, canReach, databaseAccount, type Account } from './binaries.ts';
import { connectOwner } from './database.ts';
import { keepRunning, type Watch } from './keep-running.ts';
import { claimFolder } from './own-folder.ts';
import { serverEnvironment, startPostmaster } from './postmaster.ts';

export type EmbeddedServer = { connection: pg.ClientConfig; stop(): Promise<void> };

const owner = 'bangban_owner';
const databaseName = 'bangban';
/** sockaddr_un holds 107 bytes; PostgreSQL appends `/.s.PGSQL.5432`. */
const longestSocketFolder = 90;
const unwatched: Watch = { log: () => undefined, gaveUp: () => undefined };

export async function startEmbedded(dataDir: string, watch: Watch = unwatched): Promise<EmbeddedServer> {
  const account = databaseAccount();
  // The database's account walks through to its own folder.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  if (!canReach(dataDir, account)) throw new StartFailure(`系统账户 postgres 进不了数据目录 ${dataDir}（上级目录不让其他用户通过），请用 DATA_DIR 另选目录。`);
  const programs = binariesFolder(account);
  const home = join(dataDir, 'postgres');
  const cluster = join(home, 'cluster');
  makeFolder(home, account);
  const password = secret(join(dataDir, 'database.secret'));
  const socketFolder = home.length <= longestSocketFolder ? home : join(tmpdir(), `bangban-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);
  if (socketFolder !== home && !claimFolder(socketFolder, 0o700, account?.uid))
    throw new StartFailure(`${socketFolder} 属于别的账户，或者别人能写，内置数据库不能用它；请删除它，或用 DATA_DIR 另选路径短一些的目录。`);
  makeFolder(socketFolder, account);
  if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster(programs, home, cluster, password, account);
  const at = { programs, home, cluster, socketFolder, account, connection: { host: socketFolder, port: 5432, user: owner, password, database: 'postgres' } };
  const start = (): Promise<ChildProcess> => startPostmaster(at);
  return { connection: at.connection, stop: keepRunning(await start(), start, watch) };
}

/** The county's own database on that server, made when it is missing. */
export async function ensureDatabase(server: pg.ClientConfig): Promise<pg.ClientConfig> {
  const first = await connectOwner(server);
  try {
    const { rows } = await first.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rows.length === 0) await first.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await first.end();
  }
  return { ...server, database: databaseName };
}

/** Where the county's database on the server of a running county is; null when none runs on that folder. */
export function findEmbedded(dataDir: string): pg.ClientConfig | null {
  const home = join(dataDir, 'postgres');
  const running = join(home, 'cluster', 'postmaster.pid');
  if (!existsSync(running)) return null;
  // Its fifth line: another program of the same county may have been given another folder for temporary files.
  const host = readFileSync(running, 'utf8').split('\n')[4]?.trim() ?? '';
  return { host, port: 5432, user: owner, password: readFileSync(join(dataDir, 'database.secret'), 'utf8'), database: databaseName };
}

function makeFolder(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
}

/** Whole on the disk before a cluster is made with it: half of it would lock everybody out for good. */
function secret(file: string): string {
  if (!existsSync(file)) {
    const handle = openSync(`${file}.new`, 'w', 0o600);
    writeFileSync(handle, randomBytes(24).toString('base64url'));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8');
}

function createCluster(programs: string, home: string, cluster: string, password: string, account: Account | null): void {
  // A start that was cut during initdb leaves half a cluster behind, without PG_VERSION or with it unfinished.
  const unfinished = `${cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = join(home, 'password.tmp');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const made = spawnSync(
    join(programs, 'bin', 'initdb'),
    [
      `--pgdata=${unfinished}`,
      '--auth=scram-sha-256',
      `--username=${owner}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C'
    ],
    { ...account, cwd: home, encoding: 'utf8', env: serverEnvironment() }
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new StartFailure(`内置数据库建立失败：${(made.stderr || String(made.error ?? '')).trim().split('\n').at(-1) ?? ''}`);
  renameSync(unfinished, cluster);
}
