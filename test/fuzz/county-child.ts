/** A county in a process of its own, so that its memory is its own. Answers `memory` after collecting all garbage. */
import { rm } from 'node:fs/promises';
import * as z from 'zod/mini';
import { startCounty } from '#county/county.ts';
import type { ChildMessage } from './county.ts';

// As `main.ts` does.
z.config({ jitless: true });

const [dataDir = ''] = process.argv.slice(2);
const tell = (message: ChildMessage): void => void process.send?.(message);
const county = await startCounty(
  { host: '127.0.0.1', port: 0, dataDir, databaseUrl: null, tls: null, buildDir: `${dataDir}/no-build`, sample: true },
  { log: (line) => tell({ kind: 'log', line }) }
);
process.on('message', (asked) => {
  if (asked !== 'memory') return;
  // Started with --expose-gc. Twice: what a finalizer lets go is collected by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  tell({ kind: 'memory', rss, heapUsed });
});
process.once('SIGTERM', () => {
  void county.close().then(() => process.exit(0));
});
// The parent was killed: nobody else would clear up.
process.once('disconnect', () => {
  void county
    .close()
    .then(() => rm(dataDir, { recursive: true, force: true }))
    .then(() => process.exit(0));
});
tell({ kind: 'started', url: county.url, codes: county.enrolmentCodes.map(({ station, code }) => ({ station, code })) });
