/** The embedded PostgreSQL: a real server of our own under the data folder, on a Unix socket, with fsync on. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartFailure } from '../failure.ts';
import { binariesFolder, canReach, databaseAccount, type Account } from './binaries.ts';
import { isAlive } from './folder-lock.ts';

export type EmbeddedServer = { connection: pg.ClientConfig; stop(): Promise<void> };

const owner = 'bangban_owner';
/** sockaddr_un holds 107 bytes; PostgreSQL appends `/.s.PGSQL.5432`. */
const longestSocketFolder = 90;
/** SQLSTATE of a server that is starting up or shutting down. */
const cannotConnectNow = '57P03';

export async function startEmbedded(dataDir: string): Promise<EmbeddedServer> {
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
  makeFolder(socketFolder, account);
  if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster(programs, home, cluster, password, account);
  await stopOrphan(cluster);
  const connection = { host: socketFolder, port: 5432, user: owner, password, database: 'postgres' };
  const server = launch(programs, home, cluster, socketFolder, account);
  try {
    await untilReady(connection, server, join(home, 'server.log'));
  } catch (error) {
    // It is detached: nobody else would end it.
    await stopServer(server);
    throw error;
  }
  return { connection, stop: () => stopServer(server) };
}

function makeFolder(folder: string, account: Account | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
}

function secret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
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

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** A county that was killed leaves its server running; the folder's lock says that nobody else owns it. */
async function stopOrphan(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pidLine = '', folder = ''] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (!(pid > 1) || folder.trim() !== cluster || !isAlive(pid) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let wait = 0; wait < 300 && isAlive(pid); wait++) await sleep(50);
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}

function launch(programs: string, home: string, cluster: string, socketFolder: string, account: Account | null): ChildProcess {
  const log = openSync(join(home, 'server.log'), 'a', 0o600);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    port: '5432',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    log_min_messages: 'warning',
    log_statement: 'none',
    log_min_error_statement: 'panic',
    // Details and contexts quote rows, and rows name people.
    log_error_verbosity: 'terse'
  };
  // Detached: Ctrl-C reaches the whole process group, and the database must outlive the last request.
  const server = spawn(join(programs, 'bin', 'postgres'), ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...account,
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment()
  });
  closeSync(log);
  server.unref();
  return server;
}

async function untilReady(connection: pg.ClientConfig, server: ChildProcess, log: string): Promise<void> {
  let failed = false;
  server.once('error', () => (failed = true));
  for (let attempt = 0; attempt < 1200;) {
    if (failed || server.exitCode !== null) throw new StartFailure(`内置数据库没有启动，原因见 ${log}。`);
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // After a power cut it replays its log first, for as long as that takes.
      if ((error as { code?: string }).code !== cannotConnectNow) attempt++;
      await sleep(25);
    }
  }
  throw new StartFailure(`内置数据库 30 秒内没有就绪，原因见 ${log}。`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const ended = new Promise<void>((resolve) =>
    server.once('exit', () => {
      resolve();
    })
  );
  // SIGINT is PostgreSQL's fast shutdown: open transactions roll back, committed ones are safe.
  server.kill('SIGINT');
  await ended;
}
