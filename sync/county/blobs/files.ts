/** Photos on disk: `<station>/<first two letters>/<sha256>`, unfinished ones as chunks under `<station>/parts/<sha256>/`. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Joined = { kind: 'whole' } | { kind: 'lacks'; chunk: number } | { kind: 'wrong' };

export type BlobFiles = {
  chunks(station: string, sha256: string): Promise<number[]>;
  /** Nothing, where the whole photo is there. */
  writeChunk(station: string, sha256: string, chunk: number, bytes: Uint8Array): Promise<void>;
  dropChunks(station: string, sha256: string): Promise<void>;
  /** Drops photos that were begun and to which nothing was added since `before`; a tablet that still has one sends it again. */
  dropStale(before: Date): Promise<void>;
  /** Puts the first `chunks` chunks together. `whole`: the file has `bytes` bytes and its name's hash, and file and folder are flushed. */
  join(station: string, sha256: string, bytes: number, chunks: number): Promise<Joined>;
  /** Takes over a file of which there is no record, as a commit leaves it that was cut: flushed, and true. One that is not whole is removed. */
  adopt(station: string, sha256: string, bytes: number): Promise<boolean>;
  read(station: string, sha256: string): Promise<Buffer | null>;
  /** Whether the whole photo is there. */
  has(station: string, sha256: string): Promise<boolean>;
};

export function openBlobFiles(root: string): BlobFiles {
  const parts = (station: string, sha256: string): string => join(root, station, 'parts', sha256);
  const placeOf = (station: string, sha256: string): string => join(root, station, sha256.slice(0, 2), sha256);
  const durable = new Set<string>();
  const alone = oneAtATime();

  /** A new folder is on disk when those above it are flushed: once for each that this process writes to. */
  async function makeFolder(folder: string): Promise<void> {
    if (durable.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await flush(dirname(folder));
    await flush(root);
    durable.add(folder);
  }

  return {
    chunks: async (station, sha256) => {
      const names = await readdir(parts(station, sha256)).catch(absent);
      return (names ?? [])
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((a, b) => a - b);
    },
    writeChunk: async (station, sha256, chunk, bytes) => {
      const place = join(parts(station, sha256), String(chunk));
      const write = (): Promise<Joined> =>
        writeWhole(place, async (file) => {
          await file.writeFile(bytes);
          return { kind: 'whole' };
        });
      try {
        await write();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        // The first chunk of a photo, or one of a photo whose chunks are gone because it was committed.
        if ((await stat(placeOf(station, sha256)).catch(absent)) !== null) return;
        await mkdir(parts(station, sha256), { recursive: true, mode: 0o700 });
        await write();
      }
    },
    dropChunks: (station, sha256) => rm(parts(station, sha256), { recursive: true, force: true }),
    dropStale: async (before) => {
      for (const station of (await readdir(root).catch(absent)) ?? []) {
        for (const sha256 of (await readdir(join(root, station, 'parts')).catch(absent)) ?? []) {
          // A folder's time is that of the last chunk that came into it.
          const begun = await stat(parts(station, sha256)).catch(absent);
          if (begun !== null && begun.mtime < before) await rm(parts(station, sha256), { recursive: true, force: true });
        }
      }
    },
    join: (station, sha256, bytes, chunks) => {
      const place = placeOf(station, sha256);
      return alone(place, async () => {
        await makeFolder(dirname(place));
        const joined = await writeWhole(place, async (file) => {
          const filled = await fill(file, parts(station, sha256), sha256, bytes, chunks);
          if (filled.kind === 'whole') await file.sync();
          return filled;
        });
        if (joined.kind === 'whole') await flush(dirname(place));
        return joined;
      });
    },
    adopt: (station, sha256, bytes) => {
      const place = placeOf(station, sha256);
      return alone(place, async () => {
        const held = await readFile(place).catch(absent);
        if (held === null) return false;
        if (createHash('sha256').update(held).digest('hex') !== sha256) {
          await rm(place, { force: true });
          return false;
        }
        // The file is what its name says and may be another commit's: a length that is wrong is wrong in the asking.
        if (held.byteLength !== bytes) return false;
        await makeFolder(dirname(place));
        await flush(place);
        await flush(dirname(place));
        return true;
      });
    },
    read: (station, sha256) => readFile(placeOf(station, sha256)).catch(absent),
    has: async (station, sha256) => (await stat(placeOf(station, sha256)).catch(absent)) !== null
  };
}

/** What one commit finds torn and removes, another must not have put whole in its place meanwhile. */
function oneAtATime(): <T>(place: string, act: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (place, act) => {
    const next = (last.get(place) ?? Promise.resolve()).then(act, act);
    const settled = next
      .catch(() => undefined)
      .then(() => {
        if (last.get(place) === settled) last.delete(place);
      });
    last.set(place, settled);
    return next;
  };
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** One chunk at a time goes through memory. */
async function fill(file: FileHandle, parts: string, sha256: string, bytes: number, chunks: number): Promise<Joined> {
  const hash = createHash('sha256');
  let size = 0;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const part = await readFile(join(parts, String(chunk))).catch(absent);
    if (part === null) return { kind: 'lacks', chunk };
    hash.update(part);
    size += part.byteLength;
    await file.writeFile(part);
  }
  return size === bytes && hash.digest('hex') === sha256 ? { kind: 'whole' } : { kind: 'wrong' };
}

/** A reader sees the whole file or none. It stands when `write` calls it whole. */
async function writeWhole(path: string, write: (file: FileHandle) => Promise<Joined>): Promise<Joined> {
  const unfinished = `${path}.${randomUUID()}`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    let written: Joined;
    try {
      written = await write(file);
    } finally {
      await file.close();
    }
    if (written.kind === 'whole') await rename(unfinished, path);
    else await rm(unfinished, { force: true });
    return written;
  } catch (error) {
    // On a full disk the half of a file would keep it full.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Of a file or a folder. */
async function flush(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
