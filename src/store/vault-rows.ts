import type { Envelope, Staff, Station, countyKeysSchema } from '#protocol/messages.ts';
import type { Bytes } from './bytes.ts';
import type * as z from 'zod/mini';

export type CountyKeys = z.infer<typeof countyKeysSchema>;
export type DeviceRow = { id: 'device'; epoch: string; sign: CryptoKeyPair; agree: CryptoKeyPair };
export type EnrolmentRow = { id: 'enrolment'; deviceId: string; deviceNo: string; station: Station; countyKeys: CountyKeys; countyInstanceId: string };
/** A worker's way in: the data key under Argon2id(PIN) and the device's own key. A worker's name is clear: the lock screen lists it. */
export type WayRow = { id: `way:${string}`; staff: Staff; kdf: 'argon2id-65536-3-1'; salt: Bytes; ephemeralKey: Bytes; wrapped: Bytes };
/** The data key for the county's recovery key. */
export type RecoveryRow = { id: 'recovery'; envelope: Envelope; delivered: boolean };
export type AttemptsRow = { id: 'attempts'; wrong: number; lockedUntil: number };
/** A word sealed under the data key: what opens it is the key of this device. */
export type CheckRow = { id: 'check'; sealed: Bytes };
export type VaultRow = DeviceRow | EnrolmentRow | WayRow | RecoveryRow | AttemptsRow | CheckRow;
