/** The console's queue, and the row that a case page repeats. */
import type * as z from 'zod/mini';
import type { queueReplySchema, QueueRow } from '#protocol/messages.ts';
import { countyDay, type Context } from '../context.ts';
import type { Scope } from '../database/database.ts';

export type QueueFilter = { status: string | null; department: string | null; words: string | null; offset: number; limit: number };
/** Asked for like a status: something on the case has lapsed (M12, M13, M15). */
const lapsed = 'lapsed';
export type QueueDbRow = {
  id: string;
  station_code: string;
  station_name: string;
  township_name: string;
  applicant_name: string;
  item_id: string;
  item_name: string;
  department: string;
  status: string;
  local_no: string;
  case_no: string | null;
  received_on: string;
  due: string | null;
  revision: number;
  alert_on: string | null;
  alert_kind: QueueRow['alertKind'];
  notice_from: string | null;
  photos_missing: number;
};

/** A case is complete when each of its photos is committed. */
export const rowColumns = `c.id, c.station_code, s.name AS station_name, t.name AS township_name, c.applicant_name, c.item_id, c.item_name, c.department, c.status, c.local_no, c.case_no, c.received_on, c.due, c.revision, c.alert_on, c.alert_kind, c.notice_from,
  (SELECT count(*) FROM case_blobs cb WHERE cb.station_code = c.station_code AND cb.case_id = c.id
     AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.station_code = cb.station_code AND b.sha256 = cb.sha256)) AS photos_missing`;
export const rowTables = 'cases c JOIN stations s ON s.code = c.station_code JOIN townships t ON t.code = s.township';

export function dbRowToQueueRow(row: QueueDbRow): QueueRow {
  return {
    caseId: row.id,
    stationCode: row.station_code,
    stationName: row.station_name,
    township: row.township_name,
    applicantName: row.applicant_name,
    itemId: row.item_id,
    itemName: row.item_name,
    department: row.department,
    status: row.status,
    localNo: row.local_no,
    caseNo: row.case_no,
    receivedOn: row.received_on,
    due: row.due,
    photosMissing: row.photos_missing,
    revision: row.revision,
    alertOn: row.alert_on,
    alertKind: row.alert_kind,
    noticeFrom: row.notice_from
  };
}

export async function readQueue(context: Context, scope: Scope, filter: QueueFilter): Promise<z.infer<typeof queueReplySchema>> {
  const like = filter.words === null ? null : `%${filter.words.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const matches = `c.kind = 'case' AND ($1::text IS NULL OR c.department = $1 OR $1 = ANY (string_to_array(c.departments, E'\\n')))
    AND ($2::text IS NULL OR c.applicant_name ILIKE $2 OR c.item_name ILIKE $2 OR c.local_no ILIKE $2 OR c.case_no ILIKE $2 OR s.name ILIKE $2)`;
  const today = countyDay(context.now());
  return context.database.inScope(scope, async (sql) => {
    const counted = await sql.query<{ status: string; count: number }>(
      `SELECT c.status, count(*) AS count FROM ${rowTables} WHERE ${matches} GROUP BY c.status`,
      [filter.department, like]
    );
    const late = await sql.query<{ count: number }>(`SELECT count(*) AS count FROM ${rowTables} WHERE ${matches} AND c.alert_on < $3`, [
      filter.department,
      like,
      today
    ]);
    const { rows } = await sql.query<QueueDbRow>(
      // Oldest first: the five days for acceptance run from intake.
      `SELECT ${rowColumns} FROM ${rowTables} WHERE ${matches} AND ($3::text IS NULL OR c.status = $3 OR ($3 = '${lapsed}' AND c.alert_on < $6)) ORDER BY c.received_on, c.local_no, c.id OFFSET $4 LIMIT $5`,
      [filter.department, like, filter.status, filter.offset, filter.limit, today]
    );
    // A map: the status that is asked for is any text, `constructor` too.
    const counts = new Map(counted.rows.map(({ status, count }) => [status, count]));
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    counts.set(lapsed, late.rows[0]?.count ?? 0);
    return { rows: rows.map(dbRowToQueueRow), total: filter.status === null ? all : (counts.get(filter.status) ?? 0), counts: Object.fromEntries(counts) };
  });
}
