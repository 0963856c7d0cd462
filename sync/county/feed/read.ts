/**
 * Pages of a station's feed. The cursor is opaque to devices: `<generation>.<seq>.<mark of that row>`. So a county that was restored, by
 * whatever means, and whose feed has regrown past a device's place is noticed (SPEC P27). The mark is of the row's act and of the moment when it
 * was recorded: the same act may come to the same place again, with others before it than the device has read.
 */
import { createHash } from 'node:crypto';
import type { FeedRow } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import type { Device } from '../devices/device.ts';

export type FeedPage = { rows: FeedRow[]; cursor: string; more: boolean };
const pageRows = 1000;
/** As stored; the line carries as much where the server has lz4, else a third: a page fits the deadline of a poor line, and the county's memory. */
const pageBytes = 512 * 1024;

const markDigits = 16;
type Place = { generation: string; seq: number; mark: string };

/** Null when it is no cursor at all. Empty: the start. */
export function parseCursor(cursor: string, generation: string): Place | null {
  if (cursor === '') return { generation, seq: 0, mark: '' };
  const match = /^([0-9a-f-]{36})\.(\d{1,15})\.([0-9a-f]{16}|)$/.exec(cursor);
  return match === null ? null : { generation: match[1] ?? '', seq: Number(match[2]), mark: match[3] ?? '' };
}
const markOf = (opId: string, recordedAt: Date): string =>
  createHash('sha256').update(`${opId} ${recordedAt.toISOString()}`).digest('hex').slice(0, markDigits);

/** The row at which the device stopped is still the one that it read. */
async function isServed(sql: Sql, station: string, place: Place): Promise<boolean> {
  if (place.seq === 0) return place.mark === '';
  const { rows } = await sql.query<{ op_id: string; recorded_at: Date }>('SELECT op_id, recorded_at FROM feed WHERE station_code = $1 AND seq = $2', [
    station,
    place.seq
  ]);
  return rows[0] !== undefined && markOf(rows[0].op_id, rows[0].recorded_at) === place.mark;
}

/** Null when the cursor isn't one of this feed's: the device then takes the snapshot. `whole`: with the device's own lines. */
export async function readFeed(context: Context, device: Device, place: Place, whole: boolean): Promise<FeedPage | null> {
  const generation = context.instance.feedGeneration;
  if (place.generation !== generation) return null;
  const after = place.seq;
  const rows = await context.database.inStation(device.stationCode, async (sql) => {
    if (!(await isServed(sql, device.stationCode, place))) return null;
    const page = await sql.query<{ seq: number; last: number; op_id: string; case_id: string; line: string | null; county: boolean; recorded_at: Date }>(
      // A device's own acts of its present epoch come back without their line (decision 0002). The first row comes whatever its size.
      `WITH listed AS (
         SELECT f.*, f.writer = $3 AND f.epoch = $4 AND NOT $7 AS own FROM feed f WHERE f.station_code = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $5
       ), sized AS (
         SELECT l.*, j.line, sum(CASE WHEN l.own THEN 0 ELSE pg_column_size(j.line) END) OVER (ORDER BY l.seq ROWS UNBOUNDED PRECEDING) AS bytes, max(l.seq) OVER () AS last
         FROM listed l JOIN journal j ON j.station_code = l.station_code AND j.writer = l.writer AND j.epoch = l.epoch AND j.seq = l.writer_seq
       )
       SELECT seq, last, op_id, case_id, writer = 'county' AS county, recorded_at, CASE WHEN own THEN NULL ELSE line END AS line
       FROM sized WHERE seq < $2 + $5 AND (bytes <= $6 OR seq = $2 + 1) ORDER BY seq`,
      [device.stationCode, after, device.deviceId, device.epoch, pageRows + 1, pageBytes, whole]
    );
    return page.rows;
  });
  if (rows === null) return null;
  const end = rows.at(-1);
  return {
    rows: rows.map((row) => ({
      seq: row.seq,
      opId: row.op_id,
      caseId: row.case_id,
      line: row.line,
      county: row.county,
      recordedAt: row.recorded_at.toISOString()
    })),
    cursor: `${generation}.${String(end?.seq ?? after)}.${end === undefined ? place.mark : markOf(end.op_id, end.recorded_at)}`,
    more: end !== undefined && end.seq < end.last
  };
}
