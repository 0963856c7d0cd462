/** Notes of who looked at masked values, out of the batches that bring them. */
import type { BodyOf } from '#domain/case/operations.ts';
import type { Sql } from '../database/database.ts';
import type { Judged } from '../ledger/judge-batch.ts';

export async function takeReveals(sql: Sql, station: string, judged: readonly Judged[], now: Date): Promise<void> {
  const rows = judged.flatMap(({ entry, read, ruling }) => {
    if (read.kind !== 'operation' || ruling.verdict !== 'applied' || read.op.type !== 'device.revealed') return [];
    const { caseId, place } = read.op.body as BodyOf<'device.revealed@1'>;
    const { opId, author, at } = read.op;
    return [{ opId, device: entry.writer, staffId: clean(author.id), staffName: clean(author.name), caseId, place: clean(place), at: moment(at) }];
  });
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO reveals (station_code, op_id, device_id, staff_id, staff_name, case_id, place, revealed_at, arrived_at)
     SELECT $1, t.*, $2 FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::timestamptz[]) AS t ON CONFLICT DO NOTHING`,
    [
      station,
      now,
      rows.map(({ opId }) => opId),
      rows.map(({ device }) => device),
      rows.map(({ staffId }) => staffId),
      rows.map(({ staffName }) => staffName),
      rows.map(({ caseId }) => caseId),
      rows.map(({ place }) => place),
      rows.map(({ at }) => at)
    ]
  );
}

const clean = (text: string): string => text.replaceAll('\0', '');
/** A tablet's clock may say anything; the database counts no year 0. */
const moment = (iso: string): string | null => (/^2\d{3}-/.test(iso) ? iso : null);
