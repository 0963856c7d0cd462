/** The two calls that let a device and its workers in: both need the line, and come once. */
import { enrolmentProofText } from '#protocol/chain.ts';
import { deviceSignInReplySchema, enrolmentReplySchema } from '#protocol/messages.ts';
import type { Staff } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { pinRefusal } from '#store/pin.ts';
import type { Result } from '../api.ts';
import { signerOf } from '../core.ts';
import type { Core } from '../core.ts';
import { contactMade } from '../grant.ts';
import { signText } from '../http.ts';
import { failure } from '../sentences.ts';

export async function enrol(core: Core, code: string, deviceName: string): Promise<Result<null>> {
  const { vault, line, world } = core;
  if ((await vault.enrolment()) !== null) return failure('already_enrolled');
  const { epoch, sign, signKey, agreeKey } = await vault.prepare();
  const plainCode = code.trim();
  const proof = await signText(world, sign.privateKey, enrolmentProofText(plainCode, epoch, signKey, agreeKey));
  const reply = await line.call({
    method: 'POST',
    path: '/api/v1/enrolments',
    reply: enrolmentReplySchema,
    body: { protocol: protocolVersion, code: plainCode, epoch, signKey, agreeKey, proof, deviceName }
  });
  if (!reply.ok) return reply;
  const { deviceId, deviceNo, station, countyKeys, countyInstanceId } = reply.value;
  await vault.enrolled({ deviceId, deviceNo, station, countyKeys, countyInstanceId });
  await contactMade(core, null);
  core.changed('status');
  return { ok: true, value: null };
}

/** Who it is, by the county's word; the way in is the vault's to make. */
export async function signIn(core: Core, username: string, password: string, pin: string): Promise<Result<Staff>> {
  const { vault, line } = core;
  const signer = await signerOf(core);
  const enrolment = await vault.enrolment();
  if (signer === null || enrolment === null) return failure('not_enrolled');
  // Both asked first, so that nobody types a password for nothing.
  if ((await vault.ways()).length > 0 && vault.session === null) return failure('needs_colleague');
  const refusal = pinRefusal(pin);
  if (refusal !== null) return failure(refusal);
  const reply = await line.call({
    method: 'POST',
    path: '/api/v1/staff/device-sign-in',
    reply: deviceSignInReplySchema,
    body: { username: username.trim(), password },
    signer
  });
  if (!reply.ok) return reply;
  const { staff } = reply.value;
  return staff.stationCode === enrolment.station.code ? { ok: true, value: staff } : failure('other_station');
}
