/** A station worker without a screen: the real device code on a fake IndexedDB, with the real WebCrypto, against a county at a URL. */
import 'fake-indexeddb/auto';
import * as z from 'zod/mini';
import { after } from '#device/after.ts';
import type { Draft, StationApi, SyncStatus } from '#device/api.ts';
import { openStation } from '#device/station.ts';
import type { World } from '#device/world.ts';
import type { Received } from '#domain/case/operations.ts';
import { stretch } from '#store/stretch.ts';
import { countyHeader } from '#protocol/chain.ts';
import { makeDay } from '#test/bench/day.ts';

z.config({ jitless: true });

let made = 0;
/** One holder at a time a name, as Web Locks give it to a browser. */
function makeLocks() {
  const tails = new Map<string, Promise<unknown>>();
  const held = new Set<string>();
  return {
    request<T>(name: string, work: () => Promise<T>): Promise<T> {
      const next = (tails.get(name) ?? Promise.resolve()).then(work, work);
      tails.set(name, next);
      return next;
    },
    async alone(name: string, work: () => Promise<void>): Promise<boolean> {
      if (held.has(name)) return false;
      held.add(name);
      try {
        await work();
      } finally {
        held.delete(name);
      }
      return true;
    }
  };
}

export type Tablet = {
  api: StationApi;
  name: string;
  world: World;
  /** What the line does to the next requests: return a response, throw, or null to let it through. */
  line: {
    before: (url: string, init: RequestInit) => Promise<Response | null> | Response | null;
    after: (url: string, response: Response) => Promise<Response> | Response;
  };
  clock: { ahead: number };
  /** Signs in and sets a PIN. */ staff(username: string, password: string): Promise<void>;
  /** Presses 同步 and waits for the end of the run. */ sync(): Promise<SyncStatus>;
};

/** `alter`: what is otherwise in this tablet's world. */
export async function makeTablet(county: string, alter: (world: World) => World = (world) => world, name = `tablet-${process.pid}-${++made}`): Promise<Tablet> {
  const locks = makeLocks();
  const line: Tablet['line'] = { before: () => null, after: (_url, response) => response };
  const clock = { ahead: 0 };
  const world = alter({
    crypto: globalThis.crypto,
    now: () => Date.now() + clock.ahead,
    elapsed: () => performance.now(),
    random: () => 0.5,
    after,
    stretch,
    county,
    appVersion: 'test',
    locks,
    alone: locks.alone,
    channel: null,
    estimate: () => Promise.resolve({ usage: 0, quota: 10 ** 9, persisted: true }),
    // No canvas here: what the test hands in is the photo.
    darkroom: (file) => Promise.resolve({ bytes: new Uint8Array(file.bytes), mime: 'image/jpeg', width: 10, height: 10 }),
    fetch: async (url, init) => (await line.before(url, init)) ?? line.after(url, await fetch(url, init))
  });
  const api = await openStation(world, name);
  return {
    api,
    name,
    world,
    line,
    clock,
    staff: async (username, password) => {
      const added = await api.addStaff(username, password, '246810');
      if (!added.ok) throw new Error(added.error.message);
    },
    sync: async () => {
      const { attempts } = await api.syncStatus();
      await api.syncNow();
      for (let waited = 0; waited < 20_000; waited += 20) {
        const status = await api.syncStatus();
        if (status.attempts > attempts && !status.running) return status;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no end of the run: ${JSON.stringify(await api.syncStatus())}`);
    }
  };
}

/** A reply as the county sends it; one without its header comes from something in between. */
export function fromCounty(body: unknown, init: { status?: number } = {}): Response {
  return Response.json(body, { ...init, headers: { [countyHeader]: 'i' } });
}

/** The replies that let a worker in; the line itself is tested against a real county. */
export async function letIn(tablet: Tablet): Promise<void> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const key = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey)).toString('base64');
  const words = {
    name: 'x',
    shortName: 'X',
    township: 'x',
    address: 'x',
    phone: 'x',
    hours: 'x',
    supervisionPhone: 'x',
    countyName: 'x',
    divisionCode: '430103',
    acceptanceAuthorized: false
  };
  const [countyKeys, serverTime] = [{ ferry: key, rating: key, recovery: key, catalogue: key }, new Date().toISOString()];
  tablet.line.before = (url) => {
    if (url.endsWith('/enrolments'))
      return fromCounty({ deviceId: 'X-01-a', deviceNo: '01', station: { code: 'X', ...words }, countyKeys, countyInstanceId: 'i', serverTime });
    if (url.endsWith('/device-sign-in')) return fromCounty({ staff: { id: 's1', username: 'a', name: '甲', role: 'stationWorker', stationCode: 'X' } });
    throw new TypeError('no line');
  };
  await tablet.api.enrol('ABCD-EFGH', 'x');
  await tablet.staff('a', 'b');
}

/** A complete application for the old-age allowance, as a draft that the worker has filled. */
export async function fillElderly(api: StationApi, seed: number, pages: Received['materials'][number]['pages'] = []): Promise<Draft> {
  const started = await api.startDraft({ itemId: 'elderly-allowance' });
  if (!started.ok) throw new Error(started.error.message);
  const body = receivedBody(seed);
  const materials = Object.fromEntries(body.materials.map((material) => [material.id, material]));
  const first = body.materials.find(({ id }) => id === 'mat-id');
  if (first !== undefined && pages.length > 0) materials['mat-id'] = { ...first, state: 'photographed', pages };
  const draft: Draft = {
    ...started.value,
    situation: body.situation,
    answers: body.answers as Draft['answers'],
    materials,
    signatures: body.signatures,
    privacyNotice: body.privacyNotice,
    place: 'home'
  };
  const saved = await api.saveDraft(draft);
  if (!saved.ok) throw new Error(saved.error.message);
  return draft;
}
export function receivedBody(seed: number): Received {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const [operation] = makeDay(seed, 1, {
    stationShort: 'T',
    deviceNo: '01',
    divisionCode: '430103001001',
    author: { id: 'a', name: 'b' },
    item: { id: 'elderly-allowance', name: 'x', version: 1, handlingItemCode: '', department: '' },
    catalogueRevision: 1,
    today,
    startsAt: new Date().toISOString()
  });
  return operation?.body as Received;
}
