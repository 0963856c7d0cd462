/** Pages of a station's feed. The cursor is opaque to devices: `<generation>.<seq>`. */
import type { FeedRow } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Device } from '../devices/device.ts';

export type FeedPage = { rows: FeedRow[]; cursor: string; more: boolean };
const pageRows = 1000;

/** Null when the cursor isn't one of this feed's: the device then takes the snapshot. */
export function parseCursor(cursor: string, generation: string): number | null {
  const match = /^([0-9a-f-]{36})\.(\d{1,15})$/.exec(cursor);
  return match?.[1] === generation ? Number(match[2]) : null;
}

export async function readFeed(context: Context, device: Device, after: number): Promise<FeedPage> {
  const generation = context.instance.feedGeneration;
  const { rows } = await context.database.inStation(device.stationCode, (sql) =>
    sql.query<{ seq: number; op_id: string; case_id: string; line: string | null; county: boolean; recorded_at: Date }>(
      // A device's own acts of its present epoch come back without their line (decision 0002).
      `SELECT f.seq, f.op_id, f.case_id, f.writer = 'county' AS county, f.recorded_at,
              CASE WHEN f.writer = $3 AND f.epoch = $4 THEN NULL ELSE j.line END AS line
       FROM feed f JOIN journal j ON j.station_code = f.station_code AND j.writer = f.writer AND j.epoch = f.epoch AND j.seq = f.writer_seq
       WHERE f.station_code = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $5`,
      [device.stationCode, after, device.deviceId, device.epoch, pageRows + 1]
    )
  );
  const page = rows.slice(0, pageRows);
  return {
    rows: page.map((row) => ({
      seq: row.seq,
      opId: row.op_id,
      caseId: row.case_id,
      line: row.line,
      county: row.county,
      recordedAt: row.recorded_at.toISOString()
    })),
    cursor: `${generation}.${String(page.at(-1)?.seq ?? after)}`,
    more: rows.length > pageRows
  };
}
