/**
 * The county's disk for photos, behind `node:fs/promises`. What was not flushed is at the mercy of a crash: a file may come back whole, cut
 * short, with zeros or empty, and a folder may or may not know what was made, renamed or removed in it since its last flush.
 */
import type { Life } from '../core/life.ts';
import type { Random } from '../core/random.ts';

type File = { data: Buffer; flushed: Buffer | null; changedAt: number };
/** `isKnown`: the folder above it was flushed since it was made. */
type Folder = { now: Map<string, File>; flushed: Map<string, File>; changedAt: number; isKnown: boolean };

export class CountyDisk {
  #folders = new Map<string, Folder>();
  #clock: () => number;
  #root: string;

  constructor(clock: () => number, root: string) {
    [this.#clock, this.#root] = [clock, root];
    this.#folders.set(root, { now: new Map(), flushed: new Map(), changedAt: 0, isKnown: true });
  }

  /** The county's process sees the disk through its life. */
  faceFor(life: Life) {
    const at = <A extends unknown[], R>(act: (...args: A) => R) => {
      return (...args: A): Promise<R> => life.through(() => act(...args));
    };
    return {
      mkdir: at((path: string) => this.#makeFolders(path)),
      readdir: at((path: string) => this.#list(path)),
      readFile: at((path: string) => Buffer.from(this.#file(path).data)),
      rename: at((from: string, to: string) => this.#rename(from, to)),
      rm: at((path: string, options: { recursive?: boolean; force?: boolean } = {}) => this.#remove(path, options)),
      stat: at((path: string) => ({ mtime: new Date(this.#changed(path)), size: this.#folders.has(path) ? 0 : this.#file(path).data.length })),
      open: at((path: string, flags = 'r') => {
        if (flags === 'wx') this.#create(path);
        const folder = this.#folders.get(path);
        const file = folder === undefined ? this.#file(path) : null;
        return {
          // As Node's does: behind what this handle has written.
          writeFile: at((bytes: Uint8Array) => this.#append(file, bytes)),
          sync: at(() => this.#flush(path, file)),
          datasync: at(() => this.#flush(path, file)),
          close: at(() => undefined)
        };
      })
    };
  }

  /** Without a process: what is there, for the checks. */
  peek(path: string): Buffer | null {
    const [folder, name] = split(path);
    return this.#folders.get(folder)?.now.get(name)?.data ?? null;
  }
  /** Whether a power cut now would leave it as it is. */
  isDurable(path: string): boolean {
    const [folder, name] = split(path);
    const place = this.#folders.get(folder);
    const file = place?.flushed.get(name);
    const above = [...this.#folders].filter(([other]) => folder === other || folder.startsWith(`${other}/`));
    return file !== undefined && file === place?.now.get(name) && file.flushed?.equals(file.data) === true && above.every(([, { isKnown }]) => isKnown);
  }
  files(): string[] {
    return [...this.#folders].flatMap(([path, folder]) => [...folder.now.keys()].map((name) => `${path}/${name}`));
  }

  /** The power goes; tells whether anything was lost or torn by it. */
  crash(random: Random): boolean {
    let torn = false;
    for (const [path, folder] of [...this.#folders]) {
      const isLost = !folder.isKnown && random.chance(0.5);
      folder.isKnown = true;
      if (!isLost) continue;
      torn = true;
      for (const other of [...this.#folders.keys()]) if (other === path || other.startsWith(`${path}/`)) this.#folders.delete(other);
    }
    for (const folder of this.#folders.values()) {
      for (const name of new Set([...folder.now.keys(), ...folder.flushed.keys()])) {
        const [now, before] = [folder.now.get(name), folder.flushed.get(name)];
        if (now === before) continue;
        const kept = random.chance(0.5) ? now : before;
        if (kept !== now) torn = true;
        if (kept === undefined) folder.now.delete(name);
        else folder.now.set(name, kept);
      }
      for (const file of folder.now.values()) {
        if (file.flushed?.equals(file.data) === true) continue;
        const after = tear(file.data, random);
        if (!after.equals(file.data)) torn = true;
        file.data = after;
        file.flushed = after;
      }
      folder.flushed = new Map(folder.now);
    }
    return torn;
  }
  copy(): CountyDisk {
    const made = new CountyDisk(this.#clock, this.#root);
    for (const [path, { now, changedAt }] of this.#folders) {
      const files = new Map([...now].map(([name, { data, changedAt: at }]) => [name, { data, flushed: data, changedAt: at }]));
      made.#folders.set(path, { now: files, flushed: new Map(files), changedAt, isKnown: true });
    }
    return made;
  }

  #makeFolders(path: string): void {
    if (this.#folders.has(path)) return;
    this.#makeFolders(split(path)[0]);
    this.#folders.set(path, { now: new Map(), flushed: new Map(), changedAt: this.#clock(), isKnown: false });
  }
  #list(path: string): string[] {
    const folder = this.#folders.get(path);
    if (folder === undefined) throw absent(path);
    const inside = [...this.#folders.keys()].filter((other) => other.startsWith(`${path}/`)).map((other) => other.slice(path.length + 1).split('/')[0] ?? '');
    return [...new Set([...inside, ...folder.now.keys()])];
  }
  #file(path: string): File {
    const [folder, name] = split(path);
    const file = this.#folders.get(folder)?.now.get(name);
    if (file === undefined) throw absent(path);
    return file;
  }
  #changed(path: string): number {
    return (this.#folders.get(path) ?? this.#file(path)).changedAt;
  }
  #create(path: string): void {
    const [folder, name] = split(path);
    const place = this.#folders.get(folder);
    if (place === undefined) throw absent(path);
    place.now.set(name, { data: Buffer.alloc(0), flushed: null, changedAt: this.#clock() });
    place.changedAt = this.#clock();
  }
  #append(file: File | null, bytes: Uint8Array): void {
    if (file === null) throw absent('');
    file.data = Buffer.concat([file.data, bytes]);
    file.changedAt = this.#clock();
  }
  #flush(path: string, file: File | null): void {
    if (file !== null) file.flushed = file.data;
    const folder = this.#folders.get(path);
    if (folder !== undefined) folder.flushed = new Map(folder.now);
    for (const [other, inside] of this.#folders) if (folder !== undefined && split(other)[0] === path) inside.isKnown = true;
  }
  #rename(from: string, to: string): void {
    const file = this.#file(from);
    const [[source, before], [target, name]] = [split(from), split(to)];
    const place = this.#folders.get(target);
    if (place === undefined) throw absent(to);
    this.#folders.get(source)?.now.delete(before);
    place.now.set(name, file);
    place.changedAt = this.#clock();
  }
  #remove(path: string, { recursive = false, force = false }: { recursive?: boolean; force?: boolean }): void {
    const [folder, name] = split(path);
    const isFile = this.#folders.get(folder)?.now.delete(name) === true;
    const inside = [...this.#folders.keys()].filter((other) => other === path || other.startsWith(`${path}/`));
    if (recursive) for (const other of inside) this.#folders.delete(other);
    if (!isFile && inside.length === 0 && !force) throw absent(path);
  }
}

function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at), path.slice(at + 1)];
}
function absent(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file, ${path}`), { code: 'ENOENT', path });
}
function tear(data: Buffer, random: Random): Buffer {
  return random.weighed<() => Buffer>([
    [2, () => data],
    [1, () => Buffer.alloc(0)],
    [2, () => data.subarray(0, random.below(data.length + 1))],
    [1, () => Buffer.concat([data.subarray(0, data.length >> 1), Buffer.alloc(data.length - (data.length >> 1))])]
  ])();
}
