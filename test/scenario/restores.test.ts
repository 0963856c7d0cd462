/** Tablets that come back as they were before: nothing that was saved is lost, doubled or kept back. */
import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '#domain/case/operations.ts';
import type { Problem } from '#protocol/errors.ts';
import { openCore, openSession } from '#device/core.ts';
import type { World } from '#device/world.ts';
import { openDatabase } from '#store/database.ts';
import { Ledger } from '#store/ledger.ts';
import { uuidV7 } from '#store/platform.ts';
import { imageOf, restored } from '#test/device/copies.ts';
import { fillElderly, fromCounty } from '#test/device/tablet.ts';
import type { Tablet } from '#test/device/tablet.ts';
import { openScene } from './county.ts';
import type { Scene } from './county.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  await scene.close();
});

type Enrolled = { countyInstanceId: string; countyKeys: Record<string, string> };
let seed = 0;
async function receive(tablet: Tablet, photo?: Uint8Array<ArrayBuffer>): Promise<{ caseId: string; localNo: string }> {
  await tablet.api.syncStop();
  const added = photo === undefined ? null : await tablet.api.addPhoto({ bytes: photo.slice().buffer, mime: 'image/jpeg' }, { label: '人像面', watermark: '' });
  if (added?.ok === false) throw new Error(added.error.message);
  const received = await tablet.api.receive((await fillElderly(tablet.api, ++seed, added === null ? [] : [added.value])).id);
  if (!received.ok) throw new Error(`${received.error.message} ${JSON.stringify(received.findings)}`);
  return received.value;
}
/** One run. Before and after it nothing goes that the test didn't ask for. */
async function sync(tablet: Tablet): Promise<Problem | null> {
  const { error } = await tablet.sync();
  await tablet.api.syncStop();
  return error;
}
async function synced(tablet: Tablet): Promise<void> {
  expect(await sync(tablet)).toBeNull();
}
/** Applied operations and feed rows of these cases, at the county. */
async function atCounty(cases: { caseId: string }[]): Promise<{ operations: number; feed: number; cases: number }> {
  const ids = [cases.map(({ caseId }) => caseId)];
  const count = async (text: string) => (await scene.county.owner.query<{ n: number }>(text, ids)).rows[0]?.n ?? -1;
  return {
    operations: await count(`SELECT count(*)::int AS n FROM operations WHERE case_id = ANY ($1::uuid[]) AND verdict = 'applied'`),
    feed: await count('SELECT count(*)::int AS n FROM feed WHERE case_id = ANY ($1::uuid[])'),
    cases: await count('SELECT count(*)::int AS n FROM cases WHERE id = ANY ($1::uuid[])')
  };
}
function fail(): never {
  throw new TypeError('cut');
}
const picture = () => crypto.getRandomValues(new Uint8Array(3000));
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
/** WebCrypto that fails to seal when told. */
function failing(real: Crypto, isDue: () => boolean): Crypto {
  const subtle = new Proxy(real.subtle, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        name === 'encrypt' && isDue() ? Promise.reject(new Error('power lost')) : (Reflect.apply(method, target, args) as unknown);
    }
  });
  return { subtle, getRandomValues: (array) => real.getRandomValues(array), randomUUID: () => real.randomUUID() };
}
/** Below the screens, which would not let a person do it. */
async function write(tablet: Tablet, act: Pick<Operation, 'type' | 'base' | 'body'> & Partial<Operation>): Promise<string> {
  const core = await openCore(tablet.world, tablet.name);
  await core.vault.unlock((await tablet.api.status()).colleagues[0]?.id ?? '', '246810');
  const session = await openSession(core);
  if (session === null) throw new Error('locked');
  const caseId = uuidV7(tablet.world);
  const ids = { opId: uuidV7(tablet.world), groupId: uuidV7(tablet.world), groupSize: 1, dependsOn: [], caseId };
  const rest = { version: 1, author: { id: 's', name: '陈敏' }, at: new Date().toISOString(), blobs: [] };
  const ledger = new Ledger(core.db, tablet.world, core.journal, core.streams);
  await ledger.append(session.keys, session.epoch, caseId, 1e6, () => Promise.resolve({ act: { operations: [{ ...ids, ...rest, ...act }] } }));
  core.db.close();
  core.packs.close();
  return caseId;
}
async function statesOf(tablet: Tablet): Promise<string[]> {
  const db = await openDatabase(tablet.name);
  const rows = await db.journal.orderBy('seq').toArray();
  db.close();
  return rows.map(({ state }) => state);
}
const once = (n: number) => ({ operations: n, feed: n, cases: n });
/** Every case on the tablet is known to be at the county, and nothing waits. */
async function expectAllConfirmed(tablet: Tablet, cases: { caseId: string }[]): Promise<void> {
  const states = await Promise.all(cases.map(async ({ caseId }) => (await tablet.api.case(caseId))?.row.sync));
  expect(states).toEqual(cases.map(() => 'confirmed'));
  expect(await tablet.api.counts()).toMatchObject({ unsyncedCases: 0, unsyncedPhotos: 0 });
  const { lastSeq, confirmedThrough } = await tablet.api.journal();
  expect(confirmedThrough).toBe(lastSeq);
}
async function epochOf(tablet: Tablet): Promise<string> {
  return (await tablet.api.journal()).epoch;
}
/** The journal at the county is the tablet's, link by link, and its head the same. */
async function expectSameHead(tablet: Tablet): Promise<void> {
  const { epoch, lastSeq, headHash } = await tablet.api.journal();
  const { deviceId } = await tablet.api.status();
  const { rows } = await scene.county.owner.query('SELECT epoch, last_seq, head_hash FROM devices WHERE device_id = $1', [deviceId]);
  expect(rows).toEqual([{ epoch, last_seq: lastSeq, head_hash: headHash }]);
}

