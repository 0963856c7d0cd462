/** The journals that a device has left behind (SPEC P63-P65). */
import * as z from 'zod/mini';
import { epochOpenedSchema, epochOpenedType, type BodyOf, type Operation } from '#domain/case/operations.ts';
import type { Sql } from '../database/database.ts';
import type { Device } from './device.ts';

export async function isRetired(sql: Sql, device: Device, epoch: string): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT 1 FROM device_epochs WHERE station_code = $1 AND device_id = $2 AND epoch = $3', [
    device.stationCode,
    device.deviceId,
    epoch
  ]);
  return rowCount === 1;
}

/** The present epoch ends where it stands; `first` is what the next one begins with. An epoch that never had a line is no history. */
export async function retireEpoch(sql: Sql, device: Device, successor: string, first: Operation | null, now: Date): Promise<void> {
  if (device.lastSeq === 0) return;
  const origin = first === null ? null : originOf(first);
  await sql.query(
    `INSERT INTO device_epochs (station_code, device_id, epoch, last_seq, head_hash, retired_at, successor, origin_epoch, origin_seq, origin_head)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      device.stationCode,
      device.deviceId,
      device.epoch,
      device.lastSeq,
      device.headHash,
      now,
      successor,
      origin?.previousEpoch ?? null,
      origin?.previousSeq ?? null,
      origin?.previousHead ?? null
    ]
  );
}

function originOf(op: Operation): BodyOf<'device.epochOpened@1'> | null {
  const body = op.type === epochOpenedType ? z.safeParse(epochOpenedSchema, op.body) : null;
  return body?.success === true && Number.isInteger(body.data.previousSeq) ? body.data : null;
}
