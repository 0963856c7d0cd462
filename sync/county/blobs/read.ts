import type { Context } from '../context.ts';

export type StoredBlob = { bytes: Uint8Array<ArrayBuffer>; mime: string };

/** A row without its file (a folder that was lost, or restored from an earlier day) is no photo: the tablet sends it again. */
export async function committedAmong(context: Context, station: string, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await context.database.inStation(station, (sql) =>
    sql.query<{ sha256: string }>('SELECT sha256 FROM blobs WHERE station_code = $1 AND sha256 = ANY ($2)', [station, hashes])
  );
  const committed = new Set<string>();
  for (const { sha256 } of rows) if (await context.blobs.has(station, sha256)) committed.add(sha256);
  return committed;
}

export async function readBlob(context: Context, station: string, sha256: string): Promise<StoredBlob | null> {
  const { rows } = await context.database.inStation(station, (sql) =>
    sql.query<{ mime: string }>('SELECT mime FROM blobs WHERE station_code = $1 AND sha256 = $2', [station, sha256])
  );
  const bytes = rows[0] === undefined ? null : await context.blobs.read(station, sha256);
  return bytes === null ? null : { bytes: new Uint8Array(bytes), mime: rows[0]?.mime ?? 'application/octet-stream' };
}