describe('a tablet restored from a copy', () => {
  it('[P63] that is behind the county opens a new epoch, enters its journal again, and learns what it has forgotten', async () => {
    const tablet = await scene.tablet();
    const before = [await receive(tablet), await receive(tablet)];
    await synced(tablet);
    const image = await imageOf(tablet);
    const after = [await receive(tablet), await receive(tablet)];
    await synced(tablet);

    const copy = await restored(tablet, image);
    const former = await copy.api.journal();
    await synced(copy);
    expect(await epochOf(copy)).not.toBe(former.epoch);
    expect((await copy.api.journal()).lastSeq).toBe(former.lastSeq + 1);
    await expectAllConfirmed(copy, [...before, ...after]);
    await expectSameHead(copy);
    expect(await atCounty([...before, ...after])).toEqual(once(4));
    const { rows } = await scene.county.owner.query<{ line: string }>(`SELECT line FROM journal WHERE epoch = $1 AND seq = 1`, [await epochOf(copy)]);
    expect(JSON.parse(rows[0]?.line ?? '')).toMatchObject({
      type: 'device.epochOpened',
      body: { previousEpoch: former.epoch, previousSeq: former.lastSeq, previousHead: former.headHash }
    });

    const next = await receive(copy);
    await synced(copy);
    expect(await atCounty([next])).toEqual(once(1));
    expect(new Set([...before, ...after, next].map(({ localNo }) => localNo)).size).toBe(5);
  });

  it('[P63] whose draft has become a case since makes no second one of it', async () => {
    const tablet = await scene.tablet();
    await tablet.api.syncStop();
    const draft = await fillElderly(tablet.api, ++seed);
    const image = await imageOf(tablet);
    const received = await tablet.api.receive(draft.id);
    if (!received.ok) throw new Error(received.error.message);
    await synced(tablet);
    const copy = await restored(tablet, image);
    const again = await copy.api.receive(draft.id);
    expect(again).toMatchObject({ ok: true, value: { caseId: received.value.caseId } });
    await sync(copy);
    expect(await atCounty([received.value])).toEqual({ operations: 1, feed: 1, cases: 1 });
    expect((await copy.api.cases({})).rows.filter(({ applicantName }) => applicantName !== '').length).toBe((await tablet.api.cases({})).rows.length);
  });

  it('[P63] that took in more before it met the county keeps both histories, each act once', async () => {
    const tablet = await scene.tablet();
    const before = await receive(tablet);
    await synced(tablet);
    const image = await imageOf(tablet);
    const theirs = [await receive(tablet), await receive(tablet)];
    await synced(tablet);

    const copy = await restored(tablet, image);
    const mine = [await receive(copy), await receive(copy), await receive(copy)];
    await synced(copy);
    const all = [before, ...theirs, ...mine];
    await expectAllConfirmed(copy, all);
    await expectSameHead(copy);
    expect(await atCounty(all)).toEqual(once(6));
    const { rows } = await scene.county.owner.query('SELECT 1 FROM quarantine');
    expect(rows).toEqual([]);
  });

  it('[P63] [P20] whose photos wait sends each of them once, and counts none as sent that is not', async () => {
    const tablet = await scene.tablet();
    const photos = [picture(), picture()];
    const sent = await receive(tablet, photos[0]);
    tablet.line.before = (url) => (url.includes('/blobs/') ? fail() : null);
    await sync(tablet);
    expect((await tablet.api.counts()).unsyncedPhotos).toBe(1);
    const image = await imageOf(tablet);
    tablet.line.before = () => null;
    const later = await receive(tablet, photos[1]);
    await synced(tablet);

    const copy = await restored(tablet, image);
    const chunks: string[] = [];
    copy.line.before = (url, { method }) => {
      if (method === 'PUT' && url.includes('/blobs/')) chunks.push(url);
      return null;
    };
    expect((await copy.api.counts()).unsyncedPhotos).toBe(1);
    await synced(copy);
    await expectAllConfirmed(copy, [sent, later]);
    // The tablet had sent them both by then.
    expect(chunks).toEqual([]);
    expect(await atCounty([sent, later])).toEqual(once(2));
  });

  it('[P64] lives beside its origin: the two alternate epochs, and neither loses an act or a verdict', async () => {
    const tablet = await scene.tablet();
    const all = [await receive(tablet)];
    await synced(tablet);
    const copy = await restored(tablet, await imageOf(tablet));
    const epochs = new Set<string>();
    for (let turn = 0; turn < 3; turn++) {
      for (const one of [copy, tablet]) {
        all.push(await receive(one));
        await synced(one);
        epochs.add(await epochOf(one));
        await expectSameHead(one);
      }
    }
    for (const one of [copy, tablet]) await synced(one);
    expect(await atCounty(all)).toEqual(once(7));
    for (const one of [copy, tablet]) await expectAllConfirmed(one, all);
    // The copy began one at each of its turns, the origin at each after the first of the copy.
    expect(epochs.size).toBeGreaterThanOrEqual(5);
  });

  it('[P14] [P64] that forks in the middle of a run is quarantined, and goes on in a new epoch at once', async () => {
    const tablet = await scene.tablet();
    const copy = await restored(tablet, await imageOf(tablet));
    const [theirs, mine] = [await receive(tablet), await receive(copy)];
    // Both were told the same head; the other is quicker.
    copy.line.before = async (url) => {
      if (!url.endsWith('/batches')) return null;
      copy.line.before = () => null;
      await synced(tablet);
      return null;
    };
    await synced(copy);
    await expectAllConfirmed(copy, [theirs, mine]);
    expect(await atCounty([theirs, mine])).toEqual(once(2));
    const { deviceId } = await copy.api.status();
    const { rows } = await scene.county.owner.query<{ lines: string }>('SELECT lines FROM quarantine WHERE device_id = $1', [deviceId]);
    expect(rows.map(({ lines }) => lines.includes(mine.caseId))).toEqual([true]);
    await scene.county.owner.query('DELETE FROM quarantine');
  });

  it('[P15] [P63] keeps what was refused and what waits as they were, and hears what became of them', async () => {
    const [tablet, hers] = [await scene.tablet(), await scene.tablet()];
    const awaited = await receive(hers);
    const dependsOn = [(await hers.api.case(awaited.caseId))?.state.timeline[0]?.opId ?? ''];
    const parked = await write(tablet, { type: 'visit.planned', dependsOn, base: 0, body: { date: today(), time: '10:00', name: '甲', address: '乙' } });
    const refused = await write(tablet, { type: 'visit.closed', base: 3, body: { outcome: 'done' } });
    await synced(tablet);
    expect(await statesOf(tablet)).toEqual(['parked', 'rejected']);
    const image = await imageOf(tablet);
    await receive(tablet);
    await synced(tablet);

    const copy = await restored(tablet, image);
    await synced(copy);
    expect(await statesOf(copy)).toEqual(['applied', 'parked', 'rejected']);
    await synced(hers);
    await synced(copy);
    expect(await statesOf(copy)).toEqual(['applied', 'applied', 'rejected']);
    expect((await copy.api.today()).visits.map(({ id }) => id)).toContain(parked);
    const { rows } = await scene.county.owner.query(
      'SELECT DISTINCT verdict FROM journal WHERE op_id = (SELECT op_id::text FROM operations WHERE case_id = $1)',
      [refused]
    );
    expect(rows).toEqual([{ verdict: 'rejected' }]);
  });
});

