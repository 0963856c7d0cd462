/** One case as the console shows it. */
import type * as z from 'zod/mini';
import type { consoleCaseSchema } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { personOf } from './case-columns.ts';
import { dbRowToQueueRow, rowColumns, rowTables, type QueueDbRow } from './queue.ts';
import { textToState } from './state-text.ts';

export async function readConsoleCase(context: Context, scope: Scope, station: string, id: string): Promise<z.infer<typeof consoleCaseSchema> | null> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<QueueDbRow & { state: string; handler: string; device_id: string }>(
      `SELECT ${rowColumns}, c.state, c.handler, c.device_id FROM ${rowTables} WHERE c.station_code = $1 AND c.id = $2 AND c.kind = 'case'`,
      [station, id]
    );
    const row = rows[0];
    if (row === undefined) return null;
    const blobs = await sql.query<{ sha256: string; bytes: number | null; mime: string | null }>(
      `SELECT cb.sha256, b.bytes, b.mime FROM case_blobs cb LEFT JOIN blobs b ON b.station_code = cb.station_code AND b.sha256 = cb.sha256 WHERE cb.station_code = $1 AND cb.case_id = $2 ORDER BY cb.sha256`,
      [station, id]
    );
    const state = textToState(row.state);
    const untrue = await sql.query<{ count: number }>('SELECT count(*) AS count FROM cases WHERE untrue_by = $1 AND id <> $2', [
      state.kind === 'case' ? personOf(state) : null,
      id
    ]);
    return {
      row: dbRowToQueueRow(row),
      state,
      untrueBefore: untrue.rows[0]?.count ?? 0,
      handler: row.handler,
      deviceId: row.device_id,
      blobs: blobs.rows.map(({ sha256, bytes, mime }) => ({ sha256, committed: bytes !== null, bytes: bytes ?? 0, mime: mime ?? '' }))
    };
  });
}
