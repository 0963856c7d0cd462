/** The worst day: the county's disk is gone. What the last copy held comes back from it, what came after comes back from the tablets. */
import 'fake-indexeddb/auto';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCounty, type RunningCounty } from '#county/county.ts';
import { signIn } from '#test/county/harness.ts';
import { fillElderly, makeTablet } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';

const station = 'LT03';
const main = new URL('../../sync/county/backup/main.ts', import.meta.url).pathname;
const root = mkdtempSync('/tmp/bangban-drill-');
chmodSync(root, 0o711);
const [dataDir, copies] = [join(root, 'data'), join(root, 'copies')];

type Ended = { code: number | null; out: string; err: string };
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [main, '--data-dir', dataDir, '--json', ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out, err })));
}
const summary = ({ out }: Ended) => JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown> & { folder: string };

let county: RunningCounty;
let port = 0;
const logged: string[] = [];
async function start(): Promise<void> {
  const config = { host: '127.0.0.1', port, dataDir, databaseUrl: null, tls: null, buildDir: join(root, 'no-build'), sample: true };
  county = await startCounty(config, { log: (line) => logged.push(line) });
  port = Number(new URL(county.url).port);
}

let [first, second]: Tablet[] = [];
async function tablet(): Promise<Tablet> {
  const made = await makeTablet(county.url);
  const reply = await (await signIn(county.url, 'admin')).call('POST', '/api/v1/staff/enrolment-codes', { stationCode: station });
  const enrolled = await made.api.enrol(((await reply.json()) as { code: string }).code, 'test tablet');
  if (!enrolled.ok) throw new Error(enrolled.error.message);
  await made.staff('chenmin', 'chenmin-2026');
  await made.sync();
  return made;
}
type Case = { caseId: string; sha256: string };
let seed = 0;
async function receive({ api }: Tablet): Promise<Case> {
  const bytes = crypto.getRandomValues(new Uint8Array(5000));
  const added = await api.addPhoto({ bytes: bytes.buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (!added.ok) throw new Error(added.error.message);
  const received = await api.receive((await fillElderly(api, ++seed, [added.value])).id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return { caseId: received.value.caseId, sha256: added.value.sha256 };
}
async function decide(caseId: string, type: string, body: unknown): Promise<void> {
  const { call } = await signIn(county.url, 'wangshen');
  const shown = (await (await call('GET', `/api/v1/staff/cases/${station}/${caseId}`)).json()) as { row: { revision: number } };
  const decided = await call('POST', `/api/v1/staff/cases/${station}/${caseId}/decisions`, { type, base: shown.row.revision, body });
  if (!decided.ok) throw new Error(await decided.text());
}

beforeAll(async () => {
  await start();
  first = await tablet();
  second = await tablet();
});
afterAll(async () => {
  await county.close();
  rmSync(root, { recursive: true, force: true });
});

describe('a county that lost its disk', () => {
  it('[P73] comes back from the copy and from the tablets: everything once, photos too, and nothing shown wrong', async () => {
    if (first === undefined || second === undefined) throw new Error('no tablets');
    const before = [await receive(first), await receive(first), await receive(second)];
    await first.sync();
    await second.sync();
    const decided = before[0]?.caseId ?? '';
    await decide(decided, 'case.accepted', {});

    // Beside the running county.
    const backup = await run('--to', copies);
    expect(backup.code, backup.err).toBe(0);
    expect(summary(backup)).toMatchObject({ cases: 3, photos: 3, devicesMoved: 2, photosLost: 0 });
    const { folder } = summary(backup);

    const after = [await receive(first), await receive(second)];
    await first.sync();
    expect((await second.sync()).error).toBeNull();
    // After the copy too, and by the county: nobody else has it.
    await decide(after[0]?.caseId ?? '', 'case.accepted', {});
    await first.sync();
    expect((await first.api.case(after[0]?.caseId ?? ''))?.row.status).toBe('accepted');

    await county.close();
    rmSync(dataDir, { recursive: true });
    const alone = [await receive(first), await receive(second)];
    expect((await first.sync()).error).not.toBeNull();

    const restored = await run('--restore', folder);
    expect(restored.code, restored.err).toBe(0);
    const again = await run('--restore', folder);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('已经有县平台的数据')]);
    await start();
    for (const each of [first, second, first, second]) expect((await each.sync()).error).toBeNull();

    const all = [...before, ...after, ...alone];
    for (const { api } of [first, second]) {
      const { rows } = await api.cases({ limit: 100 });
      expect(rows.map(({ id }) => id).sort()).toEqual(all.map(({ caseId }) => caseId).sort());
      for (const row of rows)
        expect(row).toMatchObject({ sync: 'confirmed', photos: 1, photosConfirmed: 1, status: row.id === decided ? 'accepted' : 'received' });
      expect(await api.counts()).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 0 });
    }
    const { rows } = await county.context.database.inStation(station, (sql) =>
      sql.query<{ type: string; n: number }>('SELECT type, count(*) AS n FROM operations WHERE station_code = $1 GROUP BY 1 ORDER BY 1', [station])
    );
    expect(rows).toEqual([
      { type: 'case.accepted', n: 1 },
      { type: 'case.received', n: 7 }
    ]);
    for (const { sha256 } of all) expect(await county.context.blobs.has(station, sha256)).toBe(true);

    // The next copy holds it all, and its proof is of the restored county's own journals.
    const next = await run('--to', copies);
    expect(next.code, next.err).toBe(0);
    expect(summary(next)).toMatchObject({ cases: 7, photos: 7, freshPhotos: 4, devicesMoved: 2 });
    expect(logged.filter((entry) => entry.startsWith('defect'))).toEqual([]);
  });

  it('[P71] a backup that is killed leaves nothing that passes for one, and the next one clears it away', async () => {
    const child = spawn(process.execPath, [main, '--data-dir', dataDir, '--to', copies], { env: { PATH: process.env['PATH'] }, stdio: 'ignore' });
    const cluster = /^verify-/;
    const leftover = () => readdirSync(dataDir).find((name) => cluster.test(name));
    const running = () => {
      const place = leftover();
      return place !== undefined && existsSync(join(dataDir, place, 'server', 'postgres', 'cluster', 'postmaster.pid'));
    };
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!running() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(running()).toBe(true);
    expect(readdirSync(copies).filter((name) => name.endsWith('.partial'))).toHaveLength(1);

    expect((await run('--to', copies)).code).toBe(0);
    expect(leftover()).toBeUndefined();

    // Stopped by a signal it clears up itself.
    const stopped = spawn(process.execPath, [main, '--data-dir', dataDir, '--to', copies], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe']
    });
    let words = '';
    stopped.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    const closed = new Promise((resolve) => stopped.once('close', resolve));
    while (!running() && stopped.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    stopped.kill('SIGTERM');
    expect([await closed, words.trim().split('\n').at(-1)]).toEqual([1, '备份被中止，没有留下半份备份。']);
    expect(leftover()).toBeUndefined();

    expect((await run('--to', copies)).code).toBe(0);
    expect(readdirSync(copies).filter((name) => !/^\d{8}T\d{9}Z$/.test(name))).toEqual([]);
  });

  it('[P70] a county that is stopped is backed up too, and one that never was is not', async () => {
    await county.close();
    const stopped = await run('--to', copies);
    expect(stopped.code, stopped.err).toBe(0);
    expect(summary(stopped)).toMatchObject({ cases: 7, freshPhotos: 0, devicesMoved: 0 });
    expect((await run('--verify', summary(stopped).folder)).code).toBe(0);
    const nowhere = await run('--data-dir', join(root, 'nowhere'), '--to', copies);
    expect([nowhere.code, nowhere.err.trim().split('\n').length]).toEqual([1, 1]);
    expect(nowhere.err).toContain('没有县平台的数据');
    await start();
  });
});
