/** One run of the PostgreSQL server on its cluster: started until it answers, stopped by its fast shutdown. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartFailure } from '../failure.ts';
import type { Account } from './binaries.ts';
import { isAlive } from './folder-lock.ts';

/** `home` holds the cluster and the server's log; `connection` is on the socket in `socketFolder`. */
export type Installation = {
  programs: string;
  home: string;
  cluster: string;
  socketFolder: string;
  account: Account | null;
  connection: pg.ClientConfig;
};

/** SQLSTATE of a server that is starting up or shutting down. */
const cannotConnectNow = '57P03';
/** Processes of a killed server notice within moments that it is gone; until the last one has, none starts on its memory. */
const leftoverTries = 40;
const leftoverWait = 250;

export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

export async function startPostmaster(at: Installation): Promise<ChildProcess> {
  const crashed = await clearOrphan(at.cluster);
  for (let attempt = 1; ; attempt++) {
    const server = launch(at);
    try {
      await untilReady(server, at);
      return server;
    } catch (error) {
      const endedItself = server.exitCode !== null;
      // It is detached: nobody else would end it.
      await stopPostmaster(server);
      if (!crashed || !endedItself || attempt === leftoverTries) throw error;
      await sleep(leftoverWait);
    }
  }
}

export async function stopPostmaster(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
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

/**
 * A county that was killed leaves its server running; the folder's lock says that nobody else owns it. A server that was killed
 * leaves its pid behind, which by now may be somebody else's. Answers whether there was anything.
 */
async function clearOrphan(cluster: string): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const [pidLine = '', folder = ''] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (!(pid > 1) || folder.trim() !== cluster || !isAlive(pid)) return true;
  if (!isServerOf(cluster, pid)) {
    // PostgreSQL would take it for its own and refuse to start for as long as that process lives.
    rmSync(file, { force: true });
    return true;
  }
  process.kill(pid, 'SIGINT');
  for (let wait = 0; wait < 300 && isAlive(pid); wait++) await sleep(50);
  return true;
}

function isServerOf(cluster: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .split('\0')
      .includes(cluster);
  } catch {
    return process.platform !== 'linux';
  }
}

function launch({ programs, home, cluster, socketFolder, account }: Installation): ChildProcess {
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

async function untilReady(server: ChildProcess, { connection, home }: Installation): Promise<void> {
  const log = join(home, 'server.log');
  let failed = false;
  server.once('error', () => (failed = true));
  for (let attempt = 0; attempt < 1200;) {
    if (failed || server.exitCode !== null || server.signalCode !== null) throw new StartFailure(`内置数据库没有启动，原因见 ${log}。`);
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
