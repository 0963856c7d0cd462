/** What was imported: one row a file, overwritten when the file comes again; its manifest is kept, so that the answer can be made at any time. */
import type { FerryImport, FerryManifest } from '#protocol/messages.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';

/** The console shows the newest. */
const shown = 200;

export async function keepImport(context: Context, found: FerryImport, manifest: FerryManifest): Promise<void> {
  await context.database.inStation(found.stationCode, (sql) =>
    sql.query(
      `INSERT INTO ferry_imports (station_code, device_id, id, imported_at, report, manifest) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (station_code, device_id, id) DO UPDATE SET imported_at = excluded.imported_at, report = excluded.report, manifest = excluded.manifest`,
      [found.stationCode, found.deviceId, found.id, found.importedAt, JSON.stringify(found), JSON.stringify(manifest)]
    )
  );
}

export async function listImports(context: Context, scope: Scope): Promise<FerryImport[]> {
  const { rows } = await context.database.inScope(scope, (sql) =>
    sql.query<{ report: string }>('SELECT report FROM ferry_imports ORDER BY imported_at DESC, id LIMIT $1', [shown])
  );
  return rows.map((row) => JSON.parse(row.report) as FerryImport);
}

export async function readImport(context: Context, station: string, id: string): Promise<{ report: FerryImport; manifest: FerryManifest } | null> {
  const { rows } = await context.database.inStation(station, (sql) =>
    sql.query<{ report: string; manifest: string }>('SELECT report, manifest FROM ferry_imports WHERE station_code = $1 AND id = $2 LIMIT 1', [station, id])
  );
  const row = rows[0];
  return row === undefined ? null : { report: JSON.parse(row.report) as FerryImport, manifest: JSON.parse(row.manifest) as FerryManifest };
}
