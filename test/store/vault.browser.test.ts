import { describe, expect, it } from 'vitest';
import { openDatabase } from '#store/database.ts';
import { openJson, sealJson } from '#store/seal.ts';
import { Vault } from '#store/vault.ts';
import { makeWay } from '#store/ways.ts';
import { enrolledRig, openRig, pin, staff } from './rig.ts';

const other = { ...staff, id: 's2', username: 'zhouling', name: '周玲' };

describe('the vault', () => {
  it('opens with the PIN after a restart, and what was sealed before opens again', async () => {
    const rig = await openRig();
    const sealed = await sealJson(rig.session.keys, 'x/1', { a: 1 }, rig.platform);
    rig.db.close();
    const again = new Vault(await openDatabase(rig.db.name), rig.platform);
    expect(again.session).toBeNull();
    const opened = await again.unlock(staff.id, pin);
    expect(opened.ok).toBe(true);
    if (opened.ok) expect(await openJson(opened.session.keys, 'x/1', sealed, rig.platform)).toEqual({ a: 1 });
    again.lock();
    expect(again.session).toBeNull();
  });

  it('counts wrong PINs durably and locks for growing times', async () => {
    const { vault, clock, db, platform } = await openRig();
    vault.lock();
    for (let tries = 1; tries <= 4; tries++) expect(await vault.unlock(staff.id, '000000')).toEqual({ ok: false, code: 'wrong_pin' });
    expect((await vault.attempts()).lockedUntil).toBe(0);
    expect(await vault.unlock(staff.id, '000000')).toEqual({ ok: false, code: 'wrong_pin' });
    expect((await vault.attempts()).lockedUntil - clock.now).toBe(30_000);
    // Neither the right PIN nor a restart gets past the wait.
    const restarted = new Vault(db, platform);
    expect(await restarted.unlock(staff.id, pin)).toEqual({ ok: false, code: 'locked_out' });
    for (const wait of [60_000, 300_000, 900_000, 3_600_000]) {
      clock.now = (await vault.attempts()).lockedUntil + 1;
      expect(await restarted.unlock(staff.id, '000000')).toEqual({ ok: false, code: 'wrong_pin' });
      expect((await vault.attempts()).lockedUntil - clock.now).toBe(wait);
    }
    clock.now = (await vault.attempts()).lockedUntil + 1;
    expect((await restarted.unlock(staff.id, pin)).ok).toBe(true);
    expect(await vault.attempts()).toMatchObject({ wrong: 0, lockedUntil: 0 });
  });

  it('a clock set forward or back, with or without a restart, buys one guess each half minute at most and locks nobody out', async () => {
    const { vault, clock, db, platform } = await openRig();
    let running = 0;
    platform.elapsed = () => running;
    vault.lock();
    for (let tries = 1; tries <= 5; tries++) await vault.unlock(staff.id, '000000');
    clock.now += 365 * 86_400_000;
    expect(await vault.unlock(staff.id, pin)).toEqual({ ok: false, code: 'locked_out' });
    const restarted = new Vault(db, platform);
    expect(await restarted.unlock(staff.id, pin)).toEqual({ ok: false, code: 'locked_out' });
    expect(await restarted.lockedFor()).toBe(30_000);
    running += 30_000;
    expect(await restarted.lockedFor()).toBe(0);
    expect(await restarted.unlock(staff.id, '000000')).toEqual({ ok: false, code: 'wrong_pin' });
    expect(await restarted.lockedFor()).toBe(60_000);
    clock.now -= 365 * 86_400_000;
    expect(await restarted.lockedFor()).toBe(60_000);
    running += 60_000;
    expect((await restarted.unlock(staff.id, pin)).ok).toBe(true);
  });

  it('lets a second worker in only while it is open, and each by their own PIN', async () => {
    const { vault, session, platform } = await openRig();
    vault.lock();
    expect(await vault.addWay(other, '135790')).toEqual({ ok: false, code: 'locked' });
    await vault.unlock(staff.id, pin);
    expect((await vault.addWay(other, '135790')).ok).toBe(true);
    expect(vault.session?.staff).toEqual(staff);
    vault.lock();
    expect(await vault.unlock(other.id, pin)).toEqual({ ok: false, code: 'wrong_pin' });
    const opened = await vault.unlock(other.id, '135790');
    expect(opened.ok && opened.session.staff.name).toBe('周玲');
    const sealed = await sealJson(session.keys, 'x/1', 1, platform);
    if (opened.ok) expect(await openJson(opened.session.keys, 'x/1', sealed, platform)).toBe(1);
  });

  it('changes a PIN, refuses a short and a trivial one, and keeps private keys inside the browser', async () => {
    const { vault } = await openRig();
    expect(await vault.changePin(staff.id, pin, '12345')).toEqual({ ok: false, code: 'short_pin' });
    expect(await vault.changePin(staff.id, pin, '123456')).toEqual({ ok: false, code: 'weak_pin' });
    expect(await vault.addWay(other, '888888')).toEqual({ ok: false, code: 'weak_pin' });
    expect((await vault.changePin(staff.id, pin, '975310')).ok).toBe(true);
    vault.lock();
    expect(await vault.unlock(staff.id, pin)).toEqual({ ok: false, code: 'wrong_pin' });
    expect((await vault.unlock(staff.id, '975310')).ok).toBe(true);
    const device = await vault.device();
    for (const key of [device?.sign.privateKey, device?.agree.privateKey]) {
      expect(key?.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('pkcs8', key as CryptoKey)).rejects.toThrow();
    }
  });

  it('[P45] gives the county a copy of the data key that only its recovery key opens', async () => {
    const { vault, db, session, platform, recoveryKey } = await openRig();
    const envelope = (await vault.recovery())?.envelope;
    if (envelope === undefined) throw new Error('no envelope');
    const bytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const point = bytes(envelope.ephemeralKey);
    const theirs = await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
    const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, recoveryKey, 256);
    const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const text = (words: string) => new TextEncoder().encode(words);
    const key = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: point, info: text('bangban recovery') },
      root,
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt']
    );
    const dataKey = new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(envelope.iv), additionalData: text('recovery') }, key, bytes(envelope.ciphertext))
    );
    const { keysOf } = await import('#store/seal.ts');
    const sealed = await sealJson(session.keys, 'x/1', '向秀英', platform);
    expect(await openJson(await keysOf(dataKey, platform), 'x/1', sealed, platform)).toBe('向秀英');
    expect(db.name).toBeTruthy();
  });

  it('makes no way of a key that a lock has wiped meanwhile', async () => {
    const { vault, session, platform } = await openRig();
    // Making a way takes its time; the idle clock, or another tab, does not wait for it.
    platform.crypto = {
      subtle: crypto.subtle,
      randomUUID: () => crypto.randomUUID(),
      getRandomValues: (bytes) => {
        vault.lock();
        return crypto.getRandomValues(bytes);
      }
    };
    expect(await vault.addWay(other, '135790')).toEqual({ ok: false, code: 'locked' });
    platform.crypto = crypto;
    expect((await vault.ways()).map((way) => way.staff.id)).toEqual([staff.id]);
    const opened = await vault.unlock(staff.id, pin);
    const sealed = await sealJson(session.keys, 'x/1', 1, platform);
    expect(opened.ok && (await openJson(opened.session.keys, 'x/1', sealed, platform))).toBe(1);
  });

  it('refuses a way that holds another key than the one that sealed this device', async () => {
    const { vault, db, platform } = await openRig();
    const device = await vault.device();
    if (device === null) throw new Error('no device');
    await db.vault.put(await makeWay(new Uint8Array(32), other, '135790', device.agree, platform));
    vault.lock();
    expect(await vault.unlock(other.id, '135790')).toEqual({ ok: false, code: 'broken_way' });
    expect(vault.session).toBeNull();
    expect((await vault.unlock(staff.id, pin)).ok).toBe(true);
  });

  it('keeps the first data key when two tabs sign in the first worker at once', async () => {
    const rig = await enrolledRig();
    const [one, two] = [new Vault(rig.db, rig.platform), new Vault(await openDatabase(rig.db.name), rig.platform)];
    const outcomes = await Promise.all([one.addWay(staff, pin), two.addWay(other, '135790')]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await rig.vault.ways()).toHaveLength(1);
  });
});
