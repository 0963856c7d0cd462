import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { readStations } from '../people/stations.ts';

type Place = { stationCode: string; stationName: string; deviceId: string; deviceNo: string };
/** Names of stations and numbers of tablets, within the reader's scope. */
export type Places = { of(stationCode: string, deviceId: string): Place };

export async function readPlaces(context: Context, sql: Sql, township: string | null): Promise<Places> {
  const stations = new Map((await readStations(sql, context.instance, township)).map(({ code, name }) => [code, name]));
  const { rows } = await sql.query<{ device_id: string; device_no: string }>('SELECT device_id, device_no FROM devices');
  const numbers = new Map(rows.map(({ device_id, device_no }) => [device_id, device_no]));
  return {
    of: (stationCode, deviceId) => ({ stationCode, stationName: stations.get(stationCode) ?? stationCode, deviceId, deviceNo: numbers.get(deviceId) ?? '' })
  };
}
