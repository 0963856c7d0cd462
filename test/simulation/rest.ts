/** Has everything arrived everywhere? */
import type { BlobRecord, MetaRow } from '#store/database.ts';
import { station } from './county/reviewer.ts';
import type { Day } from './seed.ts';

export async function isAtRest({ tablets, county, sql }: Day): Promise<boolean> {
  if (county.process === null) return false;
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
