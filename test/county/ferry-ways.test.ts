/** The two ways in which a file reaches the county: the console's page, and a command on the server's machine. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FerryImport } from '#protocol/messages.ts';
import { root } from '#test/process.ts';
import { line, visit } from './acts.ts';
import { collect, ferryFile, photo, readAnswer, type Photo } from './ferry-file.ts';
import { startTestCounty, type StaffBrowser, type TestCounty } from './harness.ts';
import type { TestDevice } from './test-device.ts';

let county: TestCounty;
let admin: StaffBrowser;
beforeAll(async () => {
  county = await startTestCounty();
  admin = await county.signIn('admin');
});
afterAll(() => county[Symbol.asyncDispose]());

const path = '/api/v1/staff/ferry';
async function upload(by: StaffBrowser, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(county.url + path, { method: 'POST', headers: { cookie: by.cookie, 'X-Csrf-Token': by.csrf, ...headers }, body: bytes });
}
async function dayOf(tablet: TestDevice): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = await tablet.batch([line(visit()), line(visit())]);
  return collect(ferryFile(county, tablet, { fromSeq: 1, count: 2, batches: [body] }));
}

test('[P80] the console takes a file, lists it, and gives the answer; nothing of the upload stays behind', async () => {
  const tablet = await county.enrol();
  const reply = await upload(admin, await dayOf(tablet));
  expect(reply.status).toBe(200);
  const found = (await reply.json()) as FerryImport;
  expect(found).toMatchObject({ deviceId: tablet.deviceId, applied: 2, missing: [] });
  expect(await readdir(join(county.dataDir, 'ferry'))).toEqual([]);
  const { imports } = (await (await admin.call('GET', path)).json()) as { imports: FerryImport[] };
  expect(imports[0]).toEqual(found);
  const answer = await admin.call('GET', `${path}/LT03/${found.id}/answer`);
  expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toMatch(/回执_LT03_平板\d\d_20261122_第1-2号\.bba/);
  const read = await readAnswer(county, tablet, new Uint8Array(await answer.arrayBuffer()));
  expect(read.verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
  const { rows } = await county.owner.query(`SELECT action FROM audit WHERE subject = $1 ORDER BY id`, [found.id]);
  expect(rows).toEqual([{ action: 'ferry.imported' }, { action: 'ferry.answered' }]);
});

test('[P80] [P81] a tablet that was revoked after its import gets no answer any more', async () => {
  const tablet = await county.enrol();
  const found = (await (await upload(admin, await dayOf(tablet))).json()) as FerryImport;
  await county.owner.query('UPDATE devices SET revoked_at = now() WHERE device_id = $1', [tablet.deviceId]);
  const answer = await admin.call('GET', `${path}/LT03/${found.id}/answer`);
  expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'device_revoked' }]);
  const { rows } = await county.owner.query(`SELECT action FROM audit WHERE subject = $1`, [found.id]);
  expect(rows).toEqual([{ action: 'ferry.imported' }]);
});

test('[P80] who may not, from where it may not, and what is no such file is refused', async () => {
  const tablet = await county.enrol();
  const bytes = await dayOf(tablet);
  expect((await upload({ ...admin, cookie: '' }, bytes)).status).toBe(401);
  expect((await upload({ ...admin, csrf: 'x' }, bytes)).status).toBe(403);
  const auditor = await county.signIn('auditor');
  expect((await upload(auditor, bytes)).status).toBe(403);
  expect((await auditor.call('GET', path)).status).toBe(403);
  const nonsense = await upload(admin, new Uint8Array(randomBytes(3000)));
  expect([nonsense.status, ((await nonsense.json()) as { code: string }).code]).toEqual([422, 'ferry_not_sealed']);
  expect((await admin.call('GET', `${path}/LT03/00000000-0000-4000-8000-000000000000/answer`)).status).toBe(404);
  expect(await readdir(join(county.dataDir, 'ferry'))).toEqual([]);
  const { rows } = await county.owner.query('SELECT 1 FROM ferry_imports WHERE device_id = $1', [tablet.deviceId]);
  expect(rows).toHaveLength(0);
});

test('[P80] a file above the limit is refused while it comes, and leaves nothing', async () => {
  const small = { ...county.context, config: { ...county.context.config, ferryBytes: 1024 * 1024 } };
  const { withUpload } = await import('#county/ferry/upload.ts');
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      read++;
      controller.enqueue(new Uint8Array(64 * 1024));
    }
  });
  await expect(withUpload(small, endless, () => Promise.resolve('taken'))).rejects.toMatchObject({ problem: { code: 'too_large' } });
  expect(read).toBeLessThan(30);
  expect(await readdir(join(county.dataDir, 'ferry'))).toEqual([]);
});

function* photos(count: number, bytes: number): Generator<Photo> {
  for (let n = 0; n < count; n++) yield photo(randomBytes(bytes));
}

test('[P77] a file of 100 MB is written and read within the memory of a few photos', async () => {
  const tablet = await county.enrol();
  const { body } = await tablet.batch([line(visit())]);
  const file = join(county.dataDir, 'large.bbf');
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers)), 5);
  const before = process.memoryUsage().arrayBuffers;
  await pipeline(
    Readable.from(ferryFile(county, tablet, { fromSeq: 1, count: 1, batches: [body], photos: photos(250, 400_000), photoCount: 250 })),
    createWriteStream(file)
  );
  expect((await stat(file)).size).toBeGreaterThan(100_000_000);
  const { openSource } = await import('#county/ferry/source.ts');
  const { importFile } = await import('#county/ferry/import.ts');
  const { peek } = await import('#county/ferry/open-file.ts');
  const source = await openSource(file);
  const found = await importFile(county.context, source, await peek(source), 'admin');
  await source.close();
  clearInterval(watch);
  expect(found).toMatchObject({ applied: 1, photosCommitted: 250 });
  // What waits for the collector is counted too; the file itself would be 100 MB, twice read 200.
  expect((peak - before) / 1_000_000).toBeLessThan(60);
});

const run = promisify(execFile);
async function ferry(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: county.databaseUrl, DATA_DIR: county.dataDir };
  try {
    return { code: 0, ...(await run(process.execPath, [join(root, 'sync/county/ferry/main.ts'), ...args], { env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

test('[P80] the command imports beside the running county, writes the answer, lists, and says what it refuses', async () => {
  const tablet = await county.enrol();
  const file = join(county.dataDir, 'day.bbf');
  await writeFile(file, await dayOf(tablet));
  const answer = join(county.dataDir, 'day.bba');
  const done = await ferry('import', file, '--answer', answer, '--json');
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(done.stdout)).toMatchObject({ deviceId: tablet.deviceId, applied: 2, importedBy: expect.stringMatching(/^command:/) as unknown });
  expect((await readAnswer(county, tablet, new Uint8Array(await readFile(answer)))).verdicts).toHaveLength(2);
  // What the command took in is the running county's too.
  expect(await tablet.push([line(visit())]).catch((error: unknown) => String(error))).toMatch(/fork|409/);
  const listed = await ferry('list');
  expect(listed.stdout).toContain(`平板${tablet.deviceNo}`);
  await writeFile(file, 'not a file of ours');
  expect(await ferry('import', file)).toMatchObject({ code: 1, stdout: '', stderr: '这不是平板导出的摆渡文件，请重新选择。\n' });
  expect((await ferry('import', join(county.dataDir, 'none.bbf'))).stderr).toMatch(/读不到文件/);
  expect((await ferry('import')).stderr).toMatch(/用法/);
  expect((await ferry('import', '--nonsense')).stderr).toMatch(/用法/);
});
