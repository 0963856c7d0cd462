/** Photos on disk: `<station>/<first two letters>/<sha256>`, unfinished ones as chunks under `<station>/parts/<sha256>/`. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type BlobFiles = {
  chunks(station: string, sha256: string): Promise<number[]>;
  writeChunk(station: string, sha256: string, chunk: number, bytes: Uint8Array): Promise<void>;
  readChunk(station: string, sha256: string, chunk: number): Promise<Buffer | null>;
  dropChunks(station: string, sha256: string): Promise<void>;
  /** Drops photos that were begun and to which nothing was added since `before`; a tablet that still has one sends it again. */
  dropStale(before: Date): Promise<void>;
  /** On disk for good when it resolves: file and folder are flushed. */
  write(station: string, sha256: string, bytes: Uint8Array): Promise<void>;
  read(station: string, sha256: string): Promise<Buffer | null>;
  /** Whether the whole photo is there. */
  has(station: string, sha256: string): Promise<boolean>;
};

export function openBlobFiles(root: string): BlobFiles {
  const parts = (station: string, sha256: string): string => join(root, station, 'parts', sha256);
  const folder = (station: string, sha256: string): string => join(root, station, sha256.slice(0, 2));
  return {
    chunks: async (station, sha256) => {
      const names = await readdir(parts(station, sha256)).catch(absent);
      return (names ?? [])
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((a, b) => a - b);
    },
    writeChunk: async (station, sha256, chunk, bytes) => {
      await mkdir(parts(station, sha256), { recursive: true, mode: 0o700 });
      await writeWhole(join(parts(station, sha256), String(chunk)), bytes, false);
    },
    readChunk: (station, sha256, chunk) => readFile(join(parts(station, sha256), String(chunk))).catch(absent),
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
    write: async (station, sha256, bytes) => {
      const into = folder(station, sha256);
      await mkdir(into, { recursive: true, mode: 0o700 });
      await writeWhole(join(into, sha256), bytes, true);
      await flushFolder(into);
      // The folders themselves may be new.
      await flushFolder(join(root, station));
      await flushFolder(root);
    },
    read: (station, sha256) => readFile(join(folder(station, sha256), sha256)).catch(absent),
    has: async (station, sha256) => (await stat(join(folder(station, sha256), sha256)).catch(absent)) !== null
  };
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** A reader sees the whole file or none. */
async function writeWhole(path: string, bytes: Uint8Array, flush: boolean): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // On a full disk the half of a file would keep it full.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
