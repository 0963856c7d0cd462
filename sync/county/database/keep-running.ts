/** A server that dies under a living county is started again: what it had committed is on its disk, and stations try again by themselves. */
import type { ChildProcess } from 'node:child_process';
import { stopPostmaster } from './postmaster.ts';

/** `log` hears of each restart; `gaveUp` gets the sentence with which the county should end. */
export type Watch = { log: (line: string) => void; gaveUp: (sentence: string) => void };

/** More deaths than this within the window are no accident. */
const most = 5;
const windowMs = 10 * 60_000;

/** Returns the stop, which waits for a start under way. */
export function keepRunning(first: ChildProcess, start: () => Promise<ChildProcess>, watch: Watch): () => Promise<void> {
  const deaths: number[] = [];
  let stopping = false;
  let current: Promise<ChildProcess | null> = Promise.resolve(first);

  const again = async (): Promise<ChildProcess | null> => {
    const now = performance.now();
    deaths.push(now);
    if (deaths.filter((at) => now - at < windowMs).length > most) {
      watch.gaveUp('内置数据库接连意外停止，县平台不能继续；请查看数据目录里 postgres/server.log 的原因，处理后再启动。');
      return null;
    }
    watch.log('内置数据库意外停止，正在重新启动。');
    try {
      const server = await start();
      guard(server);
      watch.log('内置数据库已恢复，已确认的办件都在。');
      return server;
    } catch (error) {
      watch.gaveUp(error instanceof Error ? error.message : String(error));
      return null;
    }
  };
  const guard = (server: ChildProcess): void => {
    const died = (): void => {
      if (!stopping) current = again();
    };
    // It may have died before anybody listened.
    if (server.exitCode !== null || server.signalCode !== null) died();
    else server.once('exit', died);
  };
  guard(first);

  return async () => {
    stopping = true;
    const server = await current;
    if (server !== null) await stopPostmaster(server);
  };
}
