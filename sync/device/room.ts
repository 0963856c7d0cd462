/** What the storage box tells of photos that left the tablet and of the county's backup: from clear columns, without opening anything. */
import { readMeta } from '#store/database.ts';
import { backupMeta } from '#store/keeping.ts';
import type { Told } from '#store/keeping.ts';
import type { Storage } from './api.ts';
import type { Core } from './core.ts';

/** Photos that are at the county alone; `early`: that had to go before they were in its backup. */
export type Released = { photos: number; early: number };
export const releasedMeta = 'released';
export const noReleases: Released = { photos: 0, early: 0 };

export async function describeKeeping({ db, journal }: Pick<Core, 'db' | 'journal'>): Promise<Pick<Storage, 'backup' | 'released'>> {
  const [head, told] = [await journal.lastStored(), await readMeta<Told | null>(db, backupMeta, null)];
  const waiting = (await db.journal.where('state').equals('pending').primaryKeys()).sort((a, b) => a - b)[0];
  const delivered = waiting === undefined ? (head?.lastSeq ?? 0) : waiting - 1;
  const backedUp = told !== null && told.epoch === head?.epoch ? Math.min(told.backedUpThrough, delivered) : 0;
  return { backup: { backedUp, onlyDelivered: delivered - backedUp }, released: await readMeta(db, releasedMeta, noReleases) };
}
