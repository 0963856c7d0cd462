/** Which photos the device may do without: those that the county holds, and best those that its backup holds too (SPEC P74). */
import type { Database, JournalRow } from './database.ts';
import type { Journal } from './journal.ts';
import type { Platform } from './platform.ts';
import { lookupId } from './seal.ts';
import type { Keys } from './seal.ts';
import type { Told } from './told.ts';

/** Ids of committed photos by what may become of them; a photo that a draft names is in none. */
export type Sorted = {
  /** Every act that names it is in the county's backup, and the case of each is closed long enough. */ done: string[];
  /** In the backup, still of use here. Oldest first, as the next. */ backedUp: string[];
  /** At the county, in no backup yet. */ durable: string[];
};

const closed: readonly string[] = ['completed', 'notAccepted', 'returned', 'withdrawn', 'voided'];
const rowsAtOnce = 200;

/** `named`: hashes that drafts name. `before` (ISO): a case that was closed earlier has had its time. */
export async function sortPhotos(
  { db, journal, platform }: { db: Database; journal: Journal; platform: Platform },
  keys: Keys,
  told: Told | null,
  named: string[],
  before: string
): Promise<Sorted> {
  const committed = (await db.blobs.where('state').equals('committed').toArray()).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const sorted: Sorted = { done: [], backedUp: [], durable: [] };
  if (committed.length === 0) return sorted;
  const over = new Set((await db.cases.toArray()).flatMap(({ id, status, updatedAt }) => (closed.includes(status) && updatedAt < before ? [id] : [])));
  const idsOf = (hashes: string[]) => Promise.all(hashes.map((hash) => lookupId(keys, hash, platform)));
  const [drafted, seen, inUse, notBackedUp] = [new Set(await idsOf(named)), new Set<string>(), new Set<string>(), new Set<string>()];
  for (let after = 0; ;) {
    const rows: JournalRow[] = await db.journal.where('seq').above(after).limit(rowsAtOnce).toArray();
    for (const row of rows) {
      const { operations } = await journal.openRow(keys, row);
      const isBackedUp = row.state !== 'pending' && row.epoch === told?.epoch && row.seq + row.count - 1 <= told.backedUpThrough;
      for (const id of await idsOf(operations.flatMap((operation) => operation.blobs))) {
        seen.add(id);
        if (!isBackedUp) notBackedUp.add(id);
        if (row.state === 'parked' || !over.has(row.streamId)) inUse.add(id);
      }
    }
    if (rows.length < rowsAtOnce) break;
    after = rows.at(-1)?.seq ?? after;
  }
  for (const { id } of committed) {
    if (drafted.has(id)) continue;
    // A photo that no act here names is none that this code understands: it stays until room is short.
    const place = !seen.has(id) || notBackedUp.has(id) ? sorted.durable : inUse.has(id) ? sorted.backedUp : sorted.done;
    place.push(id);
  }
  return sorted;
}

/** Of these, those that the county still is known to hold: a restored county may have asked for one again meanwhile. Answers how many and how large. */
export function releasePhotos(db: Database, ids: string[]): Promise<{ photos: number; bytes: number }> {
  return db.transaction('rw', db.blobs, db.blobBytes, async () => {
    const going = (await db.blobs.bulkGet(ids)).filter((record) => record?.state === 'committed').filter((record) => record !== undefined);
    await db.blobs.bulkDelete(going.map(({ id }) => id));
    await db.blobBytes.bulkDelete(going.map(({ id }) => id));
    return { photos: going.length, bytes: going.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
}
