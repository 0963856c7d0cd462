/** The browser's own IndexedDB under a handle that has died. */
import { Dexie } from 'dexie';
import { afterEach, expect, test, vi } from 'vitest';
import { isConnectionLost, openDatabase, readMeta, reopen, writeMeta } from '#store/database.ts';

const name = 'reopen-test';
afterEach(async () => {
  vi.restoreAllMocks();
  await Dexie.delete(name);
});

test('[P86] a write over a dead handle is written', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const db = await openDatabase(name);
  await writeMeta(db, 'before', 1);
  db.backendDB().close();
  await writeMeta(db, 'after', 2);
  expect(await readMeta(db, 'before', 0)).toBe(1);
  expect(await readMeta(db, 'after', 0)).toBe(2);
  db.close();
});

test('[P86] an opening that failed is not the answer for ever', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const db = await openDatabase(name);
  await writeMeta(db, 'before', 1);
  const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('Internal error opening backing store', 'UnknownError');
  });
  db.backendDB().close();
  const failed = await writeMeta(db, 'after', 2).then(
    () => null,
    (error: unknown) => error
  );
  expect(isConnectionLost(failed)).toBe(true);
  open.mockRestore();
  // The handle remembers its failure: without help it stays dead.
  expect(isConnectionLost(await readMeta(db, 'before', 0).catch((error: unknown) => error))).toBe(true);
  await reopen(db);
  expect(await readMeta(db, 'before', 0)).toBe(1);
  expect(await readMeta(db, 'after', 0)).toBe(0);
  db.close();
});
