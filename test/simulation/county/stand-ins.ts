/** What the county's modules get instead of Node's, while a seed runs. */
import * as crypto from 'node:crypto';
import { gunzipSync, type ZlibOptions } from 'node:zlib';
import type { Random } from '../core/random.ts';
import type { CountyDisk } from './disk.ts';

type Face = ReturnType<CountyDisk['faceFor']>;
type Heard = (error: Error | null, bytes?: Buffer) => void;

/** Of the seed that runs now; outside of a seed, Node's own. */
const now: { random: Random | null; disk: Face | null } = { random: null, disk: null };

function bytes(count: number): Buffer {
  const made = Buffer.alloc(count);
  now.random?.fill(made);
  return made;
}
function uuid(): string {
  const hex = bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
const randomness = {
  randomBytes: (count: number): Buffer => (now.random === null ? crypto.randomBytes(count) : bytes(count)),
  randomUUID: (): string => (now.random === null ? crypto.randomUUID() : uuid()),
  randomInt: (limit: number): number => now.random?.below(limit) ?? crypto.randomInt(limit)
};

/** On this thread, so that its end is not the machine's choice. */
function gunzip(zipped: Uint8Array, options: ZlibOptions, heard: Heard): void {
  try {
    const clear = gunzipSync(zipped, options);
    queueMicrotask(() => heard(null, clear));
  } catch (error) {
    queueMicrotask(() => heard(error as Error));
  }
}

function disk(): Face {
  if (now.disk === null) throw new Error('no seed is running');
  return now.disk;
}
const files: Face = {
  mkdir: (path) => disk().mkdir(path),
  readdir: (path) => disk().readdir(path),
  readFile: (path) => disk().readFile(path),
  rename: (from, to) => disk().rename(from, to),
  rm: (path, options) => disk().rm(path, options),
  stat: (path) => disk().stat(path),
  open: (path, flags) => disk().open(path, flags)
};

export const standIns = { randomness, gunzip, files, now };
