/** Forked batches: listed, downloaded, marked as looked at. None is ever removed. */
import { createHash } from 'node:crypto';
import type { Review } from '#protocol/review.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { readLine, type ReadLine } from '../ledger/entry.ts';
import { contentOf } from './content.ts';
import type { Places } from './places.ts';

/** A batch may hold 4 MiB, so they are read one at a time. */
const mostBatches = 50;
type Key = { station_code: string; device_id: string; head_hash: string; from_seq: number; received_at: Date; seen_at: Date | null; seen_by: string | null };
export type BatchName = { station: string; deviceId: string; headHash: string };

export async function readQuarantine(context: Context, sql: Sql, places: Places): Promise<{ rows: Review['quarantined']; more: boolean }> {
  const { rows } = await sql.query<Key>(
    `SELECT station_code, device_id, head_hash, from_seq, received_at, seen_at, seen_by FROM quarantine
     ORDER BY seen_at IS NOT NULL, received_at DESC LIMIT ${String(mostBatches + 1)}`
  );
  const found: Review['quarantined'] = [];
  for (const row of rows.slice(0, mostBatches)) {
    const lines = (await readLines(sql, { station: row.station_code, deviceId: row.device_id, headHash: row.head_hash })) ?? [];
    const read = lines.map((line) => readLine(line, context.known));
    found.push({
      ...places.of(row.station_code, row.device_id),
      ...contentOf(read),
      headHash: row.head_hash,
      fromSeq: row.from_seq,
      lines: lines.length,
      arrived: await countArrived(sql, row.station_code, lines, read),
      receivedAt: row.received_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
      seenBy: row.seen_by
    });
  }
  return { rows: found, more: rows.length > mostBatches };
}

/** Null when there is no such batch, or it is out of the reader's scope. */
export async function readLines(sql: Sql, { station, deviceId, headHash }: BatchName): Promise<string[] | null> {
  const { rows } = await sql.query<{ lines: string }>('SELECT lines FROM quarantine WHERE station_code = $1 AND device_id = $2 AND head_hash = $3', [
    station,
    deviceId,
    headHash
  ]);
  return rows[0]?.lines.split('\n') ?? null;
}

export async function markSeen(context: Context, { station, deviceId, headHash }: BatchName, by: string): Promise<void> {
  await context.database.inStation(station, (sql) =>
    sql.query('UPDATE quarantine SET seen_at = $4, seen_by = $5 WHERE station_code = $1 AND device_id = $2 AND head_hash = $3 AND seen_at IS NULL', [
      station,
      deviceId,
      headHash,
      context.now(),
      by
    ])
  );
}

/** Word for word the same line, entered again in a new epoch, say. */
async function countArrived(sql: Sql, station: string, lines: readonly string[], read: readonly ReadLine[]): Promise<number> {
  const named = read.flatMap((line, at) => (line.kind === 'invalid' ? [] : [{ opId: line.op.opId, line: lines[at] ?? '' }]));
  const { rows } = await sql.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM operations JOIN unnest($2::uuid[], $3::text[]) AS named(op_id, line_hash) USING (op_id, line_hash) WHERE station_code = $1',
    [station, named.map(({ opId }) => opId), named.map(({ line }) => createHash('sha256').update(line).digest('hex'))]
  );
  return rows[0]?.n ?? 0;
}
