/**
 * Writes a judged batch by sets: one INSERT … SELECT a table. The lines come as one text that the database splits at line ends, which no
 * line holds: neither side has to escape them (decisions/0006-a-batch-is-one-text.md).
 */
import type { Sql } from '../database/database.ts';
import type { Judged } from './judge-batch.ts';

export async function writeJudged(sql: Sql, station: string, judged: readonly Judged[], now: Date): Promise<void> {
  const opIds = judged.map(({ read }) => (read.kind === 'invalid' ? read.opId : read.op.opId));
  const rulings = judged.map(({ ruling }) => ruling);
  await sql.query(
    `INSERT INTO journal (station_code, writer, epoch, seq, link, line_hash, op_id, verdict, final, problem, line, received_at)
     SELECT $1, t.writer, t.epoch, t.seq, t.link, t.line_hash, t.op_id, t.verdict, t.final, t.problem, coalesce(t.line, ''), $2
     FROM ROWS FROM (unnest($3::text[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[]), string_to_table($12, E'\\n'))
       AS t(writer, epoch, seq, link, line_hash, op_id, verdict, final, problem, line)`,
    [
      station,
      now,
      judged.map(({ entry }) => entry.writer),
      judged.map(({ entry }) => entry.epoch),
      judged.map(({ entry }) => entry.seq),
      judged.map(({ entry }) => entry.link),
      judged.map(({ entry }) => entry.lineHash),
      opIds,
      rulings.map(({ verdict }) => verdict),
      rulings.map(({ final }) => final),
      rulings.map(({ problem }) => (problem === null ? null : JSON.stringify(problem))),
      judged.map(({ entry }) => entry.line).join('\n')
    ]
  );
  await writeOperations(sql, station, judged);
}

/** Each opId stands once: its first line. */
export async function writeOperations(sql: Sql, station: string, judged: readonly Judged[]): Promise<void> {
  const rows = judged.flatMap(({ entry, read, ruling, isFirst }) => (read.kind !== 'invalid' && isFirst ? [{ entry, op: read.op, ruling }] : []));
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO operations (station_code, op_id, line_hash, writer, epoch, seq, case_id, group_id, type, author, verdict, final, problem)
     SELECT $1, t.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::boolean[], $13::text[]) AS t`,
    [
      station,
      rows.map(({ op }) => op.opId),
      rows.map(({ entry }) => entry.lineHash),
      rows.map(({ entry }) => entry.writer),
      rows.map(({ entry }) => entry.epoch),
      rows.map(({ entry }) => entry.seq),
      rows.map(({ op }) => op.caseId),
      rows.map(({ op }) => op.groupId),
      rows.map(({ op }) => op.type.replaceAll('\0', '')),
      rows.map(({ op }) => op.author.id.replaceAll('\0', '')),
      rows.map(({ ruling }) => ruling.verdict),
      rows.map(({ ruling }) => ruling.final),
      rows.map(({ ruling }) => (ruling.problem === null ? null : JSON.stringify(ruling.problem)))
    ]
  );
}

/** Parked lines that got their answer: the verdict that a device reads again is the new one. */
export async function releaseParked(sql: Sql, station: string, released: readonly Judged[]): Promise<void> {
  if (released.length === 0) return;
  const columns = [
    station,
    released.map(({ entry }) => entry.lineHash),
    released.map(({ read }) => (read.kind === 'invalid' ? '' : read.op.opId)),
    released.map(({ ruling }) => ruling.verdict),
    released.map(({ ruling }) => ruling.final),
    released.map(({ ruling }) => (ruling.problem === null ? null : JSON.stringify(ruling.problem)))
  ];
  for (const table of ['journal', 'operations']) {
    await sql.query(
      `UPDATE ${table} AS t SET verdict = r.verdict, final = r.final, problem = r.problem
       FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[]) AS r(line_hash, op_id, verdict, final, problem)
       WHERE t.station_code = $1 AND t.op_id::text = r.op_id AND t.line_hash = r.line_hash`,
      columns
    );
  }
}
