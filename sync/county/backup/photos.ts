/** The copy's photos: those of the copy before as links, new ones copied, each hashed as it lies in the copy. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { flushFolder } from './files.ts';
import type { PhotoName } from './manifest.ts';

/** As in the county's own folder of photos. */
export const photoPath = (root: string, { station, sha256 }: PhotoName): string => join(root, station, sha256.slice(0, 2), sha256);

type Source = { table: string; columns: readonly string[]; live: string; before: string | null };
export type Copied = { count: number; bytes: number; fresh: number; lost: PhotoName[] };

/**
 * `table`: the copy's own table of confirmed photos, so that photos and records are of one instant. A photo that is damaged in the copy
 * before is taken anew; one that is gone at the county too is lost, and named.
 */
export async function copyPhotos(into: string, source: Source, signal: AbortSignal): Promise<Copied> {
  const copied: Copied = { count: 0, bytes: 0, fresh: 0, lost: [] };
  const folders = new Set<string>();
  for await (const photo of photosOf(source)) {
    signal.throwIfAborted();
    const folder = join(into, photo.station, photo.sha256.slice(0, 2));
    if (!folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
    folders.add(folder).add(join(into, photo.station));
    const to = photoPath(into, photo);
    const linked = source.before !== null && (await linkPhoto(photoPath(source.before, photo), to)) && (await isWhole(to, photo.sha256));
    if (!linked) {
      await rm(to, { force: true });
      if (!(await copyPhoto(photoPath(source.live, photo), to)) || !(await isWhole(to, photo.sha256))) {
        await rm(to, { force: true });
        copied.lost.push({ station: photo.station, sha256: photo.sha256 });
        continue;
      }
      copied.fresh++;
    }
    copied.count++;
    copied.bytes += photo.bytes;
  }
  for (const folder of [...folders, into]) await flushFolder(folder);
  return copied;
}

/** COPY's text: codes, hashes and numbers have nothing in them to escape. */
async function* photosOf({ table, columns }: Source): AsyncGenerator<PhotoName & { bytes: number }> {
  const [station, sha256, bytes] = ['station_code', 'sha256', 'bytes'].map((name) => columns.indexOf(name));
  const lines = createInterface({ input: createReadStream(table).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) {
    const cells = line.split('\t');
    yield { station: cells[station ?? -1] ?? '', sha256: cells[sha256 ?? -1] ?? '', bytes: Number(cells[bytes ?? -1]) };
  }
}

/** False where there is nothing to link, or the file system knows no links. */
async function linkPhoto(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    return copyPhoto(from, to);
  }
}

async function copyPhoto(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (['ENOENT', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
  const file = await open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}

/** A photo is 8 MiB at most: it is read whole. */
export async function isWhole(path: string, sha256: string): Promise<boolean> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (['ENOENT', 'EIO', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  });
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256;
}
