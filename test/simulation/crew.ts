/** Seeds run in processes of their own, one a core; a mutant's process is loaded with its bug in it. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Connection } from './county/cluster.ts';
import type { SeedResult } from './seed.ts';

export const crewSize = Math.max(1, Math.min(4, availableParallelism()));
export type Order = { seed: number; connection: Connection; trace: boolean };
export type Report = Omit<SeedResult, 'lines'> & { lines: string[] | null };

export class Worker {
  #child: ChildProcess;
  #connection: Connection;

  constructor(connection: Connection, mutant: string | null) {
    this.#connection = connection;
    const env = { ...process.env, ...(mutant === null ? {} : { SIM_MUTANT: mutant }) };
    const hooks = new URL('./hooks.ts', import.meta.url).href;
    this.#child = fork(new URL('./worker.ts', import.meta.url), { env, execArgv: ['--import', hooks], stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.complaint = `${this.complaint}${text.toString()}`.slice(-4000);
    });
  }
  /** What it said when it ended before its time. */ complaint = '';

  run(seed: number, trace = false): Promise<Report> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error(`the process of seed ${String(seed)} has ended: ${this.complaint}`));
      this.#child.once('exit', gone);
      this.#child.once('message', (report) => {
        this.#child.off('exit', gone);
        // Its own worker.ts sends it.
        resolve(report as Report);
      });
      this.#child.send({ seed, connection: this.#connection, trace } satisfies Order);
    });
  }
  end(): void {
    this.#child.removeAllListeners('exit');
    this.#child.kill('SIGKILL');
  }
}

/** Each of `jobs` by whoever is free. */
export async function shareOut<T>(jobs: readonly T[], hands: readonly ((job: T) => Promise<void>)[]): Promise<void> {
  const left = [...jobs];
  await Promise.all(
    hands.map(async (hand) => {
      for (let job = left.shift(); job !== undefined; job = left.shift()) await hand(job);
    })
  );
}
