/** A signed request → its device. The nonce is kept in the database, so that no server of the county takes a request twice. */
import { requestText } from '#protocol/chain.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { readDevice, stationOfDevice, type Device } from './device.ts';
import { isSignedBy, sha256 } from './keys.ts';

const skewMinutes = 5;
/** Twice the window: a time that is still accepted is still remembered. */
export const nonceMinutes = 12;

export type SignedRequest = { method: string; pathAndQuery: string; headers: Headers; body: Uint8Array };

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

  return context.database.inStation(station, async (sql) => {
    const device = await readDevice(sql, station, deviceId);
    const text = requestText(request.method, request.pathAndQuery, sha256(request.body), nonce, time);
    if (device === null || !isSignedBy(device.signKey, text, signature))
      throw new Refusal(401, 'bad_signature', '平板的签名不对，请重新登记平板。', 'headers.x-bangban-signature');
    if (device.revoked) throw new Refusal(403, 'device_revoked', '这台平板已被县平台停用，请联系县管理员。', 'headers.x-bangban-device');
    const now = context.now();
    if (Math.abs(now.getTime() - sentAt) > skewMinutes * 60_000) {
      throw new Refusal(401, 'clock_skew', '平板时间和县平台相差太多，已按县平台时间校正后重发。', 'headers.x-bangban-time', { serverTime: now.toISOString() });
    }
    const kept = await sql.query('INSERT INTO nonces (station_code, device_id, nonce, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      station,
      deviceId,
      nonce,
      now
    ]);
    if (kept.rowCount === 0) throw new Refusal(401, 'replayed_nonce', '这个请求已经收到过，请重新发送。', 'headers.x-bangban-nonce');
    await sql.query('UPDATE devices SET last_seen_at = $3 WHERE station_code = $1 AND device_id = $2', [station, deviceId, now]);
    return device;
  });
}
