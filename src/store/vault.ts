import type { Staff } from '#protocol/messages.ts';
import { bytesToBase64 } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import type { Database } from './database.ts';
import { pinRefusal } from './pin.ts';
import type { Platform } from './platform.ts';
import { keysOf, openJson, sealJson } from './seal.ts';
import type { Keys } from './seal.ts';
import type { AttemptsRow, CheckRow, DeviceRow, EnrolmentRow, RecoveryRow, WayRow } from './vault-rows.ts';
import { makeEnvelope, makeWay, openWay } from './ways.ts';

export type Session = { keys: Keys; staff: Staff };
export type VaultRefusal = 'not_enrolled' | 'locked' | 'wrong_pin' | 'locked_out' | 'short_pin' | 'weak_pin' | 'unknown_staff' | 'broken_way';
export type Opened = { ok: true; session: Session } | { ok: false; code: VaultRefusal };

const minute = 60_000;
/** From the fifth wrong PIN on; the last one repeats. */
const waits = [minute / 2, minute, 5 * minute, 15 * minute, 60 * minute, 4 * 60 * minute];
const freeTries = 5;
const waitAfter = (wrong: number) => (wrong < freeTries ? 0 : (waits[Math.min(wrong - freeTries, waits.length - 1)] ?? 0));
/** Of time that nobody can set, after each start of the app too: a clock set forward buys a guess each half minute, not more. */
const leastWait = minute / 2;
const checkPlace = 'vault/check';

/** Keys of this device and the ways in to its data key. The data key itself is only ever in this object, and only while open. */
export class Vault {
  #db: Database;
  #platform: Platform;
  #dataKey: Bytes | null = null;
  #session: Session | null = null;
  /** The lock that was seen last, and when. */
  #seen = { until: 0, at: 0 };

  constructor(db: Database, platform: Platform) {
    this.#db = db;
    this.#platform = platform;
  }

  get session(): Session | null {
    return this.#session;
  }

