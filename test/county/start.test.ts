import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { parseConfig, readEnvironment } from '#county/config.ts';
import { StartFailure } from '#county/failure.ts';
import { line, visit } from './acts.ts';
import { newDatabase } from './harness.ts';
import { TestDevice } from './test-device.ts';

const main = new URL('../../sync/county/main.ts', import.meta.url).pathname;
const running = new Set<Started>();
const folders = new Set<string>();
afterEach(async () => {
  for (const started of running) await started.stop('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

class Started {
  readonly process: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<number | null>;
  constructor(environment: Record<string, string>, args: string[] = []) {
    this.process = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve) =>
      this.process.once('exit', (code) => {
        resolve(code);
      })
    );
    running.add(this);
  }
  async ready(): Promise<string> {
    for (let wait = 0; wait < 600; wait++) {
      const url = /https?:\/\/\S+:\d+/.exec(this.out)?.[0];
      if (url !== undefined && this.out.includes('Ctrl-C')) return url;
      if (this.process.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not started: ${this.err}`);
  }
  code(station: string): string {
    return new RegExp(`${station}  \\S+  ([A-Z2-9]{4}-[A-Z2-9]{4})`).exec(this.out)?.[1] ?? '';
  }
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    running.delete(this);
    return this.ended;
  }
}

function folder(): string {
  const path = mkdtempSync('/tmp/bangban-start-');
  chmodSync(path, 0o711);
  folders.add(path);
  return path;
}
/** One sentence on stderr, nothing else, and exit code 1. */
async function refusal(started: Started): Promise<string> {
  expect(await started.ended).toBe(1);
  running.delete(started);
  expect(started.out).toBe('');
  expect(started.err.trimEnd().split('\n')).toHaveLength(1);
  expect(started.err).toMatch(/[。]\n$/);
  return started.err;
}

test('a restart keeps all data, after SIGTERM and after SIGKILL; only the first start shows the passphrase', async () => {
  const DATA_DIR = folder();
  const first = new Started({ DATA_DIR, PORT: '0' });
  const tablet = await TestDevice.enrol(await first.ready(), first.code('LT03'));
  expect(first.out).toContain('恢复口令');
  await tablet.push([line(visit())]);
  expect(await first.stop('SIGTERM')).toBe(0);
  expect(first.out).toContain('已停止');
  expect(existsSync(join(DATA_DIR, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);

  const second = new Started({ DATA_DIR, PORT: '0' });
  Object.assign(tablet, { url: await second.ready() });
  expect(second.out).not.toContain('恢复口令');
  await tablet.push([line(visit())]);
  await second.stop('SIGKILL');

  const third = new Started({ DATA_DIR, PORT: '0' });
  Object.assign(tablet, { url: await third.ready() });
  expect(third.code('LT03')).not.toBe(second.code('LT03'));
  expect(await tablet.feed()).toHaveLength(2);
  expect((await tablet.push([line(visit())])).lastSeq).toBe(3);

  const rival = new Started({ DATA_DIR, PORT: '0' });
  expect(await refusal(rival)).toContain('正由另一个县平台');
  expect(await tablet.feed()).toHaveLength(3);
  const password = readFileSync(join(DATA_DIR, 'database.secret'), 'utf8');
  const owner = new pg.Client({ host: join(DATA_DIR, 'postgres'), user: 'bangban_owner', password, database: 'bangban' });
  await owner.connect();
  await owner.query('ALTER ROLE bangban_app BYPASSRLS');
  await owner.end();
  expect(await third.stop('SIGINT')).toBe(0);
  expect(await refusal(new Started({ DATA_DIR, PORT: '0' }))).toContain('隔不开');
  expect(existsSync(join(DATA_DIR, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
});

test('a port in use gets one sentence', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const { port } = blocker.address() as AddressInfo;
  const started = new Started({ DATA_DIR: folder(), PORT: String(port), DATABASE_URL: await newDatabase() });
  expect(await refusal(started)).toContain(`端口 ${String(port)} 已被占用`);
  blocker.close();
});

test('a newer schema gets one sentence, and is left alone', async () => {
  const DATABASE_URL = await newDatabase();
  const owner = new pg.Client({ connectionString: DATABASE_URL });
  await owner.connect();
  await owner.query(
    'CREATE TABLE schema_version (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now()); INSERT INTO schema_version VALUES (4711)'
  );
  expect(await refusal(new Started({ DATA_DIR: folder(), PORT: '0', DATABASE_URL }))).toContain('第 4711 版');
  expect((await owner.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).rowCount).toBe(1);
  await owner.end();
});

test('a database that may forget is refused', async () => {
  const url = new URL((await newDatabase()).replace('@/', '@socket/'));
  url.searchParams.set('options', '-c synchronous_commit=off');
  expect(await refusal(new Started({ DATA_DIR: folder(), PORT: '0', DATABASE_URL: url.href.replace('@socket/', '@/') }))).toContain('synchronous_commit');
});

test("a folder that can't be written gets one sentence", async () => {
  // Root writes anywhere; a file in the way stops it as well.
  const path = join(folder(), 'file');
  writeFileSync(path, '');
  expect(await refusal(new Started({ DATA_DIR: join(path, 'data'), PORT: '0' }))).toContain('不能写入');
});

test('no database at the address gets one sentence', async () => {
  expect(await refusal(new Started({ DATA_DIR: folder(), PORT: '0', DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' }))).toContain('DATABASE_URL');
});

test('an address that is none, or with a password that is no text, gets one sentence that quotes nothing of it', async () => {
  const sentence = await refusal(new Started({ DATA_DIR: folder(), PORT: '0', DATABASE_URL: 'postgresql://u:hush-hush@h:99999/x' }));
  expect(sentence).toContain('DATABASE_URL');
  expect(sentence).not.toContain('hush');
});

test('a database account that may not make tables gets one sentence', async () => {
  const url = new URL((await newDatabase()).replace('@/', '@socket/'));
  const admin = new pg.Client({ connectionString: url.href.replace('@socket/', '@/') });
  await admin.connect();
  await admin.query(`CREATE ROLE guest_owner LOGIN CREATEROLE PASSWORD 'sample'; REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
  await admin.query(`DO $$ BEGIN CREATE ROLE bangban_app NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  await admin.query(`DO $$ BEGIN CREATE ROLE bangban_staff NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  await admin.query(`DO $$ BEGIN CREATE ROLE bangban_backup NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  await admin.query('GRANT bangban_app, bangban_staff, bangban_backup TO guest_owner');
  await admin.end();
  url.username = 'guest_owner';
  url.password = 'sample';
  const sentence = await refusal(new Started({ DATA_DIR: folder(), PORT: '0', DATABASE_URL: url.href.replace('@socket/', '@/') }));
  expect(sentence).toContain('建表的权限');
});

test('HTTPS with TLS_CERT and TLS_KEY, read from .env as well; a certificate that is none gets one sentence', async () => {
  const place = folder();
  // Made for this test alone, signed by itself, good for a hundred years.
  const cert = new URL('tls/cert.pem', import.meta.url).pathname;
  const key = new URL('tls/key.pem', import.meta.url).pathname;
  writeFileSync(join(place, '.env'), `TLS_CERT=${cert}\nTLS_KEY="${key}"\nPORT=1\n`);
  const settings = readEnvironment(place, { PORT: '0' });
  expect(settings).toMatchObject({ TLS_CERT: cert, TLS_KEY: key, PORT: '0' });
  const started = new Started({ DATA_DIR: folder(), DATABASE_URL: await newDatabase(), ...(settings as Record<string, string>) });
  const url = new URL(await started.ready());
  expect(url.protocol).toBe('https:');
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    get(new URL('/healthz', url), { rejectUnauthorized: false }, resolve).once('error', reject);
  });
  expect([reply.statusCode, reply.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
  reply.resume();
  await started.stop('SIGTERM');
  const none = join(place, 'none.pem');
  writeFileSync(none, 'no certificate');
  expect(await refusal(new Started({ DATA_DIR: folder(), PORT: '0', TLS_CERT: none, TLS_KEY: none }))).toContain('PEM');
});

test('SIGTERM while a batch waits for the database: it is answered, or sent again it is applied once', async () => {
  const DATABASE_URL = await newDatabase();
  const environment = { DATA_DIR: folder(), PORT: '0', DATABASE_URL };
  const first = new Started(environment);
  const tablet = await TestDevice.enrol(await first.ready(), first.code('LT03'));
  const owner = new pg.Client({ connectionString: DATABASE_URL });
  await owner.connect();
  await owner.query('BEGIN; SELECT 1 FROM feed_heads FOR UPDATE');
  const op = visit();
  const { body } = await tablet.batch([line(op)]);
  const sent = tablet.send(body).then(
    (reply) => reply.status,
    () => 'cut'
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  const stopped = first.stop('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await owner.query('COMMIT');
  expect(await sent).toBe(200);
  const answered = performance.now();
  expect(await stopped).toBe(0);
  // The connection is kept alive by the client; it is closed as soon as it is idle.
  expect(performance.now() - answered).toBeLessThan(3000);
  const second = new Started(environment);
  Object.assign(tablet, { url: await second.ready() });
  expect((await tablet.send(body)).status).toBe(200);
  expect((await owner.query('SELECT 1 FROM feed WHERE op_id = $1', [op.opId])).rowCount).toBe(1);
  await owner.end();
  await second.stop('SIGTERM');
});

test('--empty has one administrator with a password that is shown once', async () => {
  const environment = { DATA_DIR: folder(), PORT: '0', DATABASE_URL: await newDatabase() };
  const first = new Started(environment, ['--empty']);
  const url = await first.ready();
  expect(first.out).not.toContain('示例');
  const password = /admin {2}(\S+)/.exec(first.out)?.[1] ?? '';
  const signIn = await fetch(`${url}/api/v1/staff/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password })
  });
  expect(await signIn.json()).toMatchObject({ staff: { role: 'administrator' } });
  await first.stop('SIGTERM');
  const second = new Started(environment, ['--empty']);
  await second.ready();
  expect(second.out).not.toContain('密码');
  await second.stop('SIGTERM');
});

test('settings are checked, each with its sentence', () => {
  expect(() => parseConfig({ PORT: '80000' }, [], () => '/d')).toThrow(StartFailure);
  expect(() => parseConfig({ PORT: 'x' }, [], () => '/d')).toThrow('PORT');
  expect(() => parseConfig({ TLS_CERT: '/a' }, [], () => '/d')).toThrow('TLS_KEY');
  expect(() => parseConfig({ TLS_CERT: '/no', TLS_KEY: '/no' }, [], () => '/d')).toThrow('TLS');
  expect(() => parseConfig({}, ['--demo'], () => '/d')).toThrow('--demo');
  expect(parseConfig({ PORT: '' }, ['--empty'], () => '/d')).toMatchObject({
    port: 8000,
    host: '127.0.0.1',
    dataDir: '/d',
    sample: false,
    databaseUrl: null,
    tls: null
  });
});
