/** Pages of a station's feed. The cursor is opaque to devices: `<generation>.<seq>`. */
import type { FeedRow } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Device } from '../devices/device.ts';

export type FeedPage = { rows: FeedRow[]; cursor: string; more: boolean };
const pageRows = 1000;
/** As stored, which is compressed, about as the line carries it: a page fits the deadline of a poor line, and the county's memory. */
const pageBytes = 512 * 1024;

/** Null when the cursor isn't one of this feed's: the device then takes the snapshot. */
export function parseCursor(cursor: string, generation: string): number | null {
  const match = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(cursor);
  return match?.[1] === generation ? Number(match[2]) : null;
}

export async function readFeed(context: Context, device: Device, after: number): Promise<FeedPage> {
  const generation = context.instance.feedGeneration;
  const { rows } = await context.database.inStation(device.stationCode, (sql) =>
    sql.query<{ seq: number; last: number; op_id: string; case_id: string; line: string | null; county: boolean; recorded_at: Date }>(
      // A device's own acts of its present epoch come back without their line (decision 0002). The first row comes whatever its size.
      `WITH listed AS (
         SELECT f.*, f.writer = $3 AND f.epoch = $4 AS own FROM feed f WHERE f.station_code = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $5
       ), sized AS (
         SELECT l.*, j.line, sum(CASE WHEN l.own THEN 0 ELSE pg_column_size(j.line) END) OVER (ORDER BY l.seq ROWS UNBOUNDED PRECEDING) AS bytes, max(l.seq) OVER () AS last
         FROM listed l JOIN journal j ON j.station_code = l.station_code AND j.writer = l.writer AND j.epoch = l.epoch AND j.seq = l.writer_seq
       )
       SELECT seq, last, op_id, case_id, writer = 'county' AS county, recorded_at, CASE WHEN own THEN NULL ELSE line END AS line
       FROM sized WHERE seq < $2 + $5 AND (bytes <= $6 OR seq = $2 + 1) ORDER BY seq`,
      [device.stationCode, after, device.deviceId, device.epoch, pageRows + 1, pageBytes]
    )
  );
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
    cursor: `${generation}.${String(end?.seq ?? after)}`,
    more: end !== undefined && end.seq < end.last
  };
}
