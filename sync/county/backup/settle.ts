/** The only place that moves `backed_up_through`: by what a verified copy holds, never lower, and only in the epoch that it saw (SPEC P70). */
import type pg from 'pg';
import { applicationRole } from '../database/database.ts';
import { BackupFailure } from './failure.ts';
import type { Manifest, Verified } from './manifest.ts';

/** Answers how many devices moved. */
export async function settle(owner: pg.Client, manifest: Manifest, verified: Verified, seconds: number): Promise<number> {
  await owner.query('BEGIN');
  try {
    const { rows } = await owner.query<{ same: boolean }>('SELECT instance_id = $1 AND feed_generation = $2 AS same FROM county', [
      manifest.instanceId,
      manifest.feedGeneration
    ]);
    if (rows[0]?.same !== true) throw new BackupFailure('备份期间县平台被恢复或更换过，这份备份不作数；请再备份一次。');
    const moved = await moveDevices(owner, verified.devices);
    await recordBackup(owner, manifest, verified, seconds);
    await owner.query('COMMIT');
    return moved;
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

export async function moveDevices(owner: pg.Client, devices: Verified['devices']): Promise<number> {
  let moved = 0;
  await owner.query(`SET LOCAL ROLE ${applicationRole}`);
  for (const [station, own] of Map.groupBy(devices, (device) => device.station)) {
    await owner.query(`SET LOCAL app.station = ${owner.escapeLiteral(station)}`);
    const { rowCount } = await owner.query(
      `UPDATE devices d SET backed_up_through = m.through FROM unnest($2::text[], $3::uuid[], $4::bigint[]) AS m(device_id, epoch, through)
       WHERE d.station_code = $1 AND d.device_id = m.device_id AND d.epoch = m.epoch AND m.through > d.backed_up_through AND m.through <= d.last_seq`,
      [station, own.map(({ deviceId }) => deviceId), own.map(({ epoch }) => epoch), own.map(({ through }) => through)]
    );
    moved += rowCount ?? 0;
  }
  await owner.query('RESET ROLE');
  return moved;
}

export async function recordBackup(owner: pg.Client, manifest: Manifest, verified: Verified, seconds: number): Promise<void> {
  await owner.query(
    `INSERT INTO backups (taken_at, verified_at, digest, operations, county_operations, cases, photos, photos_lost, bytes, seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      manifest.createdAt,
      verified.verifiedAt,
      verified.digest,
      verified.operations,
      verified.countyOperations,
      verified.cases,
      manifest.photos.count,
      manifest.lost.length,
      bytesOf(manifest),
      seconds
    ]
  );
}

export function bytesOf({ tables, photos }: Manifest): number {
  return tables.reduce((sum, { bytes }) => sum + bytes, photos.bytes);
}
