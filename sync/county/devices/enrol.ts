/** One-time code, keys and proof of possession → a device of the code's station. */
import { randomInt } from 'node:crypto';
import type * as z from 'zod/mini';
import { enrolmentProofText } from '#protocol/chain.ts';
import type { enrolmentReplySchema, enrolmentRequestSchema } from '#protocol/messages.ts';
import { isServed } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { Refusal } from '../failure.ts';
import { lockFeed } from '../feed/append.ts';
import { readStation } from '../people/stations.ts';
import { spendCode, stationOfCode } from './codes.ts';
import { genesisOf, isSignedBy, parseP256 } from './keys.ts';

type Request = z.infer<typeof enrolmentRequestSchema>;
type Reply = z.infer<typeof enrolmentReplySchema>;

export async function enrol(context: Context, request: Request): Promise<Reply> {
  if (!isServed(request.protocol)) throw new Refusal(400, 'unknown_version', '平板上的程序版本和县平台不一致，请联网刷新后再试。', 'protocol');
  if (parseP256(request.signKey) === null) throw new Refusal(400, 'invalid_body', '签名公钥的格式不对。', 'signKey');
  if (parseP256(request.agreeKey) === null) throw new Refusal(400, 'invalid_body', '协商公钥的格式不对。', 'agreeKey');
  if (!isSignedBy(request.signKey, enrolmentProofText(request.code, request.epoch, request.signKey, request.agreeKey), request.proof)) {
    throw new Refusal(401, 'bad_signature', '平板的密钥证明不对，请重新登记。', 'proof');
  }
  const now = context.now();
  const stationCode = await context.database.inCounty((sql) => stationOfCode(sql, request.code));
  if (stationCode === null) throw new Refusal(404, 'code_unknown', '登记码不对，请对照县平台给出的登记码重新输入。', 'code');
  return context.database.inStation(stationCode, async (sql) => {
    const known = await findEnrolled(sql, stationCode, request);
    // Its answer was lost on the line. The proof shows that it is the same tablet.
    if (known !== null) return answer(sql, context, stationCode, known, now);
    if (!(await spendCode(sql, request.code, now))) throw new Refusal(409, 'code_expired', '登记码已经用过或过期，请向县平台要一个新的。', 'code');
    const deviceNo = await nextNumber(sql, stationCode, context);
    const deviceId = `${stationCode}-${deviceNo}-${randomLetters(10)}`;
    await sql.query(
      `INSERT INTO devices (station_code, device_id, device_no, name, sign_key, agree_key, epoch, head_hash, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        stationCode,
        deviceId,
        deviceNo,
        request.deviceName.replaceAll('\0', ''),
        request.signKey,
        request.agreeKey,
        request.epoch,
        await genesisOf(request.epoch),
        now
      ]
    );
    return answer(sql, context, stationCode, { deviceId, deviceNo }, now);
  });
}

type Enrolled = { deviceId: string; deviceNo: string };

async function findEnrolled(sql: Sql, station: string, { signKey, agreeKey, epoch }: Request): Promise<Enrolled | null> {
  const { rows } = await sql.query<Enrolled>(
    `SELECT device_id AS "deviceId", device_no AS "deviceNo" FROM devices
     WHERE station_code = $1 AND sign_key = $2 AND agree_key = $3 AND epoch = $4 AND revoked_at IS NULL`,
    [station, signKey, agreeKey, epoch]
  );
  return rows[0] ?? null;
}

async function answer(sql: Sql, context: Context, stationCode: string, enrolled: Enrolled, now: Date): Promise<Reply> {
  const station = await readStation(sql, context.instance, stationCode);
  if (station === null) throw new Error(`no station ${stationCode}`);
  return { ...enrolled, station, countyKeys: context.instance.publicKeys, countyInstanceId: context.instance.id, serverTime: now.toISOString() };
}

/** Two digits for ever: a number is part of printed receipts, so none is given twice. */
async function nextNumber(sql: Sql, station: string, context: Context): Promise<string> {
  await lockFeed(sql, station, context.instance);
  const { rows } = await sql.query<{ next: number }>('SELECT coalesce(max(device_no::int), 0) + 1 AS next FROM devices WHERE station_code = $1', [station]);
  const next = rows[0]?.next ?? 1;
  if (next > 99) throw new Refusal(409, 'not_allowed', '这个站点登记过的平板已满 99 台，请联系县管理员。', 'code');
  return String(next).padStart(2, '0');
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => 'abcdefghijkmnpqrstuvwxyz23456789'[randomInt(32)] ?? 'a').join('');
}
