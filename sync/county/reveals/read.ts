/** Who looked at masked values, for the auditor: the newest looks, and who looks most. */
import type { Reveals } from '#protocol/reveals.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { readPlaces } from '../review/places.ts';

const mostRows = 200;
const mostPeople = 20;
const recentDays = 30;
type LookRow = {
  station_code: string;
  device_id: string;
  staff_id: string;
  staff_name: string;
  case_id: string;
  place: string;
  revealed_at: Date | null;
  arrived_at: Date;
  kind: string | null;
  local_no: string | null;
  item_name: string | null;
};

/** `staff`: of one person alone. */
export async function readReveals(context: Context, scope: Scope, staff: string | null): Promise<Reveals> {
  return context.database.inScope(scope, async (sql) => {
    const places = await readPlaces(context, sql, null);
    // Of a draft that was never handed in there is no case: the look is told all the same.
    const looks = await sql.query<LookRow>(
      `SELECT r.station_code, r.device_id, r.staff_id, r.staff_name, r.case_id, r.place, r.revealed_at, r.arrived_at, c.kind, c.local_no, c.item_name
       FROM reveals r LEFT JOIN cases c ON c.station_code = r.station_code AND c.id = r.case_id
       WHERE $1::text IS NULL OR r.staff_id = $1 ORDER BY r.arrived_at DESC, r.revealed_at DESC NULLS LAST LIMIT ${String(mostRows + 1)}`,
      [staff]
    );
    const since = new Date(context.now().getTime() - recentDays * 86_400_000);
    const people = await sql.query<{ station_code: string; staff_id: string; staff_name: string; looks: number; cases: number }>(
      `SELECT station_code, staff_id, max(staff_name) AS staff_name, count(*)::int AS looks, count(DISTINCT case_id)::int AS cases
       FROM reveals WHERE arrived_at > $1 GROUP BY station_code, staff_id ORDER BY looks DESC, staff_id LIMIT ${String(mostPeople)}`,
      [since]
    );
    return {
      looks: looks.rows.slice(0, mostRows).map((row) => ({
        ...places.of(row.station_code, row.device_id),
        staffId: row.staff_id,
        staffName: row.staff_name,
        caseId: row.case_id,
        kind: row.kind,
        localNo: row.local_no,
        itemName: row.item_name,
        place: row.place,
        revealedAt: row.revealed_at?.toISOString() ?? null,
        arrivedAt: row.arrived_at.toISOString()
      })),
      people: people.rows.map((row) => ({
        stationName: places.of(row.station_code, '').stationName,
        staffId: row.staff_id,
        staffName: row.staff_name,
        looks: row.looks,
        cases: row.cases
      })),
      more: looks.rows.length > mostRows
    };
  });
}