describe('a line of its own that a device has no longer', () => {
  it('[P28] comes with the feed when it is asked for', async () => {
    const tablet = await scene.tablet();
    const [gone, kept] = [await receive(tablet), await receive(tablet)];
    await synced(tablet);
    const db = await openDatabase(tablet.name);
    await db.journal.delete(1);
    db.close();
    tablet.line.after = async (url, response) =>
      url.endsWith('/devices/self') && response.ok ? fromCounty({ ...((await response.json()) as object), feedGeneration: crypto.randomUUID() }) : response;
    await synced(tablet);
    for (const { caseId } of [gone, kept]) expect((await tablet.api.case(caseId))?.row.sync).toBe('confirmed');
  });
});

describe('a new epoch that is cut short', () => {
  /** A copy that the county is ahead of, with an act of its own. */
  async function behind(alter?: (world: World) => World): Promise<{ copy: Tablet; all: { caseId: string }[] }> {
    const tablet = await scene.tablet();
    const all = [await receive(tablet), await receive(tablet)];
    await synced(tablet);
    const image = await imageOf(tablet);
    all.push(await receive(tablet));
    await synced(tablet);
    const copy = await restored(tablet, image, alter);
    all.push(await receive(copy));
    return { copy, all };
  }

  it('[P63] before its transaction leaves the former journal, from which it begins again', async () => {
    let sealings = Infinity;
    const { copy, all } = await behind((world) => ({ ...world, crypto: failing(world.crypto, () => sealings-- <= 0) }));
    const former = await copy.api.journal();
    for (const survived of [0, 2, 4]) {
      sealings = survived;
      expect(await sync(copy)).not.toBeNull();
      sealings = Infinity;
      expect(await copy.api.journal()).toEqual(former);
    }
    await synced(copy);
    await expectAllConfirmed(copy, all);
    expect(await atCounty(all)).toEqual(once(4));
  });

  it('[P63] after its transaction, and with its first answer lost, goes on in the same new epoch', async () => {
    const { copy, all } = await behind();
    copy.line.before = (url) => (url.endsWith('/batches') ? fail() : null);
    expect((await sync(copy))?.code).toBe('offline');
    const opened = await epochOf(copy);
    copy.line.before = () => null;
    copy.line.after = (url, response) => (url.endsWith('/batches') ? fail() : response);
    expect((await sync(copy))?.code).toBe('offline');
    copy.line.after = (_url, response) => response;
    // Its disk is read anew, as after a restart.
    const again = await restored(copy, await imageOf(copy));
    await synced(again);
    expect(await epochOf(again)).toBe(opened);
    await expectAllConfirmed(again, all);
    expect(await atCounty(all)).toEqual(once(4));
  });
});

