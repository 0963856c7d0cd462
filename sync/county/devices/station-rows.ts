/** The stations page: each tablet's last contact and its own report. */
import type * as z from 'zod/mini';
import type { DeviceReport, stationRowSchema } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { readStations } from '../people/stations.ts';

type StationRow = z.infer<typeof stationRowSchema>;
type DeviceRow = {
  station_code: string;
  device_id: string;
  device_no: string;
  name: string;
  enrolled_at: Date;
  last_seen_at: Date | null;
  last_sync_at: Date | null;
  last_seq: number;
  backed_up_through: number;
  revoked_at: Date | null;
  report: string | null;
};

export async function readStationRows(context: Context, scope: Scope, township: string | null): Promise<StationRow[]> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<DeviceRow>(
      'SELECT station_code, device_id, device_no, name, enrolled_at, last_seen_at, last_sync_at, last_seq, backed_up_through, revoked_at, report FROM devices ORDER BY station_code, device_no'
    );
    const stations = await readStations(sql, context.instance, township);
    return stations.map((station) => ({
      station,
      devices: rows
        .filter((row) => row.station_code === station.code)
        .map((row) => ({
          deviceId: row.device_id,
          deviceNo: row.device_no,
          name: row.name,
          enrolledAt: row.enrolled_at.toISOString(),
          lastSeenAt: row.last_seen_at?.toISOString() ?? null,
          lastSyncAt: row.last_sync_at?.toISOString() ?? null,
          lastSeq: row.last_seq,
          backedUpThrough: row.backed_up_through,
          revoked: row.revoked_at !== null,
          report: row.report === null ? null : (JSON.parse(row.report) as DeviceReport)
        }))
    }));
  });
}
