/** What a station may know of its ratings: counts of a month that is over, and of many people or of nobody. */
import type { StationRatings } from '#protocol/voices.ts';
import { countyDay, type Context } from '../context.ts';
import { jsonIn } from '../database/json.ts';

/** Fewer answers than this and a worker could guess whose each was. */
const fewest = 5;
/** And fewer content people than this: of each of the others it would be known that they were not. */
const fewestContent = 2;

export async function readStationRatings(context: Context, station: string): Promise<StationRatings> {
  const today = countyDay(context.now());
  const month = monthBefore(today.slice(0, 7));
  return context.database.inStation(station, async (sql) => {
    const { rows } = await sql.query<{ rated: number; refused: number; bad: number; rectified: number }>(
      `SELECT count(*) FILTER (WHERE v.kind = 'rating')::int AS rated, count(*) FILTER (WHERE v.kind = 'refused')::int AS refused,
              count(*) FILTER (WHERE v.grade IN ('dissatisfied', 'veryDissatisfied'))::int AS bad,
              count(*) FILTER (WHERE v.grade IN ('dissatisfied', 'veryDissatisfied') AND EXISTS (
                SELECT 1 FROM voice_steps s WHERE s.station_code = v.station_code AND s.about = v.about AND s.occasion = v.occasion AND ${jsonIn('s.body')} ->> 'kind' = 'closed'
              ))::int AS rectified
       FROM voices v WHERE v.station_code = $1 AND to_char(v.arrived_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = $2`,
      [station, month]
    );
    const counted = rows[0];
    return { month, counts: counted !== undefined && counted.rated >= fewest && counted.rated - counted.bad >= fewestContent ? counted : null };
  });
}

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(number - 1).padStart(2, '0')}`;
}
