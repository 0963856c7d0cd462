/** Reads the county's tables and files back and holds them against what was sent. Nothing that the county says of itself counts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import type { StormDay } from './day.ts';

export interface Reckoning {
  /** What was sent and is not there, whole and applied: operations and photos. */
  lost: string[];
  /** What is there more often than it was sent, or was never sent. */
  doubled: string[];
}

/** `lineHash` is of the line as stored. */
type Kept = { opId: string; seq: string; lineHash: string };

export async function reckon(owner: ClientBase, blobs: string, day: StormDay): Promise<Reckoning> {
  const found: Reckoning = { lost: [], doubled: [] };
  const { station, device } = day;
  const journal = await owner.query<Kept>(
    `SELECT op_id AS "opId", seq, encode(sha256(convert_to(line, 'UTF8')), 'hex') AS "lineHash" FROM journal WHERE station_code = $1 AND writer = $2`,
    [station, device.deviceId]
  );
  const applied = await countsOf(owner, `SELECT op_id::text AS id FROM operations WHERE station_code = $1 AND verdict = 'applied'`, station);
  const fed = await countsOf(owner, 'SELECT op_id::text AS id FROM feed WHERE station_code = $1', station);
  const cases = await countsOf(owner, 'SELECT id::text FROM cases WHERE station_code = $1 AND revision = 1', station);

  const lines = new Map(journal.rows.map((row) => [`${row.opId} ${row.seq} ${row.lineHash}`, row]));
  for (const { opId, caseId, seq, lineHash } of day.sent) {
    const whole = lines.has(`${opId} ${seq} ${lineHash}`) && applied.has(opId) && fed.has(opId) && cases.has(caseId);
    if (!whole) found.lost.push(opId);
  }
  const opIds = new Set(day.sent.map(({ opId }) => opId));
  const caseIds = new Set(day.sent.map(({ caseId }) => caseId));
  const inJournal = new Map<string, number>();
  for (const { opId } of journal.rows) inJournal.set(opId, (inJournal.get(opId) ?? 0) + 1);
  for (const counts of [inJournal, applied, fed]) found.doubled.push(...tooMany(counts, opIds));
  found.doubled.push(...tooMany(cases, caseIds));

  const committed = await countsOf(owner, 'SELECT sha256 AS id FROM blobs WHERE station_code = $1', station);
  for (const { sha256, bytes } of day.photos) {
    const file = await readFile(join(blobs, station, sha256.slice(0, 2), sha256)).catch(() => null);
    const whole = file?.byteLength === bytes && createHash('sha256').update(file).digest('hex') === sha256;
    if (!whole || !committed.has(sha256)) found.lost.push(sha256);
  }
  return found;
}

async function countsOf(owner: ClientBase, query: string, station: string): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ id: string }>(query, [station]);
  const counts = new Map<string, number>();
  for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function tooMany(counts: ReadonlyMap<string, number>, sent: ReadonlySet<string>): string[] {
  return [...counts].flatMap(([id, count]) => Array.from({ length: sent.has(id) ? count - 1 : count }, () => id));
}
