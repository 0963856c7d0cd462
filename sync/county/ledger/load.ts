/** What judging a batch needs, one question each. */
import type { StreamState } from '#domain/case/state.ts';
import type { Registry } from '#domain/case/upcast.ts';
import type { Problem } from '#protocol/errors.ts';
import type { Sql } from '../database/database.ts';
import { readLine } from './entry.ts';
import type { Item, KnownOperation, VerdictKind } from './judge-batch.ts';
import { groupsOf } from './judge-batch.ts';
import { textToState } from './state-text.ts';

export async function loadKnown(sql: Sql, station: string, opIds: readonly string[]): Promise<Map<string, KnownOperation>> {
  const { rows } = await sql.query<{ op_id: string; line_hash: string; verdict: VerdictKind; final: boolean; problem: string | null }>(
    'SELECT op_id, line_hash, verdict, final, problem FROM operations WHERE station_code = $1 AND op_id = ANY ($2::uuid[])',
    [station, opIds]
  );
  return new Map(
    rows.map((row) => [
      row.op_id,
      { lineHash: row.line_hash, verdict: row.verdict, final: row.final, problem: row.problem === null ? null : (JSON.parse(row.problem) as Problem) }
    ])
  );
}

export async function loadStates(sql: Sql, station: string, caseIds: readonly string[]): Promise<Map<string, StreamState>> {
  const { rows } = await sql.query<{ id: string; state: string }>('SELECT id, state FROM cases WHERE station_code = $1 AND id = ANY ($2::uuid[])', [
    station,
    caseIds
  ]);
  return new Map(rows.map((row) => [row.id, textToState(row.state)]));
}

export type StoredLine = { writer: string; epoch: string; seq: number; line: string; line_hash: string; link: string };

/**
 * Groups that wait for something, in the order in which they came. `arrived`: none unless one of them waits for one of these operations,
 * since thousands may wait for an upgrade of the county, and no batch should read them for nothing.
 */
export async function loadWaiting(sql: Sql, station: string, known: Registry | undefined, arrived: readonly string[] | null = null): Promise<Item[][]> {
  const { rows } = await sql.query<StoredLine>(
    `SELECT j.writer, j.epoch, j.seq, j.line, j.line_hash, j.link
     FROM operations o JOIN journal j ON j.station_code = o.station_code AND j.writer = o.writer AND j.epoch = o.epoch AND j.seq = o.seq
     WHERE o.station_code = $1 AND o.verdict = 'parked'
       AND ($2::text[] IS NULL OR EXISTS (SELECT 1 FROM operations w WHERE w.station_code = $1 AND w.verdict = 'parked' AND w.problem::json -> 'details' ->> 'opId' = ANY ($2)))
     ORDER BY j.received_at, j.writer, j.seq`,
    [station, arrived]
  );
  return groupsOf(itemsOf(rows, known));
}

export function itemsOf(rows: readonly StoredLine[], known: Registry | undefined): Item[] {
  return rows.map((row) => ({
    entry: { writer: row.writer, epoch: row.epoch, seq: row.seq, line: row.line, lineHash: row.line_hash, link: row.link },
    read: readLine(row.line, known)
  }));
}
