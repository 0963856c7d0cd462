/** Every reading of personal data leaves a line; none can be changed or removed by the application. */
import type { Context } from '../context.ts';

export async function audit(context: Context, actor: string, action: string, station: string | null, subject: string): Promise<void> {
  await context.database.inCounty((sql) =>
    sql.query('INSERT INTO audit (actor, action, station_code, subject) VALUES ($1, $2, $3, $4)', [actor, action, station, subject])
  );
}