  async device(): Promise<DeviceRow | null> {
    return ((await this.#db.vault.get('device')) as DeviceRow | undefined) ?? null;
  }
  async enrolment(): Promise<EnrolmentRow | null> {
    return ((await this.#db.vault.get('enrolment')) as EnrolmentRow | undefined) ?? null;
  }
  async recovery(): Promise<RecoveryRow | null> {
    return ((await this.#db.vault.get('recovery')) as RecoveryRow | undefined) ?? null;
  }
  async ways(): Promise<WayRow[]> {
    return (await this.#db.vault.where('id').startsWith('way:').toArray()) as WayRow[];
  }
  async attempts(): Promise<AttemptsRow> {
    return ((await this.#db.vault.get('attempts')) as AttemptsRow | undefined) ?? { id: 'attempts', wrong: 0, lockedUntil: 0 };
  }

  /** Key pairs and epoch of this device, made at the first call. */
  async prepare(): Promise<{ epoch: string; sign: CryptoKeyPair; signKey: string; agreeKey: string }> {
    const { crypto } = this.#platform;
    let row = await this.device();
    if (row === null) {
      row = {
        id: 'device',
        epoch: crypto.randomUUID(),
        sign: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
        agree: await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
      };
      await this.#db.vault.put(row);
    }
    const spki = async (key: CryptoKey) => bytesToBase64(new Uint8Array(await crypto.subtle.exportKey('spki', key)));
    return { epoch: row.epoch, sign: row.sign, signKey: await spki(row.sign.publicKey), agreeKey: await spki(row.agree.publicKey) };
  }

  async enrolled(row: Omit<EnrolmentRow, 'id'>): Promise<void> {
    await this.#db.vault.put({ id: 'enrolment', ...row });
  }

  /** The first way makes the data key and opens the vault; each later one needs an open vault. */
  async addWay(staff: Staff, pin: string): Promise<Opened> {
    const refusal = pinRefusal(pin);
    if (refusal !== null) return { ok: false, code: refusal };
    const [device, enrolment, ways] = [await this.device(), await this.enrolment(), await this.ways()];
    if (device === null || enrolment === null) return { ok: false, code: 'not_enrolled' };
    const first = ways.length === 0;
    // A copy: a lock in the middle wipes the vault's own.
    const dataKey = first ? this.#platform.crypto.getRandomValues(new Uint8Array(32)) : this.#dataKey?.slice();
    if (dataKey === undefined) return { ok: false, code: 'locked' };
    const way = await makeWay(dataKey, staff, pin, device.agree, this.#platform);
    if (!first) {
      dataKey.fill(0);
      if (this.#session === null) return { ok: false, code: 'locked' };
      const { keys } = this.#session;
      await this.#db.vault.put(way);
      return { ok: true, session: { keys, staff } };
    }
    const check: CheckRow = { id: 'check', sealed: await sealJson(await keysOf(dataKey, this.#platform), checkPlace, 'ok', this.#platform) };
    const envelope = await makeEnvelope(dataKey, enrolment.countyKeys.recovery, 'recovery', this.#platform);
    const raced = await this.#db.transaction('rw', this.#db.vault, async () => {
      // Two tabs on a fresh device: the second must not replace the data key of the first.
      if ((await this.#db.vault.where('id').startsWith('way:').count()) > 0) return true;
      await this.#db.vault.bulkPut([way, check, { id: 'recovery', envelope, delivered: false }]);
      return false;
    });
    return raced ? { ok: false, code: 'locked' } : this.#open(dataKey, staff);
  }

  async unlock(staffId: string, pin: string): Promise<Opened> {
    const found = await this.#try(staffId, pin);
    return found.ok ? this.#open(found.dataKey, found.way.staff) : found;
  }

  async changePin(staffId: string, oldPin: string, newPin: string): Promise<Opened> {
    const refusal = pinRefusal(newPin);
    if (refusal !== null) return { ok: false, code: refusal };
    const [found, device] = [await this.#try(staffId, oldPin), await this.device()];
    if (!found.ok) return found;
    if (device === null) return { ok: false, code: 'not_enrolled' };
    await this.#db.vault.put(await makeWay(found.dataKey, found.way.staff, newPin, device.agree, this.#platform));
    return this.#open(found.dataKey, found.way.staff);
  }

  lock(): void {
    this.#dataKey?.fill(0);
    this.#dataKey = null;
    this.#session = null;
  }

  async recoveryDelivered(): Promise<void> {
    const row = await this.recovery();
    if (row !== null) await this.#db.vault.put({ ...row, delivered: true });
  }

  /** The data key for a county at which this device is enrolled anew; null while locked. */
  async recoveryFor(recoveryKey: string): Promise<RecoveryRow | null> {
    if (this.#dataKey === null) return null;
    return { id: 'recovery', envelope: await makeEnvelope(this.#dataKey.slice(), recoveryKey, 'recovery', this.#platform), delivered: false };
  }

  /** Milliseconds until the next PIN may be tried. */
  async lockedFor(): Promise<number> {
    return this.#left(await this.attempts());
  }
  /** By the clock, which runs on while the tablet sleeps; a clock set back locks for no longer than the wait itself. */
  #left({ wrong, lockedUntil }: AttemptsRow): number {
    if (lockedUntil === 0) return 0;
    const { now, elapsed } = this.#platform;
    if (this.#seen.until !== lockedUntil) this.#seen = { until: lockedUntil, at: elapsed() };
    const [wait, passed] = [waitAfter(wrong), elapsed() - this.#seen.at];
    return Math.max(0, Math.min(wait - passed, Math.max(lockedUntil - now(), leastWait - passed)));
  }

  /** The try is counted before it is made, so that killing the page saves a thief nothing. */
  async #try(staffId: string, pin: string): Promise<{ ok: true; way: WayRow; dataKey: Bytes } | { ok: false; code: VaultRefusal }> {
    const way = (await this.#db.vault.get(`way:${staffId}`)) as WayRow | undefined;
    const device = await this.device();
    if (way === undefined || device === null) return { ok: false, code: 'unknown_staff' };
    const admitted = await this.#db.transaction('rw', this.#db.vault, async () => {
      const before = await this.attempts();
      if (this.#left(before) > 0) return false;
      const wrong = before.wrong + 1;
      const wait = waitAfter(wrong);
      const row: AttemptsRow = { id: 'attempts', wrong, lockedUntil: wait === 0 ? 0 : this.#platform.now() + wait };
      await this.#db.vault.put(row);
      this.#left(row);
      return true;
    });
    if (!admitted) return { ok: false, code: 'locked_out' };
    const dataKey = await openWay(way, pin, device.agree, this.#platform);
    if (dataKey === null) return { ok: false, code: 'wrong_pin' };
    await this.#db.vault.put({ id: 'attempts', wrong: 0, lockedUntil: 0 });
    return (await this.#isOurs(dataKey)) ? { ok: true, way, dataKey } : { ok: false, code: 'broken_way' };
  }
  /** With another key nothing here can be read, and what it seals nobody else could read. */
  async #isOurs(dataKey: Bytes): Promise<boolean> {
    const check = (await this.#db.vault.get('check')) as CheckRow | undefined;
    if (check === undefined) return true;
    const keys = await keysOf(dataKey, this.#platform);
    return openJson(keys, checkPlace, check.sealed, this.#platform).then(
      () => true,
      () => false
    );
  }

  async #open(dataKey: Bytes, staff: Staff): Promise<Opened> {
    const keys = await keysOf(dataKey, this.#platform);
    this.#dataKey = dataKey;
    this.#session = { keys, staff };
    return { ok: true, session: this.#session };
  }
}
