/** Has everything arrived everywhere? */
import type { StationApi } from '#device/api.ts';
import type { BlobRecord, MetaRow } from '#store/database.ts';
import { station } from './county/reviewer.ts';
import type { Tablet } from './device/tablet.ts';
import type { Day } from './seed.ts';

/** Runs that each tab had begun, when the trouble ended: what a tablet heard before may be of a county that has been put back since. */
export type Begun = Map<StationApi, number>;

export async function countRuns({ tablets }: Day): Promise<Begun> {
  const apis = tablets.flatMap(({ tabs }) => tabs.map(({ api }) => api));
  return new Map(await Promise.all(apis.map(async (api) => [api, (await api.syncStatus()).attempts] as const)));
}
async function hasHeardSince(tablet: Tablet, begun: Begun): Promise<boolean> {
  const statuses = await Promise.all(tablet.tabs.map(async ({ api }) => ({ api, ...(await api.syncStatus()) })));
  return statuses.some(({ api, attempts, running, error }) => attempts > (begun.get(api) ?? 0) && !running && error === null);
}

export async function isAtRest({ tablets, county, sql }: Day, begun: Begun): Promise<boolean> {
  if (county.process === null) return false;
  for (const tablet of tablets) if (!(await hasHeardSince(tablet, begun))) return false;
  const { rows } = await sql.query<{ seq: number; generation: string }>(
    'SELECT coalesce(max(f.seq), 0) AS seq, (SELECT feed_generation FROM county) AS generation FROM feed f WHERE station_code = $1',
    [station]
  );
  const { seq = 0, generation = '' } = rows[0] ?? {};
  return tablets.every((tablet) => {
    if (tablet.tabs.length === 0) return false;
    if (tablet.journal().some((row) => row.state === 'pending')) return false;
    if (tablet.rows<BlobRecord>('blobs').some((row) => row.state === 'queued')) return false;
    const feed = tablet.rows<MetaRow>('meta').find(({ key }) => key === 'feed')?.value as { cursor: string } | undefined;
    const [of, through] = feed?.cursor.split('.') ?? [];
    return of === generation && Number(through) === seq;
  });
}
