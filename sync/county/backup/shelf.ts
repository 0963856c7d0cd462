/**
 * The folder that holds the copies, one folder each, named by the instant of its snapshot, in the order in which they were made. `.partial` is one that is being made and
 * `.unverified` one that failed its verification: neither is a backup.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '../database/folder-lock.ts';
import { BackupFailure } from './failure.ts';
import { flushFolder } from './files.ts';
import { readManifest, readMark } from './manifest.ts';

const copyName = /^\d{8}T\d{9}Z$/;
const partial = '.partial';
const unverified = '.unverified';
const goingName = '.removed';

export type Shelf = { folder: string; close(): void };

/** One backup at a time; what an earlier one left half done goes. */
export async function openShelf(folder: string): Promise<Shelf> {
  // One that was there may be anybody's (a stick, /tmp): its mode stays, and each copy in it has its own.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const close = lockFolder(folder, 'backup.pid', (pid) => new BackupFailure(`另一次备份（进程 ${pid}）正在使用 ${folder}，请等它结束。`));
  for (const name of await readdir(folder)) {
    if (name.endsWith(partial) || name.endsWith(goingName)) await rm(join(folder, name), { recursive: true, force: true });
  }
  return { folder, close };
}

export async function beginCopy(shelf: Shelf, now: Date): Promise<{ name: string; folder: string }> {
  const name = nameAfter(
    (await readdir(shelf.folder))
      .filter((entry) => copyName.test(entry))
      .sort()
      .at(-1),
    now
  );
  const folder = join(shelf.folder, name + partial);
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'blobs'), { mode: 0o700 });
  return { name, folder };
}

/** Above all that are there: on a clock that was set back the newest copy would pass for the oldest, and go first. */
function nameAfter(last: string | undefined, now: Date): string {
  const nameOf = (at: number): string => new Date(at).toISOString().replaceAll(/[-:.]/g, '');
  const name = nameOf(now.getTime());
  if (last === undefined || name > last) return name;
  return nameOf(Date.parse(last.replace(/^(....)(..)(..T..)(..)(..)(...)Z$/, '$1-$2-$3:$4:$5.$6Z')) + 1);
}

/** From here on it is a backup. */
export async function keepCopy(shelf: Shelf, name: string): Promise<string> {
  const folder = join(shelf.folder, name);
  await flushFolder(folder + partial);
  await rename(folder + partial, folder);
  await flushFolder(shelf.folder);
  return folder;
}

/** What failed its verification may still be the only copy of a damaged county: the newest such one stays, under a name that says what it is. */
export async function setAside(shelf: Shelf, name: string): Promise<string> {
  for (const older of await readdir(shelf.folder)) if (older.endsWith(unverified)) await rm(join(shelf.folder, older), { recursive: true, force: true });
  const folder = join(shelf.folder, name + unverified);
  await rename(join(shelf.folder, name + partial), folder);
  await flushFolder(shelf.folder);
  return folder;
}

/** Folders of copies that bear the mark of their verification, oldest first. */
export async function verifiedCopies(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).filter((entry) => copyName.test(entry)).sort()) {
    const mark = await readManifest(join(folder, name)).then(
      ({ digest }) => readMark(join(folder, name), digest),
      () => null
    );
    if (mark !== null) found.push(join(folder, name));
  }
  return found;
}

/** Only verified copies are counted and only verified copies go, so the newest verified one always stays. */
export async function prune(shelf: Shelf, keep: number): Promise<number> {
  const copies = await verifiedCopies(shelf.folder);
  const going = copies.slice(0, Math.max(0, copies.length - Math.max(1, keep)));
  for (const folder of going) {
    // Half removed, it must not pass for a backup.
    await rename(folder, folder + goingName);
    await rm(folder + goingName, { recursive: true, force: true });
  }
  return going.length;
}
