/** The projection: each case that a batch changed, as one row, and the photos that it names. */
import type { Sql } from '../database/database.ts';
import { caseColumns } from './case-columns.ts';
import type { Outcome } from './judge-batch.ts';
import { stateToText } from './state-text.ts';

export async function writeCases(sql: Sql, station: string, outcome: Pick<Outcome, 'states' | 'applied'>, now: Date): Promise<void> {
  if (outcome.states.size === 0) return;
  const firstActs = new Map(outcome.applied.toReversed().map(({ entry, op }) => [op.caseId, { handler: op.author.name, writer: entry.writer }]));
  const rows = [...outcome.states].map(([id, state]) => ({
    id,
    ...caseColumns(state),
    handler: (firstActs.get(id)?.handler ?? '').replaceAll('\0', ''),
    deviceId: firstActs.get(id)?.writer ?? ''
  }));
  // Handler and device are those of the first act and stay. JSON holds no line end, so the states come as one text.
  await sql.query(
    `INSERT INTO cases (station_code, id, kind, revision, status, item_id, item_name, department, departments, applicant_name, local_no, case_no, received_on, due, handler, device_id, alert_on, alert_kind, notice_from, untrue_by, state, updated_at)
     SELECT $1, t.*, $2 FROM ROWS FROM (unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[]), string_to_table($22, E'\\n')) AS t
     ON CONFLICT (station_code, id) DO UPDATE SET revision = excluded.revision, status = excluded.status, applicant_name = excluded.applicant_name, case_no = excluded.case_no, due = excluded.due,
       alert_on = excluded.alert_on, alert_kind = excluded.alert_kind, notice_from = excluded.notice_from, untrue_by = excluded.untrue_by, state = excluded.state, updated_at = excluded.updated_at`,
    [
      station,
      now,
      rows.map((r) => r.id),
      rows.map((r) => r.kind),
      rows.map((r) => r.revision),
      rows.map((r) => r.status),
      rows.map((r) => r.itemId),
      rows.map((r) => r.itemName),
      rows.map((r) => r.department),
      rows.map((r) => r.departments),
      rows.map((r) => r.applicantName),
      rows.map((r) => r.localNo),
      rows.map((r) => r.caseNo),
      rows.map((r) => r.receivedOn),
      rows.map((r) => r.due),
      rows.map((r) => r.handler),
      rows.map((r) => r.deviceId),
      rows.map((r) => r.alertOn),
      rows.map((r) => r.alertKind),
      rows.map((r) => r.noticeFrom),
      rows.map((r) => r.untrueBy),
      [...outcome.states.values()].map(stateToText).join('\n')
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
