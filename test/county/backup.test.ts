/** Copy, proof, restore: the parts of `npm run backup` on a real county. */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, open as openFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { runBackup } from '#county/backup/backup.ts';
import { BackupFailure } from '#county/backup/failure.ts';
import { readManifest, writeManifest, type Manifest } from '#county/backup/manifest.ts';
import { beginCopy, openShelf } from '#county/backup/shelf.ts';
import { copyTableOut, listTables } from '#county/backup/tables.ts';
import { runRestore } from '#county/backup/restore.ts';
import { withScratch } from '#county/backup/scratch.ts';
import { verifyCopy } from '#county/backup/verify.ts';
import { migrate } from '#county/database/migrate.ts';
import { ensureInstance, readInstance } from '#county/instance.ts';
import { line, received, visit } from './acts.ts';
import { newDatabase, newDataDir, startTestCounty, type TestCounty } from './harness.ts';
import { sha256, type TestDevice } from './test-device.ts';

let county: TestCounty;
let tablet: TestDevice;
let to: string;
const said: string[] = [];
const now = (): Date => new Date();
const log = (text: string): void => void said.push(text);
const { signal } = new AbortController();

async function open(): Promise<void> {
  county = await startTestCounty();
  tablet = await county.enrol('LT03');
  to = join(county.dataDir, 'backups');
  said.length = 0;
}
const close = (): Promise<void> => county[Symbol.asyncDispose]();

const backup = (keep = 7) => runBackup({ dataDir: county.dataDir, databaseUrl: county.databaseUrl }, { to, keep, now, log, signal });
const verify = (folder: string) => verifyCopy(folder, { dataDir: county.dataDir, now, signal });
const backedUp = async (device = tablet): Promise<number> => (await device.json<{ backedUpThrough: number }>('GET', '/api/v1/devices/self')).backedUpThrough;

