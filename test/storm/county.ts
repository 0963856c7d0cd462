/** A county in a process of its own, with the sample data, on a database that the storm can read as its owner. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#county/database/embedded.ts';
import { root } from '#test/process.ts';

export interface StormCounty extends AsyncDisposable {
  url: string;
  /** Past row-level security. */
  owner: pg.Client;
  connection: pg.ClientConfig;
  /** Photos stand here as `<station>/<first two letters>/<sha256>`. */
  blobs: string;
  /** Resident memory now and at its highest, MiB; 0 where the system doesn't tell. */
  memory(): { now: number; peak: number };
}

/** `databaseUrl`: an empty database; without one an embedded server is started for the run. */
export async function startCountyProcess(databaseUrl: string | null): Promise<StormCounty> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'bangban-storm-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  // As root, the database runs under an account of its own that must be able to walk in.
  await chmod(folder, 0o755);
  const address = databaseUrl ?? (await startDatabase(folder, opened));
  const child = spawn(process.execPath, [join(root, 'sync/county/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'county'), DATABASE_URL: address }
  });
  opened.defer(() => end(child));
  const url = await addressOf(child);
  const owner = new pg.Client({ connectionString: address });
  await owner.connect();
  opened.defer(() => owner.end());
  const rest = opened.move();
  return {
    url,
    owner,
    connection: { connectionString: address },
    blobs: join(folder, 'county', 'blobs'),
    memory: () => memoryOf(child.pid ?? 0),
    [Symbol.asyncDispose]: () => rest.disposeAsync()
  };
}

async function startDatabase(folder: string, opened: AsyncDisposableStack): Promise<string> {
  const server = await startEmbedded(folder);
  opened.defer(() => server.stop());
  const { user, password, host, port, database } = server.connection;
  return `postgres://${user}:${String(password)}@/${database}?host=${encodeURIComponent(host ?? '')}&port=${port}`;
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /https?:\/\/\S+:\d+/.exec(output)?.[0];
      if (url !== undefined && output.includes('Ctrl-C')) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the county ended with ${String(code)}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function memoryOf(pid: number): { now: number; peak: number } {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Linux alone has it.
  }
  const mebibytes = (name: string) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024);
  return { now: mebibytes('VmRSS'), peak: mebibytes('VmHWM') };
}
