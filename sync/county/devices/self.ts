/** What a device asks at each contact, and what it tells of itself. */
import type { DeviceReport, DeviceSelf, Envelope } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { readStation } from '../people/stations.ts';
import type { Device } from './device.ts';

/** Hours of elapsed time without contact after which new intake stops. */
const offlineGrantHours = 72;

export async function describeDevice(context: Context, device: Device): Promise<DeviceSelf> {
  return context.database.inStation(device.stationCode, async (sql) => {
    const station = await readStation(sql, context.instance, device.stationCode);
    if (station === null) throw new Error(`no station ${device.stationCode}`);
    const feed = await sql.query<{ seq: number }>('SELECT seq FROM feed_heads WHERE station_code = $1', [device.stationCode]);
    return {
      deviceId: device.deviceId,
      epoch: device.epoch,
      lastSeq: device.lastSeq,
      headHash: device.headHash,
      durableThrough: device.lastSeq,
      backedUpThrough: device.backedUpThrough,
      countyInstanceId: context.instance.id,
      feedGeneration: context.instance.feedGeneration,
      feedHead: feed.rows[0]?.seq ?? 0,
      catalogueRevision: context.catalogues.current()?.pack.revision ?? 0,
      limits: { ...defaultLimits, ...(context.config.draftDays !== undefined && { draftDays: context.config.draftDays }) },
      serverTime: context.now().toISOString(),
      station,
      offlineGrantHours
    };
  });
}

export async function saveReport(context: Context, device: Device, report: DeviceReport): Promise<void> {
  await context.database.inStation(device.stationCode, (sql) =>
    sql.query('UPDATE devices SET report = $3, last_sync_at = $4 WHERE station_code = $1 AND device_id = $2', [
      device.stationCode,
      device.deviceId,
      JSON.stringify(report),
      context.now()
    ])
  );
}

export async function saveRecovery(context: Context, device: Device, envelope: Envelope): Promise<void> {
  await context.database.inStation(device.stationCode, (sql) =>
    sql.query('UPDATE devices SET recovery = $3 WHERE station_code = $1 AND device_id = $2', [device.stationCode, device.deviceId, JSON.stringify(envelope)])
  );
}
