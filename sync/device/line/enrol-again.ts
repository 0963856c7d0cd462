/** A device that the county has forgotten, since it was restored from a backup of before the enrolment (SPEC P65). */
import { enrolmentProofText } from '#protocol/chain.ts';
import { deviceSelfSchema, enrolmentReplySchema } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import { reenter } from '#store/reenter.ts';
import type { Result } from '../api.ts';
import { openSession, signerOf } from '../core.ts';
import type { Core } from '../core.ts';
import { contactMade } from '../grant.ts';
import { signText } from '../http.ts';
import { failure } from '../sentences.ts';
import { epochOpened } from './reconcile.ts';

const deviceName = '重新登记的平板';
const purposes = ['ferry', 'rating', 'recovery', 'catalogue'] as const;

/**
 * Keys of this device, its workers' ways in and its data key stay; device id, number and epoch are new. The epoch is written down
 * before it is told, so that a lost answer can be asked for again with the same code.
 */
export async function enrolAgain(core: Core, code: string): Promise<Result<null>> {
  const { vault, line, world, db } = core;
  const [session, signer, former] = [await openSession(core), await signerOf(core), await vault.enrolment()];
  if (session === null) return failure('locked');
  if (signer === null || former === null) return failure('not_enrolled');
  const known = await line.call({ method: 'GET', path: '/api/v1/devices/self', reply: deviceSelfSchema, signer });
  if (known.ok) return failure('already_enrolled');
  if (known.error.code !== 'device_unknown') return known;

  const begun = await readMeta<string | null>(db, 'enrolling', null);
  const epoch = begun === null || begun === session.epoch ? world.crypto.randomUUID() : begun;
  await writeMeta(db, 'enrolling', epoch);
  const { sign, signKey, agreeKey } = await vault.prepare();
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
  // A county put back from a backup is the same one, with the same keys; to any other the data key would go with all that it seals.
  const isFormerCounty = countyInstanceId === former.countyInstanceId && purposes.every((purpose) => countyKeys[purpose] === former.countyKeys[purpose]);
  if (!isFormerCounty) return failure('other_county');
  // What was taken in for one station is not another's to read.
  if (station.code !== former.station.code) return failure('other_stations_code');
  const recovery = await vault.recoveryFor(countyKeys.recovery);
  if (recovery === null) return failure('locked');
  const entered = await reenter(core, {
    keys: session.keys,
    from: session.epoch,
    to: epoch,
    opening: (head) => epochOpened(world, deviceId, head),
    alongside: [{ id: 'enrolment', deviceId, deviceNo, station, countyKeys, countyInstanceId }, recovery]
  });
  if (!entered) return failure('fork');
  await contactMade(core, null);
  core.changed('status');
  return { ok: true, value: null };
}
