/** What the console tells of backups: the last one that was verified, and what has come since. */
import type * as z from 'zod/mini';
import type { backupStatusSchema } from '#protocol/messages.ts';
import type { Context } from '../context.ts';

type Status = z.infer<typeof backupStatusSchema>;
/** Once a day, and one that failed may be done again on the next. */
const lateHours = 48;

export async function readBackupStatus(context: Context): Promise<Status> {
  return context.database.inScope({ county: true }, async (sql) => {
    const last = await sql.query<{
      taken_at: Date;
      operations: number;
      county_operations: number;
      cases: number;
      photos: number;
      photos_lost: number;
      bytes: number;
      seconds: number;
    }>('SELECT taken_at, operations, county_operations, cases, photos, photos_lost, bytes, seconds FROM backups ORDER BY id DESC LIMIT 1');
    const devices = await sql.query<{ n: number }>('SELECT coalesce(sum(last_seq - backed_up_through), 0)::int8 AS n FROM devices');
    const own = await sql.query<{ n: number }>('SELECT coalesce(sum(county_seq), 0)::int8 AS n FROM feed_heads');
    const row = last.rows[0];
    const newer = (devices.rows[0]?.n ?? 0) + Math.max(0, (own.rows[0]?.n ?? 0) - (row?.county_operations ?? 0));
    // A county that has taken in nothing yet has nothing to lose.
    const isLate = row === undefined ? newer > 0 : context.now().getTime() - row.taken_at.getTime() > lateHours * 3_600_000;
    return {
      last:
        row === undefined
          ? null
          : {
              takenAt: row.taken_at.toISOString(),
              operations: row.operations + row.county_operations,
              cases: row.cases,
              photos: row.photos,
              photosLost: row.photos_lost,
              bytes: row.bytes,
              seconds: row.seconds
            },
      newerOperations: newer,
      late: isLate
    };
  });
}
