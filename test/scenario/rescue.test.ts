/** A tablet breaks, or nobody knows its PIN: what it holds reaches the county from its lock screen, opened by the recovery passphrase. */
import 'fake-indexeddb/auto';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FerryFile, Result } from '#device/api.ts';
import { openCore, openSession } from '#device/core.ts';
import { openDatabase } from '#store/database.ts';
import { sealJson } from '#store/seal.ts';
import { importBytes } from '#test/county/ferry-file.ts';
import { fillElderly } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { root } from '#test/process.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
let folder: string;
beforeAll(async () => {
  scene = await openScene();
  folder = await mkdtemp(join(tmpdir(), 'bangban-rescue-'));
});
afterAll(async () => {
  await scene.close();
  await rm(folder, { recursive: true, force: true });
});

const photoOf = (seed: number) => new Uint8Array(createHash('sha512').update(String(seed)).digest());
async function draft(tablet: Tablet, seed: number) {
  const added = await tablet.api.addPhoto({ bytes: photoOf(seed).buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (!added.ok) throw new Error(added.error.message);
  return fillElderly(tablet.api, seed, [added.value]);
}
async function receive(tablet: Tablet, seed: number): Promise<string> {
  const received = await tablet.api.receive((await draft(tablet, seed)).id);
  if (!received.ok) throw new Error(received.error.message);
  return received.value.caseId;
}
function value(result: Result<FerryFile>): FerryFile {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.message}`);
  return result.value;
}
type Done = { code: number | null; stdout: string; stderr: string };
async function rescue(file: Blob | Uint8Array, passphrase: string, out: string): Promise<Done> {
  const path = join(folder, `${randomBytes(4).toString('hex')}.bbr`);
  await writeFile(path, file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file);
  const env = { ...process.env, DATABASE_URL: scene.county.databaseUrl, DATA_DIR: scene.county.dataDir };
  const child = spawn(process.execPath, [join(root, 'sync/county/ferry/main.ts'), 'rescue', path, '--passphrase-stdin', '--out', join(folder, out), '--json'], {
    env
  });
  child.stdin.end(`${passphrase}\n`);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
const passphrase = () => scene.county.recoveryPassphrase ?? '';
async function counts(): Promise<{ operations: number; cases: number; feed: number; blobs: number }> {
  const { rows } = await scene.county.owner.query<{ operations: number; cases: number; feed: number; blobs: number }>(
    'SELECT (SELECT count(*) FROM operations)::int AS operations, (SELECT count(*) FROM cases)::int AS cases, (SELECT count(*) FROM feed)::int AS feed, (SELECT count(*) FROM blobs)::int AS blobs'
  );
  return rows[0] ?? { operations: 0, cases: 0, feed: 0, blobs: 0 };
}

describe('a rescue', () => {
  it('[P83] [P84] brings in what was not confirmed, with photos, and hands drafts to a person; again it changes nothing', async () => {
    const tablet = await scene.tablet();
    await receive(tablet, 1);
    expect((await tablet.sync()).error).toBeNull();
    tablet.line.before = () => {
      throw new TypeError('no line');
    };
    const before = await counts();
    const lost = [await receive(tablet, 2), await receive(tablet, 3)];
    const begun = await draft(tablet, 4);
    await tablet.api.lock();
    expect((await tablet.api.status()).phase).toBe('locked');

    const made = value(await tablet.api.rescue());
    expect(made.name).toMatch(/^抢救_LT03_平板\d\d_\d{8}\.bbr$/);
    const done = await rescue(made.file, passphrase(), 'one');
    expect(done.stderr).toBe('');
    const found = JSON.parse(done.stdout) as { verdicts: { verdict: string }[]; leftover: string };
    expect(found).toMatchObject({ lastSeq: 3, error: null, photos: 2, photosCommitted: 2, drafts: 1, draftPhotos: 1, unreadable: 0 });
    expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied']);
    const after = await counts();
    expect([after.operations - before.operations, after.cases - before.cases, after.feed - before.feed, after.blobs - before.blobs]).toEqual([2, 2, 2, 2]);
    const listed = await readFile(found.leftover, 'utf8');
    expect(listed).toContain(String(begun.answers.applicantName));
    expect(listed).toMatch(/高龄津贴/);
    const names = await readdir(join(folder, 'one', (await readdir(join(folder, 'one')))[0] ?? ''));
    expect(names.sort()).toEqual(['照片-' + createHash('sha256').update(photoOf(4)).digest('hex').slice(0, 12) + '.jpg', '草稿.txt'].sort());
    expect((await stat(found.leftover)).mode & 0o77).toBe(0);

    expect((await rescue(made.file, passphrase(), 'two')).code).toBe(0);
    expect(await counts()).toEqual(after);

    // The tablet lives after all: its line finds everything confirmed.
    tablet.line.before = () => null;
    expect((await tablet.api.unlock((await tablet.api.status()).colleagues[0]?.id ?? '', '246810')).ok).toBe(true);
    expect((await tablet.sync()).error).toBeNull();
    for (const caseId of lost) expect((await tablet.api.case(caseId))?.row.sync).toBe('confirmed');
    expect(await counts()).toEqual(after);
  });

  it('[P83] a revoked tablet is rescued too', async () => {
    const tablet = await scene.tablet();
    const caseId = await receive(tablet, 11);
    const { deviceId } = await tablet.api.status();
    await scene.county.owner.query('UPDATE devices SET revoked_at = now() WHERE device_id = $1', [deviceId]);
    await tablet.api.lock();
    const done = await rescue(value(await tablet.api.rescue()).file, passphrase(), 'revoked');
    expect(done.stderr).toBe('');
    expect(JSON.parse(done.stdout)).toMatchObject({ error: null, photosCommitted: 1 });
    const { rows } = await scene.county.owner.query('SELECT 1 FROM cases WHERE id = $1', [caseId]);
    expect(rows).toHaveLength(1);
  });

  it('[P83] [P84] opens for nobody else, takes nothing that was changed, and says so', async () => {
    const tablet = await scene.tablet();
    await receive(tablet, 21);
    await tablet.api.lock();
    const made = value(await tablet.api.rescue());
    const before = await counts();
    const wrong = await rescue(made.file, 'AAAAA-BBBBB-CCCCC-DDDDD', 'wrong');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/恢复口令不对/);
    const bytes = new Uint8Array(await made.file.arrayBuffer());
    bytes[bytes.length - 500] = (bytes[bytes.length - 500] ?? 0) ^ 1;
    expect((await rescue(bytes, passphrase(), 'changed')).stderr).toMatch(/已损坏或被改动/);
    // The console has no part in it.
    await expect(importBytes(scene.county, new Uint8Array(await made.file.arrayBuffer()))).rejects.toMatchObject({ problem: { code: 'ferry_other_kind' } });
    expect(await counts()).toEqual(before);
  });

  it('[P83] a row that the disk has broken holds no other up, and is counted', async () => {
    const tablet = await scene.tablet();
    await receive(tablet, 31);
    await draft(tablet, 32);
    const db = await openDatabase(tablet.name);
    const [broken] = await db.drafts.toArray();
    if (broken === undefined) throw new Error('no draft');
    await db.drafts.put({ ...broken, sealed: broken.sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) });
    db.close();
    await tablet.api.lock();
    const done = await rescue(value(await tablet.api.rescue()).file, passphrase(), 'broken');
    expect(JSON.parse(done.stdout)).toMatchObject({ error: null, photosCommitted: 1, drafts: 0, unreadable: 1, leftover: null });
  });

  it('[P83] [P84] what a tablet sealed with another shape is counted, holds no other up, and names no file outside its folder', async () => {
    const tablet = await scene.tablet();
    await receive(tablet, 41);
    await receive(tablet, 42);
    await receive(tablet, 45);
    await draft(tablet, 43);
    const whole = await draft(tablet, 44);
    const core = await openCore(tablet.world, tablet.name);
    await core.vault.unlock((await tablet.api.status()).colleagues[0]?.id ?? '', '246810');
    const session = await openSession(core);
    if (session === null) throw new Error('locked');
    const sealed = (place: string, value: unknown) => sealJson(session.keys, place, value, tablet.world);
    const [, before, last] = await core.db.journal.toArray();
    const photo = await core.db.blobs.where('state').equals('draft').first();
    const odd = await core.db.drafts.filter(({ id }) => id !== whole.id).first();
    if (before === undefined || last === undefined || photo === undefined || odd === undefined) throw new Error('nothing there');
    await core.db.journal.put({ ...last, sealed: await sealed(`journal/${last.seq}`, { lines: 3 }) });
    await core.db.journal.put({ ...before, sealed: await sealed(`journal/${before.seq}`, { lines: ['a\nb'], prev: '', head: '' }) });
    await core.db.blobs.put({ ...photo, sealed: await sealed(`blobs/${photo.id}`, { sha256: '/../../../ab', bytes: 64, mime: 'image/jpeg' }) });
    await core.db.drafts.put({ ...odd, sealed: await sealed(`drafts/${odd.id}`, { itemId: 'of another day' }) });
    core.db.close();
    core.packs.close();
    await tablet.api.lock();
    const done = await rescue(value(await tablet.api.rescue()).file, passphrase(), 'odd');
    expect(done.stderr).toBe('');
    const found = JSON.parse(done.stdout) as { leftover: string };
    expect(found).toMatchObject({ error: null, photosCommitted: 3, drafts: 2, draftPhotos: 1, unreadable: 3 });
    expect((await readdir(folder)).filter((name) => name.endsWith('.jpg'))).toEqual([]);
    const listed = await readFile(found.leftover, 'utf8');
    expect(listed).toContain(String(whole.answers.applicantName));
    expect(listed).toContain('of another day');
  });
});
