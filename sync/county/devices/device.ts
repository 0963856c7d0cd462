/** An enrolled tablet. Its id begins with its station's code, so that the station is known before any row is read. */
import type { Sql } from '../database/database.ts';

export type Device = {
  stationCode: string;
  deviceId: string;
  deviceNo: string;
  name: string;
  signKey: string;
  epoch: string;
  lastSeq: number;
  headHash: string;
  backedUpThrough: number;
  revoked: boolean;
};
export type DeviceRow = {
  station_code: string;
  device_id: string;
  device_no: string;
  name: string;
  sign_key: string;
  epoch: string;
  last_seq: number;
  head_hash: string;
  backed_up_through: number;
  revoked_at: Date | null;
};

const idPattern = /^([A-Z0-9]{2,12})-(\d{2})-([a-z0-9]{10})$/;
export function stationOfDevice(deviceId: string): string | null {
  return idPattern.exec(deviceId)?.[1] ?? null;
}

export function rowToDevice(row: DeviceRow): Device {
  return {
    stationCode: row.station_code,
    deviceId: row.device_id,
    deviceNo: row.device_no,
    name: row.name,
    signKey: row.sign_key,
    epoch: row.epoch,
    lastSeq: row.last_seq,
    headHash: row.head_hash,
    backedUpThrough: row.backed_up_through,
    revoked: row.revoked_at !== null
  };
}
export const deviceColumns = 'station_code, device_id, device_no, name, sign_key, epoch, last_seq, head_hash, backed_up_through, revoked_at';

export async function readDevice(sql: Sql, station: string, deviceId: string): Promise<Device | null> {
  const { rows } = await sql.query<DeviceRow>(`SELECT ${deviceColumns} FROM devices WHERE station_code = $1 AND device_id = $2`, [station, deviceId]);
  return rows[0] === undefined ? null : rowToDevice(rows[0]);
}
/** Batches of one device come one after the other. */
export async function lockDevice(sql: Sql, station: string, deviceId: string): Promise<Device | null> {
  const { rows } = await sql.query<DeviceRow>(`SELECT ${deviceColumns} FROM devices WHERE station_code = $1 AND device_id = $2 FOR UPDATE`, [
    station,
    deviceId
  ]);
  return rows[0] === undefined ? null : rowToDevice(rows[0]);
}