describe('a county restored from a backup', () => {
  const blobsOf = async (cases: { caseId: string }[]) => {
    const { rows } = await scene.county.owner.query<{ sha256: string }>(
      'SELECT cb.sha256 FROM case_blobs cb JOIN blobs b USING (station_code, sha256) WHERE cb.case_id = ANY ($1::uuid[])',
      [cases.map(({ caseId }) => caseId)]
    );
    return rows.length;
  };

  it('[P19] gets what it has forgotten again, photos too, from a tablet in its first epoch', async () => {
    const tablet = await scene.tablet();
    const before = await receive(tablet, picture());
    await synced(tablet);
    const backup = await scene.backup();
    const { epoch } = await tablet.api.journal();
    const after = [await receive(tablet, picture()), await receive(tablet)];
    await synced(tablet);
    await scene.restart({ backup });
    expect(await atCounty([before, ...after])).toEqual(once(1));

    after.push(await receive(tablet));
    await synced(tablet);
    expect(await epochOf(tablet)).toBe(epoch);
    await expectAllConfirmed(tablet, [before, ...after]);
    await expectSameHead(tablet);
    expect(await atCounty([before, ...after])).toEqual(once(4));
    expect(await blobsOf([before, ...after])).toBe(2);
  });

  it('[P19] [P64] from a tablet in a later epoch, which the backup knows or has never heard of', async () => {
    const tablet = await scene.tablet();
    const all = [await receive(tablet, picture())];
    await synced(tablet);
    const image = await imageOf(tablet);
    all.push(await receive(tablet));
    await synced(tablet);
    const copy = await restored(tablet, image);
    scene.follow(copy);
    const unaware = await scene.backup();
    await synced(copy);
    const epoch = await epochOf(copy);
    const aware = await scene.backup();
    all.push(await receive(copy, picture()));
    await synced(copy);

    for (const backup of [aware, unaware]) {
      await scene.restart({ backup });
      expect((await atCounty(all)).cases).toBe(2);
      await synced(copy);
      // Nothing made a new one: the present epoch is entered where the county lacks it.
      expect(await epochOf(copy)).toBe(epoch);
      await expectAllConfirmed(copy, all);
      await expectSameHead(copy);
      expect(await atCounty(all)).toEqual(once(3));
      expect(await blobsOf(all)).toBe(2);
    }
  });

  it('[P27] is noticed by the feed though it has grown past the place where a tablet stopped', async () => {
    const [mine, hers] = [await scene.tablet(), await scene.tablet()];
    const backup = await scene.backup();
    const lost = [await receive(hers), await receive(hers)];
    await synced(hers);
    await synced(mine);
    await scene.restart({ backup });
    // Others are quicker than she is, and the feed is longer than where I stopped.
    const third = await scene.tablet();
    const instead = [await receive(third), await receive(third), await receive(third)];
    await synced(third);
    await synced(mine);
    for (const { caseId } of instead) expect((await mine.api.case(caseId))?.row.sync).toBe('confirmed');
    for (const { caseId } of lost) expect(await mine.api.case(caseId)).toBeNull();
    await synced(hers);
    await synced(mine);
    await expectAllConfirmed(mine, [...lost, ...instead]);
    expect(await atCounty(lost)).toEqual(once(2));
  });

  it('[P65] that has forgotten a tablet tells it so; the tablet keeps all, enrols again, and enters all again under its new id', async () => {
    const backup = await scene.backup();
    const tablet = await scene.tablet();
    const sent = await receive(tablet, picture());
    await synced(tablet);
    const waiting = await receive(tablet, picture());
    const former = await tablet.api.status();
    await scene.restart({ backup });
    const told = await sync(tablet);
    expect(told).toMatchObject({ code: 'device_unknown' });
    expect(told?.message).toContain('登记');
    expect((await tablet.api.case(sent.caseId))?.row.localNo).toBe(sent.localNo);

    const code = await scene.code();
    tablet.line.after = (url, response) => (url.endsWith('/enrolments') ? fail() : response);
    expect(await tablet.api.enrolAgain(code)).toMatchObject({ ok: false, error: { code: 'offline' } });
    tablet.line.after = (_url, response) => response;
    expect(await tablet.api.enrolAgain(code)).toEqual({ ok: true, value: null });
    await synced(tablet);
    const now = await tablet.api.status();
    expect([now.deviceId === former.deviceId, now.staff?.id]).toEqual([false, former.staff?.id]);
    await expectAllConfirmed(tablet, [sent, waiting]);
    await expectSameHead(tablet);
    expect(await atCounty([sent, waiting])).toEqual(once(2));
    expect(await blobsOf([sent, waiting])).toBe(2);
    const { rows } = await scene.county.owner.query('SELECT recovery IS NOT NULL AS kept FROM devices WHERE device_id = $1', [now.deviceId]);
    expect(rows).toEqual([{ kept: true }]);
    const next = await receive(tablet);
    await synced(tablet);
    expect(await atCounty([next])).toEqual(once(1));
    expect(await tablet.api.enrolAgain(await scene.code())).toMatchObject({ ok: false, error: { code: 'already_enrolled' } });
  });

  it('[P65] is the same county, with the same keys: to another one no tablet enrols again', async () => {
    const backup = await scene.backup();
    const tablet = await scene.tablet();
    const kept = await receive(tablet);
    await scene.restart({ backup });
    const code = await scene.code();
    const former = await tablet.api.status();
    for (const alter of [
      (reply: Enrolled) => ({ ...reply, countyInstanceId: randomUUID() }),
      (reply: Enrolled) => ({ ...reply, countyKeys: { ...reply.countyKeys, recovery: reply.countyKeys.ferry } })
    ]) {
      tablet.line.after = async (url, response) =>
        url.endsWith('/enrolments') ? Response.json(alter((await response.json()) as Enrolled), { headers: response.headers }) : response;
      expect(await tablet.api.enrolAgain(code)).toMatchObject({ ok: false, error: { code: 'other_county' } });
      expect((await tablet.api.status()).deviceId).toBe(former.deviceId);
    }
    tablet.line.after = (_url, response) => response;
    expect(await tablet.api.enrolAgain(code)).toEqual({ ok: true, value: null });
    await synced(tablet);
    await expectAllConfirmed(tablet, [kept]);
  });

  it('[P65] does not let a tablet in at another station, whose cases are not its own', async () => {
    const backup = await scene.backup();
    const tablet = await scene.tablet();
    await receive(tablet);
    await scene.restart({ backup });
    const other = scene.county.enrolmentCodes.find(({ station }) => station !== scene.station)?.code ?? '';
    expect(await tablet.api.enrolAgain(other)).toMatchObject({ ok: false, error: { code: 'other_stations_code' } });
    expect((await tablet.api.counts()).unsyncedCases).toBe(1);
  });
});
