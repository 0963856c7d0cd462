/** What nobody asks for any more: photos that were begun and never finished, spent nonces, ended sessions. */
import type { Context } from './context.ts';
import { nonceMinutes } from './devices/authenticate.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A station without a line for weeks goes on with its photos where they stood. */
const unfinishedPhotoDays = 30;

export async function sweep(context: Context): Promise<void> {
  const now = context.now().getTime();
  await context.blobs.dropStale(new Date(now - unfinishedPhotoDays * day));
  const stations = await context.database.inCounty(async (sql) => {
    await sql.query('DELETE FROM staff_sessions WHERE expires_at < $1', [new Date(now)]);
    return (await sql.query<{ code: string }>('SELECT code FROM stations')).rows;
  });
  for (const { code } of stations) {
    await context.database.inStation(code, (sql) =>
      sql.query('DELETE FROM nonces WHERE station_code = $1 AND seen_at < $2', [code, new Date(now - nonceMinutes * minute)])
    );
  }
}

/** Now and each hour; a sweep that fails is told and tried again. Returns the stop, which waits for one under way. */
export function sweepHourly(context: Context): () => Promise<void> {
  let under: Promise<void> = Promise.resolve();
  const run = (): void => {
    under = sweep(context).catch((error: unknown) => {
      const { name, code = '' } = error as { name: string; code?: string };
      context.log(`sweep failed: ${name} ${code}`);
    });
  };
  run();
  const timer = setInterval(run, hour);
  return () => {
    clearInterval(timer);
    return under;
  };
}
