/** The feed's head: one row a station, locked while operations are applied, so that rows are dense and in commit order. */
import type { Sql } from '../database/database.ts';
import { genesisOf } from '../devices/keys.ts';
import type { Instance } from '../instance.ts';

export type FeedHead = { seq: number; countySeq: number; countyLink: string };
export type FeedEntry = { opId: string; caseId: string; writer: string; epoch: string; writerSeq: number };

export async function lockFeed(sql: Sql, station: string, instance: Instance): Promise<FeedHead> {
  const known = await lockHead(sql, station);
  if (known !== null) return known;
  await sql.query(`INSERT INTO feed_heads (station_code, seq, county_seq, county_link) VALUES ($1, 0, 0, $2) ON CONFLICT DO NOTHING`, [
    station,
    await genesisOf(instance.id)
  ]);
  const made = await lockHead(sql, station);
  if (made === null) throw new Error(`no feed head for ${station}`);
  return made;
}

async function lockHead(sql: Sql, station: string): Promise<FeedHead | null> {
  const { rows } = await sql.query<FeedHead>(
    'SELECT seq, county_seq AS "countySeq", county_link AS "countyLink" FROM feed_heads WHERE station_code = $1 FOR UPDATE',
    [station]
  );
  return rows[0] ?? null;
}

/** Entries follow the locked head, in the order given. */
export async function appendFeed(sql: Sql, station: string, head: FeedHead, entries: readonly FeedEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  await sql.query(
    `INSERT INTO feed (station_code, seq, op_id, case_id, writer, epoch, writer_seq, recorded_at)
     SELECT $1, $2 + t.n, t.op_id, t.case_id, t.writer, t.epoch, t.writer_seq, $8
     FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::bigint[]) WITH ORDINALITY AS t(op_id, case_id, writer, epoch, writer_seq, n)`,
    [
      station,
      head.seq,
      entries.map((e) => e.opId),
      entries.map((e) => e.caseId),
      entries.map((e) => e.writer),
      entries.map((e) => e.epoch),
      entries.map((e) => e.writerSeq),
      now
    ]
  );
  await sql.query('UPDATE feed_heads SET seq = $2 WHERE station_code = $1', [station, head.seq + entries.length]);
}
