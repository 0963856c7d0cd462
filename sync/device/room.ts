/** What the storage box tells of photos that left the tablet and of the county's backup: from clear columns, without opening anything. */
import { readMeta } from '#store/database.ts';
import { backupMeta } from '#store/told.ts';
import type { Told } from '#store/told.ts';
import type { Storage } from './api.ts';
import type { Core } from './core.ts';

/** Photos that are at the county alone; `early`: that had to go before they were in its backup, which has them when it has got through `last`. */
export type Released = { photos: number; early: number; last: { epoch: string; seq: number } | null };
export const releasedMeta = 'released';
export const noReleases: Released = { photos: 0, early: 0, last: null };
/** Of those that went early, how many still are in no backup. */
export function stillAtRisk({ early, last }: Released, told: Told | null): number {
  return last !== null && told?.epoch === last.epoch && told.backedUpThrough >= last.seq ? 0 : early;
}

export async function describeKeeping({ db, journal }: Pick<Core, 'db' | 'journal'>): Promise<Pick<Storage, 'backup' | 'released'>> {
  const [head, told] = [await journal.lastStored(), await readMeta<Told | null>(db, backupMeta, null)];
  const waiting = (await db.journal.where('state').equals('pending').primaryKeys()).sort((a, b) => a - b)[0];
  const delivered = waiting === undefined ? (head?.lastSeq ?? 0) : waiting - 1;
  const backedUp = told !== null && told.epoch === head?.epoch ? Math.min(told.backedUpThrough, delivered) : 0;
  const released = await readMeta<Released>(db, releasedMeta, noReleases);
  return { backup: { backedUp, onlyDelivered: delivered - backedUp }, released: { photos: released.photos, early: stillAtRisk(released, told) } };
}
