/** A device whose line, database or surroundings fail: it ends each call with an answer, and goes on by itself. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStation } from '#device/station.ts';
import { sentences } from '#device/sentences.ts';
import type { World } from '#device/world.ts';
import { Vault } from '#store/vault.ts';
import { letIn, makeTablet } from './tablet.ts';
import type { Tablet } from './tablet.ts';

const nowhere = 'http://127.0.0.1:9';
const hurry = 200;

/** A world whose minutes are short: its timers and its own clock run `hurry` times as fast. */
function hasten(world: World): World {
  const began = performance.now();
  return {
    ...world,
    elapsed: () => (performance.now() - began) * hurry,
    after: (milliseconds, act) => world.after(milliseconds / hurry, act)
  };
}
/** Counts what asks the county for its hello. */
function countHellos(tablet: Tablet): { hellos: number } {
  const seen = { hellos: 0 };
  const before = tablet.line.before;
  tablet.line.before = (url, init) => {
    if (url.endsWith('/devices/self') && init.method === 'GET') seen.hellos++;
    return before(url, init);
  };
  return seen;
}

/** The browser's database, which can close under its users, refuse to open, and hang. */
function shakyDatabase() {
  const open: IDBDatabase[] = [];
  const state = { refusals: 0 };
  const factory = new Proxy(indexedDB, {
    get: (target, key) => {
      if (key !== 'open') return Reflect.get(target, key, target) as unknown;
      return (...args: Parameters<IDBFactory['open']>) => {
        if (state.refusals > 0) {
          state.refusals--;
          throw new DOMException('Internal error opening backing store', 'UnknownError');
        }
        const request = target.open(...args);
        request.addEventListener('success', () => open.push(request.result));
        return request;
      };
    }
  });
  return {
    databases: { indexedDB: factory, IDBKeyRange },
    state,
    /** As when the browser loses its database process: handles are dead and nobody is told. */
    drop: () => {
      for (const db of open.splice(0)) db.close();
    }
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a database that fails', () => {
  it('[P86] is opened anew when its handle is dead, also when that fails at first', async () => {
    const shaky = shakyDatabase();
    const tablet = await makeTablet(nowhere, (world) => ({ ...world, databases: shaky.databases }));
    await letIn(tablet);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect((await tablet.api.status()).phase).toBe('open');
    shaky.drop();
    expect((await tablet.api.status()).phase).toBe('open');
    shaky.drop();
    shaky.state.refusals = 4;
    const asked = await Promise.allSettled([tablet.api.status(), tablet.api.status(), tablet.api.counts()]);
    expect(shaky.state.refusals).toBeLessThan(4);
    shaky.state.refusals = 0;
    expect(asked.length).toBe(3);
    expect((await tablet.api.status()).phase).toBe('open');
    expect(await tablet.api.planVisit({ date: '2026-11-23', time: '09:00', name: '甲', address: '一组' })).toMatchObject({ ok: true });
  });

  it('[P86] [P87] that hangs ends a save and a run with a sentence, and both go on when it answers again', async () => {
    const name = `hang-${process.pid}`;
    const tablet = await makeTablet(nowhere, hasten, name);
    await letIn(tablet);
    const release = await hold(name);
    const visit = { date: '2026-11-23', time: '09:00', name: '甲', address: '一组' };
    expect(await tablet.api.planVisit(visit)).toMatchObject({ ok: false, error: { code: 'storage_stuck', message: sentences.storage_stuck } });
    release();
    expect(await tablet.api.planVisit(visit)).toMatchObject({ ok: true });
  });
});

/** Keeps a write transaction over every table of `name` open, as a stuck disk would. */
async function hold(name: string): Promise<() => void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('not opened')));
  });
  let held = true;
  const store = db.transaction([...db.objectStoreNames], 'readwrite').objectStore('meta');
  const turn = () => {
    if (held) store.get('x').onsuccess = turn;
    else db.close();
  };
  turn();
  return () => (held = false);
}

describe('the loop', () => {
  it('[P87] gives up a run in which nothing moves, though its request never ends, and tries again', async () => {
    const tablet = await makeTablet(nowhere, hasten);
    await letIn(tablet);
    // A fetch that does not even hear its own abort.
    tablet.line.before = () => new Promise(() => undefined);
    const seen = countHellos(tablet);
    await tablet.api.syncNow();
    await expect.poll(() => seen.hellos, { timeout: 15_000 }).toBeGreaterThan(1);
    expect((await tablet.api.syncStatus()).error?.code).toBe('storage_stuck');
  });

  it('[P87] hears of an unlock that comes while it finds the vault locked', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    await tablet.api.lock();
    const gate = Promise.withResolvers<void>();
    const device = Vault.prototype.device;
    const asked = Promise.withResolvers<void>();
    vi.spyOn(Vault.prototype, 'device').mockImplementationOnce(async function (this: Vault) {
      asked.resolve();
      await gate.promise;
      return device.call(this);
    });
    await tablet.api.syncNow();
    await asked.promise;
    expect(await tablet.api.unlock('s1', '246810')).toMatchObject({ ok: true });
    const seen = countHellos(tablet);
    gate.resolve();
    await expect.poll(() => seen.hellos, { timeout: 5000 }).toBeGreaterThan(0);
  });

  it('[P87] has a next try when it can not even read who it is', async () => {
    const shaky = shakyDatabase();
    const tablet = await makeTablet(nowhere, (world) => hasten({ ...world, databases: shaky.databases }));
    await letIn(tablet);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const seen = countHellos(tablet);
    shaky.drop();
    shaky.state.refusals = 20;
    await tablet.api.syncNow();
    await expect.poll(() => shaky.state.refusals, { timeout: 10_000 }).toBeLessThan(20);
    const before = seen.hellos;
    shaky.state.refusals = 0;
    await expect.poll(() => seen.hellos, { timeout: 15_000 }).toBeGreaterThan(before);
  });
});

describe('two tabs', () => {
  it('[P88] one runs, the other waits and then has its turn', async () => {
    const tablet = await makeTablet(nowhere);
    await letIn(tablet);
    const other = await openStation(tablet.world, tablet.name);
    let [running, most, calls] = [0, 0, 0];
    tablet.line.before = async () => {
      calls++;
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      throw new TypeError('no line');
    };
    expect(await other.unlock('s1', '246810')).toMatchObject({ ok: true });
    await Promise.all([tablet.api.syncNow(), other.syncNow()]);
    await expect.poll(async () => calls > 0 && !(await tablet.api.syncStatus()).running && !(await other.syncStatus()).running, { timeout: 10_000 }).toBe(true);
    expect(most).toBe(1);
    const before = await other.syncStatus();
    await tablet.api.syncStop();
    await other.syncNow();
    await expect.poll(async () => (await other.syncStatus()).attempts, { timeout: 10_000 }).toBeGreaterThan(before.attempts);
  });
});
