/** A signed request → its device. The nonce is kept in the database, so that no server of the county takes a request twice. */
import pg from 'pg';
import { requestText } from '#protocol/chain.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { deviceColumns, readDevice, rowToDevice, stationOfDevice, type Device, type DeviceRow } from './device.ts';
import { isSignedBy } from './keys.ts';

const skewMinutes = 5;
/** Twice the window: a time that is still accepted is still remembered. */
export const nonceMinutes = 12;
/** How exactly the stations page tells a tablet's last contact. Six photos at a time write it down once. */
const seenSeconds = 30;

/** `bodyHash`: hex SHA-256 of the body as sent. */
export type SignedRequest = { method: string; pathAndQuery: string; headers: Headers; bodyHash: string };

export async function authenticateDevice(context: Context, request: SignedRequest): Promise<Device> {
  const deviceId = request.headers.get('x-bangban-device') ?? '';
  const time = request.headers.get('x-bangban-time') ?? '';
  const nonce = request.headers.get('x-bangban-nonce') ?? '';
  const signature = request.headers.get('x-bangban-signature') ?? '';
  const station = stationOfDevice(deviceId);
  if (station === null) throw new Refusal(401, 'unauthenticated', '平板没有登记，请先用登记码登记。', 'headers.x-bangban-device');
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(nonce)) throw new Refusal(401, 'invalid_header', '请求缺少有效的随机数。', 'headers.x-bangban-nonce');
  const sentAt = Date.parse(time);
  if (Number.isNaN(sentAt) || time.length > 40) throw new Refusal(401, 'invalid_header', '请求缺少有效的时间。', 'headers.x-bangban-time');
  const now = context.now();

  const signKey = await keyOf(context, station, deviceId);
  const isSigned = isSignedBy(signKey, requestText(request.method, request.pathAndQuery, request.bodyHash, nonce, time), signature);
  if (!isSigned) throw badSignature();
  if (Math.abs(now.getTime() - sentAt) > skewMinutes * 60_000) {
    throw new Refusal(401, 'clock_skew', '平板时间和县平台相差太多，已按县平台时间校正后重发。', 'headers.x-bangban-time', { serverTime: now.toISOString() });
  }
  const row = await takeNonce(context, station, deviceId, nonce, now);
  if (row === null) throw unknown();
  if (row.sign_key !== signKey) throw badSignature();
  if (row.revoked_at !== null) throw new Refusal(403, 'device_revoked', '这台平板已被县平台停用，请联系县管理员。', 'headers.x-bangban-device');
  if (!row.taken) throw new Refusal(401, 'replayed_nonce', '这个请求已经收到过，请重新发送。', 'headers.x-bangban-nonce');
  return rowToDevice(row);
}

// A device keeps its key for life. Only the check of a signature uses what is remembered; the row itself is read for each request.
const remembered = new WeakMap<Context, Map<string, string>>();
const mostRemembered = 10_000;

async function keyOf(context: Context, station: string, deviceId: string): Promise<string> {
  let keys = remembered.get(context);
  if (keys === undefined || keys.size >= mostRemembered) remembered.set(context, (keys = new Map<string, string>()));
  const known = keys.get(deviceId);
  if (known !== undefined) return known;
  const device = await context.database.inStation(station, (sql) => readDevice(sql, station, deviceId));
  if (device === null) throw unknown();
  keys.set(deviceId, device.signKey);
  return device.signKey;
}

type Taken = DeviceRow & { taken: boolean };

/** Nonce, last contact and the device's row in one round trip: with photos it is a good part of what a request costs. */
async function takeNonce(context: Context, station: string, deviceId: string, nonce: string, now: Date): Promise<Taken | null> {
  const [code, id, at] = [station, deviceId, now.toISOString()].map((text) => pg.escapeLiteral(text));
  const rows = await context.database.once<Taken>(
    station,
    `WITH device AS (SELECT ${deviceColumns} FROM devices WHERE station_code = ${code} AND device_id = ${id}),
       taken AS (
         INSERT INTO nonces (station_code, device_id, nonce, seen_at) SELECT station_code, device_id, ${pg.escapeLiteral(nonce)}, ${at} FROM device WHERE revoked_at IS NULL
         ON CONFLICT DO NOTHING RETURNING true
       ),
       seen AS (
         UPDATE devices SET last_seen_at = ${at} WHERE station_code = ${code} AND device_id = ${id} AND EXISTS (SELECT FROM taken)
         AND (last_seen_at IS NULL OR last_seen_at NOT BETWEEN timestamptz ${at} - interval '${String(seenSeconds)} seconds' AND ${at})
       )
     SELECT device.*, EXISTS (SELECT FROM taken) AS taken FROM device`
  );
  return rows[0] ?? null;
}

function badSignature(): Refusal {
  return new Refusal(401, 'bad_signature', '平板的签名不对，请重新登记平板。', 'headers.x-bangban-signature');
}
/** Enrolled after the backup that the county was restored from, or never. */
function unknown(): Refusal {
  return new Refusal(
    401,
    'device_unknown',
    '县平台没有登记这台平板。请向县管理员要一个登记码，到“我的”里重新登记；平板上的办件都还在。',
    'headers.x-bangban-device'
  );
}
