/** The parent's end of the county under fuzz. */
import { fork, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOwner } from '../embedded-owner.ts';

export type ChildMessage =
  | { kind: 'log'; line: string }
  | { kind: 'memory'; rss: number; heapUsed: number }
  | { kind: 'started'; url: string; codes: { station: string; code: string }[] };
export type Memory = { rssMiB: number; heapMiB: number };

const mebi = 1024 * 1024;

export class FuzzedCounty implements AsyncDisposable {
  readonly url: string;
  readonly codes: ReadonlyMap<string, string>;
  readonly dataDir: string;
  readonly logged: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, dataDir: string, { url, codes }: ChildMessage & { kind: 'started' }) {
    this.#child = child;
    this.dataDir = dataDir;
    this.url = url;
    this.codes = new Map(codes.map(({ station, code }) => [station, code]));
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'log') this.logged.push(message.line);
    });
  }

  static async start(): Promise<FuzzedCounty> {
    // A short path: a Unix socket's has 107 bytes. As root, the database's account must be able to walk there.
    const dataDir = await mkdtemp(join(tmpdir(), 'bangban-fuzz-'));
    await chmod(dataDir, 0o755);
    const child = fork(new URL('county-child.ts', import.meta.url), [dataDir], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const first = await new Promise<ChildMessage>((resolve, reject) => {
      child.once('message', (message: ChildMessage) => resolve(message));
      child.once('exit', (code) => reject(new Error(`the county ended with ${code}`)));
    });
    if (first.kind !== 'started') throw new Error(`the county said ${JSON.stringify(first)} before it had started`);
    return new FuzzedCounty(child, dataDir, first);
  }

  memory(): Promise<Memory> {
    return new Promise((resolve) => {
      const hear = (message: ChildMessage): void => {
        if (message.kind !== 'memory') return;
        this.#child.off('message', hear);
        resolve({ rssMiB: Math.round(message.rss / mebi), heapMiB: Math.round(message.heapUsed / mebi) });
      };
      this.#child.on('message', hear);
      this.#child.send('memory');
    });
  }

  owner(): ReturnType<typeof openOwner> {
    return openOwner(this.dataDir);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      const gone = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await gone;
    }
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
