/** The embedded PostgreSQL is killed under a living county, and with it. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { databaseAccount } from '#county/database/binaries.ts';
import { line, visit } from './acts.ts';
import { killPostmaster } from './postmaster-kill.ts';
import { TestDevice, type BatchReply } from './test-device.ts';

let dataDir: string;
let county: RunningCounty;
let logged: string[];

async function starts(): Promise<RunningCounty> {
  return startCounty(
    { host: '127.0.0.1', port: 0, dataDir, databaseUrl: null, tls: null, buildDir: join(dataDir, 'no-build'), sample: true },
    { log: (entry) => logged.push(entry) }
  );
}
async function enrols(): Promise<TestDevice> {
  const code = county.enrolmentCodes.find(({ station }) => station === 'LT03')?.code ?? '';
  return TestDevice.enrol(county.url, code);
}
const restored = (): boolean => logged.some((entry) => entry.includes('已恢复'));

beforeEach(async () => {
  // A short path: a Unix socket's has 107 bytes. The database's account must be able to walk there.
  dataDir = await mkdtemp(join(tmpdir(), 'bangban-died-'));
  await chmod(dataDir, 0o755);
  logged = [];
  county = await starts();
});
afterEach(async () => {
  await county.close();
  await rm(dataDir, { recursive: true, force: true });
});

test.each([
  ['its first process', false],
  ['all its processes', true]
])('[P18] PostgreSQL killed (%s) under a living county comes back, with what was confirmed', async (_, children) => {
  const tablet = await enrols();
  await tablet.push([line(visit())]);
  const { body } = await tablet.batch([line(visit())]);
  await killPostmaster(dataDir, children);
  await expect.poll(restored, { timeout: 30_000 }).toBe(true);
  const again = (await (await tablet.send(body)).json()) as BatchReply;
  expect(again.verdicts.map(({ verdict }) => verdict)).toEqual(['applied']);
  expect((await tablet.feed()).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(logged.filter((entry) => entry.startsWith('defect'))).toEqual([]);
});

test('a pid file that a killed server left, and whose pid is somebody else by now, stops no start', async () => {
  await killPostmaster(dataDir, true);
  await expect.poll(restored, { timeout: 30_000 }).toBe(true);
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  await county.close();
  // Alive, of the account that PostgreSQL runs under, and no PostgreSQL.
  const other = spawn('sleep', ['600'], { ...databaseAccount(), stdio: 'ignore' });
  try {
    await writeFile(file, [String(other.pid), ...rest].join('\n'));
    county = await starts();
    expect((await fetch(`${county.url}/healthz`)).status).toBe(200);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  } finally {
    other.kill('SIGKILL');
  }
});

test('a server that can not come back ends the county with a sentence', async () => {
  await rm(join(dataDir, 'postgres', 'cluster', 'global', 'pg_control'));
  await killPostmaster(dataDir, true);
  expect(await county.failed).toMatch(/内置数据库没有启动，原因见 .+server\.log/);
});
