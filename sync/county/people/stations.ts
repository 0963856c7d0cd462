/** Stations as the wire tells them. */
import type { Station } from '#protocol/messages.ts';
import type { Sql } from '../database/database.ts';
import type { Instance } from '../instance.ts';

type StationRow = {
  code: string;
  name: string;
  short_name: string;
  township_name: string;
  address: string;
  phone: string;
  hours: string;
  supervision_phone: string;
  division_code: string;
  acceptance_authorized: boolean;
};

function rowToStation(row: StationRow, instance: Instance): Station {
  return {
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    township: row.township_name,
    address: row.address,
    phone: row.phone,
    hours: row.hours,
    supervisionPhone: row.supervision_phone,
    countyName: instance.countyName,
    divisionCode: row.division_code,
    acceptanceAuthorized: row.acceptance_authorized
  };
}

const columns = 's.*, t.name AS township_name FROM stations s JOIN townships t ON t.code = s.township';

export async function readStation(sql: Sql, instance: Instance, code: string): Promise<Station | null> {
  const { rows } = await sql.query<StationRow>(`SELECT ${columns} WHERE s.code = $1`, [code]);
  return rows[0] === undefined ? null : rowToStation(rows[0], instance);
}

/** All, or a township's. */
export async function readStations(sql: Sql, instance: Instance, township: string | null): Promise<Station[]> {
  const { rows } = await sql.query<StationRow>(`SELECT ${columns} WHERE $1::text IS NULL OR s.township = $1 ORDER BY s.code`, [township]);
  return rows.map((row) => rowToStation(row, instance));
}
