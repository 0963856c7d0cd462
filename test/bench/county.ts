/** A real county with the sample data, on a database of its own, that can be restarted at the same address. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startCounty } from '#county/county.ts';
import type { RunningCounty } from '#county/county.ts';
import { startEmbedded } from '#county/database/embedded.ts';
import { sampleStaff } from '#county/people/sample-county.ts';

export const pin = '314159';

export interface BenchCounty extends AsyncDisposable {
  origin: string;
  connection: pg.ClientConfig;
  /** Where it keeps photos. */ blobs: string;
  worker: { username: string; password: string };
  /** Serves the files of `buildDir` from now on. */
  start(buildDir: string): Promise<void>;
  stop(): Promise<void>;
  /** A one-time enrolment code of the worker's station; one a start. */
  code(): string;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export async function newCounty(): Promise<BenchCounty> {
  const worker = sampleStaff.find(({ role }) => role === 'stationWorker');
  if (worker === undefined || worker.stationCode === null) throw new Error('the sample county has no station worker');
  const station = worker.stationCode;
  const dataDir = await mkdtemp(join(tmpdir(), 'bangban-bench-county-'));
  // As root, the database runs under an account of its own that must be able to walk in.
  await chmod(dataDir, 0o755);
  const server = await startEmbedded(dataDir);
  const { user, password, host, port: databasePort, database } = server.connection;
  const databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host ?? '')}:${databasePort}/${database}`;
  const port = await freePort();
  let running: RunningCounty | null = null;
  const stop = async () => {
    await running?.close();
    running = null;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    connection: server.connection,
    blobs: join(dataDir, 'county', 'blobs'),
    worker,
    stop,
    async start(buildDir) {
      await stop();
      running = await startCounty({ host: '127.0.0.1', port, dataDir: join(dataDir, 'county'), databaseUrl, tls: null, buildDir, sample: true });
    },
    code() {
      const found = running?.enrolmentCodes.find((code) => code.station === station);
      if (found === undefined) throw new Error('the county is not running');
      return found.code;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  };
}
