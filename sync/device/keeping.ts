/** Photos leave the tablet when they are safe elsewhere and no longer of use here, or, the oldest first, when room is short (SPEC P74). */
import { readMeta, writeMeta } from '#store/database.ts';
import { releasePhotos, sortPhotos } from '#store/keeping.ts';
import type { Sorted } from '#store/keeping.ts';
import { pagesOf } from '#store/pages.ts';
import type { Keys } from '#store/seal.ts';
import { backupMeta } from '#store/told.ts';
import type { Told } from '#store/told.ts';
import type { Core } from './core.ts';
import { noReleases, releasedMeta, stillAtRisk } from './room.ts';
import type { Released } from './room.ts';

const hour = 3600 * 1000;
const retention = 7 * 24 * hour;
const betweenSweeps = 12 * hour;
const mebibyte = 1024 * 1024;
/** Room is made before photos have to be refused, and enough of it that not every next photo asks again. */
const tight = 120 * mebibyte;
const roomy = 180 * mebibyte;

type Swept = { epoch: string; through: number; at: number };

/** After a run at the line. */
export async function keep(core: Core, keys: Keys): Promise<void> {
  const { db, world } = core;
  const [told, swept] = [await readMeta<Told | null>(db, backupMeta, null), await readMeta<Swept | null>(db, 'swept', null)];
  const since = swept === null ? Infinity : world.now() - swept.at;
  // A clock that was set back counts as a day gone by.
  const isDue = told !== null && (swept?.epoch !== told.epoch || swept.through !== told.backedUpThrough || since < 0 || since > betweenSweeps);
  if (isDue) {
    await release(core, (await sort(core, keys)).done, false);
    await writeMeta(db, 'swept', { epoch: told.epoch, through: told.backedUpThrough, at: world.now() } satisfies Swept);
  }
  await makeRoom(core, keys);
}

/** What the county's backup holds goes first, then what the county alone holds; what it has not confirmed never, nor what a draft names. Answers the bytes. */
export async function makeRoom(core: Core, keys: Keys): Promise<number> {
  const { usage, quota } = await core.world.estimate();
  if (usage === null || quota === null || quota - usage >= tight) return 0;
  let [lacking, made] = [roomy - (quota - usage), 0];
  const sorted = await sort(core, keys);
  for (const [ids, early] of [
    [sorted.done, false],
    [sorted.backedUp, false],
    [sorted.durable, true]
  ] as const) {
    for (const id of ids) {
      if (lacking <= 0) return made;
      const bytes = await release(core, [id], early);
      lacking -= bytes;
      made += bytes;
    }
  }
  return made;
}

async function sort(core: Core, keys: Keys): Promise<Sorted> {
  const { db, journal, world, drafts } = core;
  const named = (await drafts.list(keys)).flatMap((draft) => pagesOf(draft.answers, Object.values(draft.materials)).map((page) => page.sha256));
  const told = await readMeta<Told | null>(db, backupMeta, null);
  return sortPhotos({ db, journal, platform: world }, keys, told, named, new Date(world.now() - retention).toISOString());
}

async function release(core: Core, ids: string[], early: boolean): Promise<number> {
  if (ids.length === 0) return 0;
  const { photos, bytes } = await releasePhotos(core.db, ids);
  const [before, told, head] = [
    await readMeta<Released>(core.db, releasedMeta, noReleases),
    await readMeta<Told | null>(core.db, backupMeta, null),
    await core.journal.lastStored()
  ];
  const risk = { early: stillAtRisk(before, told), last: before.last };
  const now = early && head !== null ? { early: risk.early + photos, last: { epoch: head.epoch, seq: head.lastSeq } } : risk;
  await writeMeta(core.db, releasedMeta, { photos: before.photos + photos, ...now } satisfies Released);
  core.changed('counts');
  return bytes;
}
