/** A county's machine whose clock was set back between two backups. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBackup } from '#county/backup/backup.ts';
import { line, visit } from './acts.ts';
import { startTestCounty } from './harness.ts';

test('[P9] [P70] the copy that moves the mark stays, whatever day the clock says it is', async () => {
  await using county = await startTestCounty();
  const tablet = await county.enrol('LT03');
  const to = join(county.dataDir, 'backups');
  const backup = async (day: string) => {
    await tablet.push([line(visit())]);
    const options = { to, keep: 1, now: () => new Date(day), log: () => undefined, signal: new AbortController().signal };
    return runBackup({ dataDir: county.dataDir, databaseUrl: county.databaseUrl }, options);
  };
  await backup('2026-11-22T01:00:00.999Z');
  for (const day of ['2001-01-01T00:00:00.000Z', '2026-11-22T01:00:00.999Z']) {
    const { folder, removed } = await backup(day);
    expect([existsSync(folder), removed]).toEqual([true, 1]);
  }
  expect((await readdir(to)).filter((name) => /^\d/.test(name))).toEqual(['20261122T010001001Z']);
  expect((await tablet.json<{ backedUpThrough: number }>('GET', '/api/v1/devices/self')).backedUpThrough).toBe(3);
});
