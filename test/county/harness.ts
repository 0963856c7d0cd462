/** A real county on a free port, with a fresh database on the run's PostgreSQL. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import * as z from 'zod/mini';
import { startCounty, type RunningCounty } from '#county/county.ts';
import type { Registry } from '#domain/case/upcast.ts';
import './database-server.ts';
import { signIn, type StaffBrowser } from './staff-browser.ts';
import { TestDevice } from './test-device.ts';

export { signIn, type StaffBrowser };

z.config({ jitless: true });

export type TestCounty = RunningCounty & {
  databaseUrl: string;
  dataDir: string;
  /** As the owner: sees every row, past row-level security. */
  owner: pg.Client;
  logged: string[];
  /** Moves the county's clock. */
  setNow: (now: Date | null) => void;
  enrol: (station?: string) => Promise<TestDevice>;
  signIn: (username: string) => Promise<StaffBrowser>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** A database URL of its own, on the run's server. */
export async function newDatabase(): Promise<string> {
  const { host, user, password } = inject('databaseServer');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ host, user, password, port: 5432, database: 'postgres' });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return `postgresql://${user}:${encodeURIComponent(password)}@/${name}?host=${encodeURIComponent(host)}&port=5432`;
}

export async function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bangban-county-'));
}

export async function startTestCounty(
  options: { databaseUrl?: string; dataDir?: string; sample?: boolean; buildDir?: string; known?: Registry } = {}
): Promise<TestCounty> {
  const databaseUrl = options.databaseUrl ?? (await newDatabase());
  const dataDir = options.dataDir ?? (await newDataDir());
  const logged: string[] = [];
  let fixed: Date | null = null;
  const county = await startCounty(
    { host: '127.0.0.1', port: 0, dataDir, databaseUrl, tls: null, buildDir: options.buildDir ?? join(dataDir, 'no-build'), sample: options.sample ?? true },
    { now: () => fixed ?? new Date(), log: (line) => logged.push(line), ...(options.known !== undefined && { known: options.known }) }
  );
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  const codes = new Map(county.enrolmentCodes.map(({ station, code }) => [station, code]));
  return {
    ...county,
    databaseUrl,
    dataDir,
    owner,
    logged,
    setNow: (now) => (fixed = now),
    enrol: async (station = 'LT03') => {
      const printed = codes.get(station);
      codes.delete(station);
      return TestDevice.enrol(county.url, printed ?? (await consoleCode(county.url, station)));
    },
    signIn: (username) => signIn(county.url, username),
    [Symbol.asyncDispose]: async () => {
      await owner.end();
      await county.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  };
}

async function consoleCode(url: string, stationCode: string): Promise<string> {
  const admin = await signIn(url, 'admin');
  const reply = await admin.call('POST', '/api/v1/staff/enrolment-codes', { stationCode });
  return ((await reply.json()) as { code: string }).code;
}
