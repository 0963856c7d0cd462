import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claimFolder } from '#county/database/own-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'bangban-own-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("a folder for the database is nobody else's: no link, none that others may write in", () => {
  const own = join(folder, 'own');
  expect([claimFolder(own, 0o700), claimFolder(own, 0o700)]).toEqual([true, true]);
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  expect(claimFolder(open, 0o700)).toBe(false);
  symlinkSync(own, join(folder, 'link'));
  expect(claimFolder(join(folder, 'link'), 0o700)).toBe(false);
});
