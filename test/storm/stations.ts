/** Stations made for a run, and a tablet enrolled at each. */
import { randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { addCode, newCode } from '#county/devices/codes.ts';
import { TestDevice } from '#test/county/test-device.ts';

/** Codes of stations that the county did not have before. */
export async function addStations(owner: ClientBase, count: number): Promise<string[]> {
  const { rows } = await owner.query<{ code: string }>('SELECT code FROM townships ORDER BY code LIMIT 1');
  const township = rows[0]?.code;
  if (township === undefined) throw new Error('the county has no township');
  // Letters of the run's own keep two runs on one database apart.
  const run = randomBytes(3).toString('hex').toUpperCase();
  const codes = Array.from({ length: count }, (_, at) => `Z${run}${String(at).padStart(4, '0')}`);
  await owner.query(
    `INSERT INTO stations (code, name, short_name, township, address, phone, hours, supervision_phone, division_code, acceptance_authorized)
     SELECT t.code, t.code, t.code, $2, '', '', '', '', '430199100299', false FROM unnest($1::text[]) AS t(code)`,
    [codes, township]
  );
  return codes;
}

export async function enrolAt(owner: ClientBase, url: string, station: string): Promise<TestDevice> {
  const code = newCode();
  await addCode(owner, station, code, { printed: true });
  return TestDevice.enrol(url, code);
}
