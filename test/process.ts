/** Runs a command in a process group of its own, with a time limit after which the whole group ends. */
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Outcome {
  ok: boolean;
  output: string;
  timedOut: boolean;
  seconds: number;
}

interface Options {
  limit: number;
  /** Shows the output as it comes; else it is only collected. */
  live?: boolean;
  env?: NodeJS.ProcessEnv;
}

/** Ends a process group: asks first, insists five seconds later. */
function endGroup(pid: number): void {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // Already gone, which is what was wanted.
    }
  };
  signal('SIGTERM');
  setTimeout(() => signal('SIGKILL'), 5000).unref();
}

export function run(command: string[], { limit, live = false, env = {} }: Options): Promise<Outcome> {
  const [program = '', ...args] = command;
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${root}node_modules/.bin${delimiter}${process.env['PATH'] ?? ''}`, ...env }
    });
    let output = '';
    let timedOut = false;
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const stop = () => child.pid !== undefined && endGroup(child.pid);
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, limit * 1000);
    let interrupted = false;
    const interrupt = () => {
      interrupted = true;
      stop();
    };
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    const finish = (ok: boolean) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      // Whoever asked us to stop does not want the next step.
      if (interrupted) process.exit(130);
      resolve({ ok: ok && !timedOut, output, timedOut, seconds: (performance.now() - started) / 1000 });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      finish(false);
    });
    // `close` comes after the output's end; a grandchild that keeps the pipe open is ended by the limit.
    child.once('close', (code) => finish(code === 0));
  });
}
