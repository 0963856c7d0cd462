/** What 同步 shows, out of durable rows alone: the same after a reload. Why a photo was refused is known since the worker's start. */
import type { Problem } from '#protocol/errors.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import { chinaDate } from '#store/platform.ts';
import { lookupId } from '#store/seal.ts';
import type { BoardNews, CaseRow, SyncBoard } from './api.ts';
import type { Cases } from './cases.ts';
import { openSession } from './core.ts';
import type { Core } from './core.ts';
import { problem } from './sentences.ts';

const newsKey = 'news';
/** Far more than one run brings to a station; the counts tell of all. */
const mostNews = 200;
const mostParked = 50;
/** A page draws no more; the list of cases has them all. Thousands of rows would be copied to the page at each step of a run. */
const mostRows = 60;
const empty: SyncBoard = {
  today: { received: 0, delivered: 0, rejected: 0, photos: 0, photosDelivered: 0 },
  waiting: { cases: 0, visits: 0, older: 0, oldestAt: null, recordBytes: 0, photos: 0, photoBytes: 0 },
  totals: { batch: 0, confirmed: 0, awaiting: 0, pending: 0, photos: 0, photosConfirmed: 0, rejected: 0, conflicts: 0 },
  batch: [],
  rejected: [],
  conflicts: [],
  parked: [],
  photoProblems: [],
  news: { at: null, rows: [] }
};
type StoredNews = { at: string; rows: { caseId: string; type: string }[] };

export const isDelivered = (row: CaseRow): boolean => row.sync === 'confirmed' && row.photosConfirmed >= row.photos;

export async function syncBoard(core: Core, cases: Cases, photoProblems: ReadonlyMap<string, Problem>): Promise<SyncBoard> {
  const [session, enrolment] = [await openSession(core), await core.vault.enrolment()];
  if (session === null) return empty;
  const date = chinaDate(core.world.now());
  const [{ rows }, open, queued] = [await cases.list({ limit: Infinity }), await core.journal.open(), await core.blobs.waiting()];
  const byId = new Map(rows.map((row) => [row.id, row]));
  // A number names its device and its day: what this tablet took in today, however far it got.
  const mark = enrolment === null ? null : `-${enrolment.deviceNo}-${date.replaceAll('-', '')}-`;
  const today = rows.filter((row) => row.receivedOn === date && mark !== null && row.localNo.includes(mark));
  const waiting = rows.filter((row) => !isDelivered(row));
  const batch = [...waiting, ...today.filter(isDelivered)];
  const [rejected, conflicts] = [rows.filter((row) => row.sync === 'rejected'), rows.filter((row) => row.conflicts > 0)];
  const isOfToday = new Set(today.map(({ id }) => id));
  const streams = new Set(open.map((row) => row.streamId));
  return {
    today: {
      received: today.length,
      delivered: today.filter(isDelivered).length,
      rejected: today.filter((row) => row.sync === 'rejected').length,
      photos: today.reduce((sum, row) => sum + row.photos, 0),
      photosDelivered: today.reduce((sum, row) => sum + row.photosConfirmed, 0)
    },
    waiting: {
      cases: waiting.filter((row) => row.sync !== 'rejected').length,
      visits: [...streams].filter((id) => !byId.has(id)).length,
      older: waiting.filter((row) => !isOfToday.has(row.id)).length,
      oldestAt: [...open, ...queued].map(({ createdAt }) => createdAt).sort()[0] ?? null,
      recordBytes: open.reduce((sum, row) => sum + row.bytes, 0),
      photos: queued.length,
      photoBytes: queued.reduce((sum, { bytes }) => sum + bytes, 0)
    },
    totals: {
      batch: batch.length,
      confirmed: batch.filter((row) => row.sync === 'confirmed').length,
      awaiting: batch.filter((row) => row.sync === 'sent').length,
      pending: batch.filter((row) => row.sync === 'pending').length,
      photos: batch.reduce((sum, row) => sum + row.photos, 0),
      photosConfirmed: batch.reduce((sum, row) => sum + row.photosConfirmed, 0),
      rejected: rejected.length,
      conflicts: conflicts.length
    },
    batch: batch.slice(0, mostRows),
    rejected: rejected.slice(0, mostRows),
    conflicts: conflicts.slice(0, mostRows),
    parked: await Promise.all(
      open
        .filter((row) => row.state === 'parked')
        .slice(0, mostParked)
        .map(async (row) => ({
          row: byId.get(row.streamId) ?? null,
          since: row.createdAt,
          problem: (await core.journal.openRow(session.keys, row)).problem ?? problem('parked')
        }))
    ),
    photoProblems: await Promise.all(
      [...photoProblems].map(async ([sha256, why]) => ({ row: await caseWith(core, rows, await lookupId(session.keys, sha256, core.world)), problem: why }))
    ),
    news: await readNews(core, byId)
  };
}

/** Heads keep the ids of their photos; rows don't show them. */
async function caseWith(core: Core, rows: CaseRow[], photoId: string): Promise<CaseRow | null> {
  const { session } = core.vault;
  if (session === null) return null;
  const heads = await core.streams.heads(session.keys);
  return (
    rows.find(({ id }) => {
      const head = heads.get(id);
      return head?.kind === 'case' && head.photoIds.includes(photoId);
    }) ?? null
  );
}

/** The county's acts of the latest run that brought any. */
export async function keepNews(core: Core, rows: StoredNews['rows']): Promise<void> {
  if (rows.length === 0) return;
  await writeMeta(core.db, newsKey, { at: new Date(core.world.now()).toISOString(), rows: rows.slice(-mostNews) } satisfies StoredNews);
}
async function readNews(core: Core, byId: ReadonlyMap<string, CaseRow>): Promise<BoardNews> {
  const stored = await readMeta<StoredNews | null>(core.db, newsKey, null);
  if (stored === null) return { at: null, rows: [] };
  const rows = stored.rows.flatMap(({ caseId, type }) => {
    const row = byId.get(caseId);
    return row === undefined ? [] : [{ row, type }];
  });
  // Several acts of one run on one case: the last tells where it stands.
  return { at: stored.at, rows: [...new Map(rows.map((each) => [each.row.id, each])).values()] };
}