async function upload(device: TestDevice, bytes: Buffer): Promise<string> {
  const hash = sha256(bytes);
  await device.putChunk(hash, 0, bytes);
  await device.json('POST', '/api/v1/blobs/commit', { blobs: [{ sha256: hash, bytes: bytes.length, mime: 'image/jpeg' }] });
  return hash;
}
/** A case with a photo, both at the county. */
async function caseWithPhoto(device = tablet): Promise<string> {
  const bytes = randomBytes(3000);
  await device.push([line(received({ blobs: [sha256(bytes)] }))]);
  return upload(device, bytes);
}
const tableAt = (folder: string, name: string): string => join(folder, 'tables', `${name}.copy.gz`);
async function flip(path: string, at: number): Promise<void> {
  const file = await openFile(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await file.write(byte, 0, 1, at);
  await file.close();
}

describe('a backup', () => {
  beforeEach(open);
  afterEach(close);

  test('[P70] moves backedUpThrough to what the copy holds, and nothing else moves it', async () => {
    await tablet.push([line(visit()), line(visit())]);
    await caseWithPhoto();
    expect(await backedUp()).toBe(0);
    const done = await backup();
    expect(done).toMatchObject({ operations: 3, cases: 1 + 2, photos: 1, freshPhotos: 1, photosLost: 0, photosNotArrived: 0, devices: 1, devicesMoved: 1 });
    expect(await backedUp()).toBe(3);
    await tablet.push([line(visit())]);
    expect(await backedUp()).toBe(3);
    const { rows } = await county.owner.query('SELECT operations, photos FROM backups');
    expect(rows).toEqual([{ operations: 3, photos: 1 }]);
    // Names, photos and the county's private keys lie in it.
    expect((await stat(to)).mode & 0o777).toBe(0o700);
    expect((await stat(tableAt(done.folder, 'county_keys'))).mode & 0o777).toBe(0o600);
    expect(said.some((text) => text.includes('同一块磁盘'))).toBe(true);
  });

  test('[P70] an operation whose photo has not come is not backed up, nor what follows it', async () => {
    await tablet.push([line(visit())]);
    const bytes = randomBytes(500);
    await tablet.push([line(received({ blobs: [sha256(bytes)] })), line(visit())]);
    expect(await backup()).toMatchObject({ photosNotArrived: 1 });
    expect(await backedUp()).toBe(1);
    await upload(tablet, bytes);
    await backup();
    expect(await backedUp()).toBe(3);
  });

  test('[P70] never lowers the number, and leaves an epoch alone that it has not seen', async () => {
    await tablet.push([line(visit())]);
    const { folder } = await backup();
    const { rows } = await county.owner.query<{ epoch: string }>('SELECT epoch FROM devices');
    await county.owner.query(`UPDATE devices SET backed_up_through = 7, last_seq = 9`);
    const { manifest, digest } = await readManifest(folder);
    const { settle } = await import('#county/backup/settle.ts');
    const verified = { ...(await verify(folder)), digest };
    expect(await settle(county.owner, manifest, verified, 0)).toBe(0);
    expect(await backedUp()).toBe(7);
    await county.owner.query(`UPDATE devices SET backed_up_through = 0, epoch = gen_random_uuid()`);
    expect(await settle(county.owner, manifest, verified, 0)).toBe(0);
    await county.owner.query(`UPDATE devices SET epoch = $1`, [rows[0]?.epoch]);
    expect(await settle(county.owner, manifest, verified, 0)).toBe(1);
    await county.owner.query(`UPDATE county SET feed_generation = gen_random_uuid()`);
    await expect(settle(county.owner, manifest, verified, 0)).rejects.toThrow(BackupFailure);
  });

  test('[P71] takes photos once, mends a bad one from the county, and names what is lost on both', async () => {
    const [kept, mended, lost] = [await caseWithPhoto(), await caseWithPhoto(), await caseWithPhoto()];
    const at = (folder: string, hash: string) => join(folder, 'LT03', hash.slice(0, 2), hash);
    const first = await backup();
    await flip(at(join(first.folder, 'blobs'), mended), 10);
    await rm(at(join(first.folder, 'blobs'), lost));
    await rm(at(join(county.dataDir, 'blobs'), lost));
    const second = await backup();
    expect(second).toMatchObject({ photos: 2, freshPhotos: 1, photosLost: 1, photosNotArrived: 1 });
    expect((await stat(at(join(second.folder, 'blobs'), kept))).nlink).toBe(2);
    expect(sha256(await readFile(at(join(second.folder, 'blobs'), mended)))).toBe(mended);
    expect((await readManifest(second.folder)).manifest.lost).toEqual([{ station: 'LT03', sha256: lost }]);
  });

  test('[P71] keeps as many as it is told, never counts half-made ones, and sweeps them', async () => {
    await tablet.push([line(visit())]);
    await mkdir(join(to, '20200101T000000000Z.partial'), { recursive: true });
    await mkdir(join(to, '20200102T000000000Z'));
    const [, second, third] = [await backup(2), await backup(2), await backup(2)];
    expect(third.removed).toBe(1);
    const names = (await readdir(to)).sort();
    expect(names).toEqual(['20200102T000000000Z', ...[second, third].map(({ folder }) => folder.split('/').at(-1))]);
  });

  test('[P70] the console tells how old the last one is and how much has come since; a county with nothing yet is not warned', async () => {
    const ask = async (username = 'wangshen') => (await (await county.signIn(username)).call('GET', '/api/v1/staff/backup')).json();
    expect(await ask()).toEqual({ last: null, newerOperations: 0, late: false });
    const caseId = randomUUID();
    await tablet.push([line(visit()), line(received({ caseId }))]);
    expect(await ask('admin')).toEqual({ last: null, newerOperations: 2, late: true });
    await backup();
    expect(await ask()).toMatchObject({ last: { operations: 2, cases: 2, photos: 0, photosLost: 0 }, newerOperations: 0, late: false });
    const { call } = await county.signIn('wangshen');
    expect((await call('POST', `/api/v1/staff/cases/LT03/${caseId}/decisions`, { type: 'case.accepted', base: 1, body: {} })).status).toBe(200);
    await tablet.push([line(visit())]);
    expect(await ask()).toMatchObject({ newerOperations: 2, late: false });
    const stations = (await (await call('GET', '/api/v1/staff/stations')).json()) as {
      stations: { devices: { lastSeq: number; backedUpThrough: number }[] }[];
    };
    expect(stations.stations.flatMap(({ devices }) => devices)).toMatchObject([{ lastSeq: 3, backedUpThrough: 2 }]);
    county.setNow(new Date(Date.now() + 47 * 3_600_000));
    expect(await ask()).toMatchObject({ late: false });
    county.setNow(new Date(Date.now() + 49 * 3_600_000));
    expect(await ask()).toMatchObject({ late: true });
    county.setNow(null);
    expect((await (await county.signIn('auditor')).call('GET', '/api/v1/staff/backup')).status).toBe(403);
  });

  test('[P71] taken while batches and photos come in is consistent', { timeout: 180_000 }, async () => {
    const others = [tablet, await county.enrol('LT03'), await county.enrol('BS01')];
    let going = true;
    const working = others.map(async (device) => {
      while (going) await caseWithPhoto(device);
    });
    try {
      for (let round = 0; round < 2; round++) await backup();
    } finally {
      going = false;
    }
    await Promise.all(working);
    for (const device of others) {
      expect(await backedUp(device)).toBeGreaterThan(0);
      expect(await backedUp(device)).toBeLessThanOrEqual(device.lastSeq);
    }
    await backup();
    for (const device of others) expect(await backedUp(device)).toBe(device.lastSeq);
  });
});

describe('a copy that is not whole', () => {
  let [whole, folder, number] = ['', '', 0];
  beforeAll(async () => {
    await open();
    await tablet.push([line(visit()), line(visit())]);
    await caseWithPhoto();
    whole = (await backup()).folder;
    await county.owner.query('UPDATE devices SET backed_up_through = 0');
  });
  afterAll(close);
  beforeEach(async () => {
    folder = `${whole}-${String(number++)}`;
    await cp(whole, folder, { recursive: true });
  });
  afterEach(async () => {
    // Whatever was found, no one's number moved.
    expect(await backedUp()).toBe(0);
  });

  /** As a copier would have made it that loses or bends a row: the manifest agrees with the file. */
  async function rewrite(name: string, change: (rows: string[]) => string[]): Promise<void> {
    const rows = gunzipSync(await readFile(tableAt(folder, name)))
      .toString()
      .split('\n')
      .slice(0, -1);
    const text = Buffer.from(
      change(rows)
        .map((row) => `${row}\n`)
        .join('')
    );
    await writeFile(tableAt(folder, name), gzipSync(text));
    const { manifest } = await readManifest(folder);
    const tables: Manifest['tables'] = manifest.tables.map((table) =>
      table.name === name ? { ...table, rows: change(rows).length, bytes: text.length, sha256: sha256(text) } : table
    );
    await rm(join(folder, 'manifest.json'));
    await rm(join(folder, 'manifest.sha256'));
    await writeManifest(folder, { ...manifest, tables });
  }

  test('[P71] a flipped byte in a table, in a photo, in the manifest; a truncated file', async () => {
    const journal = tableAt(folder, 'journal');
    const bytes = await readFile(journal);
    for (const at of [0, 12, Math.floor(bytes.length / 2), bytes.length - 5, bytes.length - 1]) {
      await flip(journal, at);
      await expect(verify(folder), `byte ${String(at)}`).rejects.toThrow(/表 journal 已损坏/);
      await flip(journal, at);
    }
    await truncate(journal, bytes.length - 20);
    await expect(verify(folder)).rejects.toThrow(/表 journal 已损坏/);
    await writeFile(journal, bytes);
    await rm(tableAt(folder, 'feed'));
    await expect(verify(folder)).rejects.toThrow(/表 feed 已损坏/);
    await writeFile(tableAt(folder, 'feed'), gzipSync(''));
    await expect(verify(folder)).rejects.toThrow(/表 feed 已损坏/);
    await flip(join(folder, 'manifest.json'), 40);
    await expect(verify(folder)).rejects.toThrow(/清单已损坏/);
  });

  test('[P71] a photo that is bent or gone', async () => {
    const station = join(folder, 'blobs', 'LT03');
    const [two = ''] = await readdir(station);
    const [name = ''] = await readdir(join(station, two));
    await flip(join(station, two, name), 100);
    await expect(verify(folder)).rejects.toThrow(/照片 .* 缺失或已损坏/);
    await rm(join(station, two, name));
    await expect(verify(folder)).rejects.toThrow(/照片 .* 缺失或已损坏/);
  });

  const withoutLast = (rows: string[]): string[] => rows.slice(0, -1);
  const withoutFirst = (rows: string[]): string[] => rows.slice(1);
  test.each<[string, (rows: string[]) => string[], RegExp]>([
    ['journal', withoutFirst, /校验链断开/],
    ['journal', withoutLast, /链上到第/],
    ['journal', (rows) => rows.map((row) => row.replace('李奶奶', '李爷爷')), /校验值不符/],
    ['operations', withoutFirst, /没有对应的操作/],
    ['operations', (rows) => rows.map((row) => row.replace('applied', 'parked')), /对不上/],
    ['feed', withoutLast, /下发流水/],
    ['feed_heads', (rows) => rows.map((row) => row.replace(/\t3\t/, '\t4\t')), /下发流水的序号/],
    ['cases', withoutFirst, /没有办件本身/],
    ['cases', (rows) => rows.map((row) => row.replace('"planned"', '"done"')), /推算出的内容不一致/],
    ['case_blobs', withoutFirst, /照片清单/],
    ['devices', (rows) => rows.map((row) => row.replace(/\t3\t/, '\t2\t')), /应记到第 2 条/]
  ])('[P71] %s that lost or bent a row, with a manifest that agrees', async (name, change, found) => {
    await rewrite(name, change);
    await expect(verify(folder)).rejects.toThrow(found);
  });
});

describe('a restore', () => {
  beforeEach(open);
  afterEach(close);

  test('[P72] makes the same county of a new generation, and refuses what is not empty', async () => {
    const sha = await caseWithPhoto();
    await tablet.push([line(visit())]);
    // The second holds the row of the first: the restore adds its own after it.
    await backup();
    const { folder } = await backup();
    const databaseUrl = await newDatabase();
    const dataDir = await newDataDir();
    const restore = (into: string, url: string) => runRestore({ dataDir: into, databaseUrl: url }, { from: folder, acceptUnverified: false, now, log, signal });
    await expect(restore(dataDir, county.databaseUrl)).rejects.toThrow(/已经有县平台的数据/);
    expect(await restore(dataDir, databaseUrl)).toMatchObject({ photos: 1, devices: 1 });
    await expect(restore(await newDataDir(), databaseUrl)).rejects.toThrow(/已经有县平台的数据/);

    const again = await startTestCounty({ databaseUrl, dataDir });
    try {
      expect(again.context.instance.id).toBe(county.context.instance.id);
      expect(again.context.instance.feedGeneration).not.toBe(county.context.instance.feedGeneration);
      tablet.url = again.url;
      expect(await backedUp()).toBe(2);
      expect(await tablet.feed()).toHaveLength(2);
      expect((await tablet.call('GET', `/api/v1/device-blobs/${sha}`)).status).toBe(200);
      // Numbers of the county's own go on where they stood.
      await again.owner.query(`INSERT INTO audit (actor, action, subject) VALUES ('a', 'b', 'c')`);
      await tablet.push([line(visit())]);
      expect(await runBackup({ dataDir, databaseUrl }, { to: join(dataDir, 'backups'), keep: 1, now, log, signal })).toMatchObject({ operations: 3 });
      expect(await backedUp()).toBe(3);
    } finally {
      await again[Symbol.asyncDispose]();
    }
  });

  test('[P72] works for an owner that is no superuser, whom row-level security binds too', async () => {
    const { host, user, password } = inject('databaseServer');
    const admin = new pg.Client({ host, user, password, database: 'postgres' });
    await admin.connect();
    const owner = `o_${randomBytes(4).toString('hex')}`;
    await admin.query(`CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD 'x'`);
    for (const role of ['bangban_app', 'bangban_staff', 'bangban_backup']) await admin.query(`GRANT ${role} TO ${owner}`);
    const own = async (): Promise<string> => {
      const name = /@\/(\w+)\?/.exec(await newDatabase())?.[1] ?? '';
      await admin.query(`ALTER DATABASE ${name} OWNER TO ${owner}`);
      return `postgresql://${owner}:x@/${name}?host=${encodeURIComponent(host)}`;
    };
    const [from, into, dataDir] = [await own(), await own(), await newDataDir()];
    const bound = await startTestCounty({ databaseUrl: from });
    try {
      const device = await bound.enrol();
      await caseWithPhoto(device);
      const { folder } = await runBackup({ dataDir: bound.dataDir, databaseUrl: from }, { to, keep: 1, now, log, signal });
      expect(await backedUp(device)).toBe(1);
      const restored = await runRestore({ dataDir, databaseUrl: into }, { from: folder, acceptUnverified: false, now, log, signal });
      expect(restored).toMatchObject({ devices: 1, photos: 1 });
      const again = await startTestCounty({ databaseUrl: into, dataDir });
      device.url = again.url;
      expect(await device.feed()).toHaveLength(1);
      const { rows } = await again.owner.query('SELECT 1 FROM cases');
      // Forced again after the load.
      expect(rows).toHaveLength(0);
      await again[Symbol.asyncDispose]();
    } finally {
      await bound[Symbol.asyncDispose]();
      await admin.end();
    }
  });

  test('[P72] brings a copy of an earlier schema up to date', async () => {
    const [early, databaseUrl, dataDir, folder] = [await newDatabase(), await newDatabase(), await newDataDir(), join(to, '20250101T000000000Z')];
    const owner = new pg.Client({ connectionString: early });
    await owner.connect();
    await migrate(owner, 2);
    await ensureInstance(owner, { name: '早县', divisionCode: '430103' });
    await mkdir(join(folder, 'tables'), { recursive: true });
    await mkdir(join(folder, 'blobs'));
    const tables: Manifest['tables'] = [];
    for (const table of await listTables(owner)) tables.push({ ...table, ...(await copyTableOut(owner, table, tableAt(folder, table.name), signal)) });
    const { id: instanceId, feedGeneration } = await readInstance(owner);
    await owner.end();
    const about = { createdAt: now().toISOString(), instanceId, feedGeneration, countyName: '早县', photos: { count: 0, bytes: 0 }, lost: [] };
    await writeManifest(folder, { format: 1, schemaVersion: 2, tables, ...about });
    await runRestore({ dataDir, databaseUrl }, { from: folder, acceptUnverified: false, now, log, signal });
    expect(said.some((text) => text.includes('先校验一遍'))).toBe(true);
    const again = await startTestCounty({ databaseUrl, dataDir });
    expect(again.context.instance).toMatchObject({ id: instanceId, countyName: '早县' });
    await again[Symbol.asyncDispose]();
  });

  test('[P72] is whole or not at all: a bent table, a bent photo, a newer schema leave nothing behind', async () => {
    await caseWithPhoto();
    const { folder } = await backup();
    const databaseUrl = await newDatabase();
    const dataDir = await newDataDir();
    const restore = () => runRestore({ dataDir, databaseUrl }, { from: folder, acceptUnverified: false, now, log, signal });
    await flip(tableAt(folder, 'journal'), 60);
    await expect(restore()).rejects.toThrow(/表 journal 已损坏/);
    await flip(tableAt(folder, 'journal'), 60);
    const station = join(folder, 'blobs', 'LT03');
    const [two = ''] = await readdir(station);
    const [name = ''] = await readdir(join(station, two));
    await flip(join(station, two, name), 9);
    await expect(restore()).rejects.toThrow(/1 张照片缺失或已损坏/);
    // Started now, it would be a new, empty county.
    await expect(startTestCounty({ databaseUrl, dataDir })).rejects.toThrow(/恢复没有完成/);
    await flip(join(station, two, name), 9);
    expect(await restore()).toMatchObject({ photos: 1 });

    const { manifest } = await readManifest(folder);
    await rm(join(folder, 'manifest.json'));
    await rm(join(folder, 'manifest.sha256'));
    await writeManifest(folder, { ...manifest, schemaVersion: 999 });
    await expect(verify(folder)).rejects.toThrow(/第 999 版/);
    await rm(dataDir, { recursive: true, force: true });
  });
});

test('[P71] a verification takes no folder for temporary files that somebody else made', async () => {
  const nowhere = `/nowhere-${randomUUID()}`;
  const folder = join(tmpdir(), `verify-${sha256(Buffer.from(nowhere)).slice(0, 12)}`);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder);
  await chmod(folder, 0o777);
  await expect(withScratch(nowhere, () => Promise.reject(new Error('taken')))).rejects.toThrow(/别人能写/);
});

test('[P70] a folder that was there keeps its mode; a copy in it is for its owner alone', async () => {
  const there = join(await newDataDir(), 'stick');
  await mkdir(there);
  await chmod(there, 0o755);
  const shelf = await openShelf(there);
  const { folder } = await beginCopy(shelf, now());
  shelf.close();
  const modes = await Promise.all([there, folder, join(folder, 'tables'), join(folder, 'blobs')].map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o755, 0o700, 0o700, 0o700]);
});
