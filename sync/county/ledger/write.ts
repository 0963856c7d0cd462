/** Writes a judged batch by sets: COPY into a temporary table, then one INSERT … SELECT per table. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Sql } from '../database/database.ts';
import { caseColumns } from './case-columns.ts';
import type { Judged, Outcome } from './judge-batch.ts';

/** COPY's text format: tab between columns, newline between rows, \N for null. */
function copyText(value: string | null): string {
  return value === null ? '\\N' : value.replaceAll(/[\\\n\r\t]/g, (letter) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[letter] ?? letter);
}

export async function writeJudged(sql: pg.PoolClient, station: string, judged: readonly Judged[], now: Date): Promise<void> {
  // COPY into a table with row-level security is refused, so lines are staged in one of the session's own.
  await sql.query(
    `CREATE TEMP TABLE IF NOT EXISTS staged (writer text, epoch uuid, seq bigint, link text, line_hash text, op_id text, line text, verdict text, final boolean, problem text,
       case_id uuid, group_id uuid, type text, author text) ON COMMIT DELETE ROWS; DELETE FROM staged`
  );
  const copy = sql.query(copyFrom('COPY staged FROM STDIN'));
  await pipeline(Readable.from(copyRows(judged)), copy);
  await sql.query(
    `INSERT INTO journal (station_code, writer, epoch, seq, link, line_hash, op_id, line, verdict, final, problem, received_at)
     SELECT $1, writer, epoch, seq, link, line_hash, op_id, line, verdict, final, problem, $2 FROM staged`,
    [station, now]
  );
  await sql.query(
    `INSERT INTO operations (station_code, op_id, line_hash, writer, epoch, seq, case_id, group_id, type, author, verdict, final, problem)
     SELECT $1, op_id::uuid, line_hash, writer, epoch, seq, case_id, group_id, type, author, verdict, final, problem FROM staged WHERE case_id IS NOT NULL`,
    [station]
  );
}

function* copyRows(judged: readonly Judged[]): Generator<string> {
  for (const { entry, read, ruling, isFirst } of judged) {
    const op = read.kind !== 'invalid' && isFirst ? read.op : null;
    const opId = read.kind === 'invalid' ? read.opId : read.op.opId;
    const cells = [
      entry.writer,
      entry.epoch,
      String(entry.seq),
      entry.link,
      entry.lineHash,
      opId,
      entry.line,
      ruling.verdict,
      String(ruling.final),
      ruling.problem === null ? null : JSON.stringify(ruling.problem),
      op?.caseId ?? null,
      op?.groupId ?? null,
      op?.type.replaceAll('\0', '') ?? null,
      op?.author.id.replaceAll('\0', '') ?? null
    ];
    yield `${cells.map(copyText).join('\t')}\n`;
  }
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

export async function writeCases(sql: Sql, station: string, outcome: Pick<Outcome, 'states' | 'applied'>, now: Date): Promise<void> {
  if (outcome.states.size === 0) return;
  const firstActs = new Map(outcome.applied.toReversed().map(({ entry, op }) => [op.caseId, { handler: op.author.name, writer: entry.writer }]));
  const rows = [...outcome.states].map(([id, state]) => ({
    id,
    ...caseColumns(state),
    handler: (firstActs.get(id)?.handler ?? '').replaceAll('\0', ''),
    deviceId: firstActs.get(id)?.writer ?? '',
    state: JSON.stringify(state)
  }));
  // Handler and device are those of the first act and stay.
  await sql.query(
    `INSERT INTO cases (station_code, id, kind, revision, status, item_id, item_name, department, applicant_name, local_no, case_no, received_on, due, handler, state, device_id, updated_at)
     SELECT $1, t.*, $17 FROM unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[]) AS t
     ON CONFLICT (station_code, id) DO UPDATE SET revision = excluded.revision, status = excluded.status, applicant_name = excluded.applicant_name, case_no = excluded.case_no, due = excluded.due,
       state = excluded.state, updated_at = excluded.updated_at`,
    [
      station,
      rows.map((r) => r.id),
      rows.map((r) => r.kind),
      rows.map((r) => r.revision),
      rows.map((r) => r.status),
      rows.map((r) => r.itemId),
      rows.map((r) => r.itemName),
      rows.map((r) => r.department),
      rows.map((r) => r.applicantName),
      rows.map((r) => r.localNo),
      rows.map((r) => r.caseNo),
      rows.map((r) => r.receivedOn),
      rows.map((r) => r.due),
      rows.map((r) => r.handler),
      rows.map((r) => r.state),
      rows.map((r) => r.deviceId),
      now
    ]
  );
  const blobs = outcome.applied.flatMap(({ op }) => op.blobs.map((sha256) => ({ caseId: op.caseId, sha256 })));
  if (blobs.length === 0) return;
  await sql.query('INSERT INTO case_blobs (station_code, case_id, sha256) SELECT $1, t.* FROM unnest($2::uuid[], $3::text[]) AS t ON CONFLICT DO NOTHING', [
    station,
    blobs.map((b) => b.caseId),
    blobs.map((b) => b.sha256)
  ]);
}
