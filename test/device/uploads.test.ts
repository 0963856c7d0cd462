/** Photos on their way up, against a county that only counts: the real upload, store and sealing. */
import 'fake-indexeddb/auto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { after } from '#device/after.ts';
import { openCore } from '#device/core.ts';
import { Progress } from '#device/line/progress.ts';
import type { Run } from '#device/line/run.ts';
import { upload } from '#device/line/uploads.ts';
import type { World } from '#device/world.ts';
import { contentDigest } from '#protocol/chain.ts';
import type { DeviceSelf } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import { Ledger } from '#store/ledger.ts';
import { keysOf } from '#store/seal.ts';
import { stretch } from '#store/stretch.ts';
import { fromCounty } from './tablet.ts';

z.config({ jitless: true });
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const chunkBytes = 4096;
const photoBytes = 2 * chunkBytes + 1000;
let made = 0;

type Put = { sha256: string; number: number; bytes: Uint8Array };
/** A county of which the test says how it takes a chunk. */
function countingCounty() {
  const chunks = new Map<string, Map<number, Uint8Array>>();
  const committed = new Set<string>();
  const county = {
    chunks,
    committed,
    puts: [] as { sha256: string; number: number }[],
    asked: [] as number[],
    commits: [] as number[],
    atOnce: 0,
    most: 0,
    /** A response in the place of the county's own, or a throw for a line that is cut. */
    take: (_put: Put): Response | null => null,
    stored: (_sha256: string): void => undefined,
    async fetch(url: string, init: RequestInit): Promise<Response> {
      const path = new URL(url).pathname;
      if (path.endsWith('/missing')) {
        const { blobs } = JSON.parse(text(init)) as { blobs: { sha256: string }[] };
        county.asked.push(blobs.length);
        return fromCounty({
          blobs: blobs.map(({ sha256 }) => ({ sha256, committed: committed.has(sha256), have: [...(chunks.get(sha256)?.keys() ?? [])] }))
        });
      }
      if (path.endsWith('/commit')) {
        const { blobs } = JSON.parse(text(init)) as { blobs: { sha256: string; bytes: number }[] };
        county.commits.push(blobs.length);
        return fromCounty({ results: blobs.map(commit) });
      }
      const [sha256 = '', number = ''] = path.split('/').slice(-2);
      county.most = Math.max(county.most, ++county.atOnce);
      try {
        // So that others may come meanwhile.
        await new Promise((resolve) => setTimeout(resolve));
        const bytes = init.body as Uint8Array;
        const hash = createHash('sha256').update(bytes).digest('base64');
        if (new Headers(init.headers).get('content-digest') !== contentDigest(hash))
          return fromCounty({ code: 'checksum_mismatch', message: 'x', path: '' }, { status: 400 });
        const refused = county.take({ sha256, number: Number(number), bytes });
        if (refused !== null) return refused;
        county.puts.push({ sha256, number: Number(number) });
        chunks.set(sha256, (chunks.get(sha256) ?? new Map<number, Uint8Array>()).set(Number(number), bytes.slice()));
        if (chunks.get(sha256)?.size === 3) county.stored(sha256);
        return fromCounty(null);
      } finally {
        county.atOnce--;
      }
    }
  };
  function commit({ sha256, bytes }: { sha256: string; bytes: number }) {
    const parts = [...(chunks.get(sha256) ?? [])].sort(([a], [b]) => a - b).map(([, part]) => part);
    const whole = Buffer.concat(parts);
    const fits = whole.length === bytes && createHash('sha256').update(whole).digest('hex') === sha256;
    chunks.delete(sha256);
    if (fits) committed.add(sha256);
    return fits ? { sha256, committed: true } : { sha256, committed: false, error: { code: 'checksum_mismatch', message: 'x', path: 'sha256' } };
  }
  return county;
}
const text = (init: RequestInit) => Buffer.from(init.body as Uint8Array).toString();

/** A device with so many photos that wait, each three chunks. `opened` hears of each that is opened, with its bytes for as long as somebody holds them. */
async function device(
  photos: number,
  county: ReturnType<typeof countingCounty>,
  opened: (sha256: string, bytes: WeakRef<ArrayBuffer>) => void = () => undefined
) {
  const subtle = new Proxy(crypto.subtle, {
    get: (target, name) => {
      // What the browser's own object offers, on that object.
      const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      if (name !== 'decrypt') return method.bind(target);
      return async (...args: unknown[]) => {
        const clear = (await method.apply(target, args)) as ArrayBuffer;
        if (clear.byteLength === photoBytes) opened(createHash('sha256').update(new Uint8Array(clear)).digest('hex'), new WeakRef(clear));
        return clear;
      };
    }
  });
  const world: World = {
    crypto: { subtle, getRandomValues: (array: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(array), randomUUID: () => crypto.randomUUID() } as Crypto,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    random: () => 0.5,
    after,
    stretch,
    county: 'http://county',
    appVersion: 'test',
    locks: { request: (_name, work) => work() },
    alone: () => Promise.resolve(false),
    channel: null,
    estimate: () => Promise.resolve({ usage: 0, quota: 10 ** 9, persisted: true }),
    darkroom: () => Promise.resolve(null),
    fetch: (url, init) => county.fetch(url, init)
  };
  const core = await openCore(world, `uploads-${process.pid}-${++made}`);
  const keys = await keysOf(crypto.getRandomValues(new Uint8Array(32)), world);
  const hashes: string[] = [];
  for (let number = 0; number < photos; number++) {
    const bytes = crypto.getRandomValues(new Uint8Array(photoBytes));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    hashes.push(sha256);
    await core.blobs.add(keys, { sha256, mime: 'image/jpeg', bytes: photoBytes }, bytes);
  }
  await core.db.blobs.toCollection().modify({ state: 'queued' });
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const progress = new Progress(world, () => undefined);
  const run: Run = {
    core,
    keys,
    progress,
    ledger: new Ledger(core.db, world, core.journal, core.streams),
    epoch: '',
    signer: { deviceId: 'd', key: privateKey },
    // Of the county's word only its limits matter here.
    self: { limits: { ...defaultLimits, chunkBytes } } as DeviceSelf,
    signal: new AbortController().signal,
    underWay: new Set(),
    batch: { cap: 1 },
    asked: { through: 0 }
  };
  const waits = async () => (await core.blobs.sizes('queued')).count;
  return { core, run, hashes, waits };
}

describe('a thousand photos that wait', () => {
  it('[P20] [P21] [P96] go up with no more than three of them in memory, several chunks at once, in few calls', { timeout: 120_000 }, async () => {
    const county = countingCounty();
    const [open, peak] = [new Set<string>(), { photos: 0, held: 0 }];
    let held: WeakRef<ArrayBuffer>[] = [];
    const { run, waits } = await device(1000, county, (sha256, bytes) => {
      held.push(bytes);
      open.add(sha256);
      peak.photos = Math.max(peak.photos, open.size);
    });
    // The county's copies would be memory as well.
    const sizes = new Map<string, number>();
    county.take = ({ sha256, number, bytes }) => {
      sizes.set(sha256, (sizes.get(sha256) ?? 0) + bytes.length);
      county.puts.push({ sha256, number });
      if (sizes.get(sha256) === photoBytes) {
        open.delete(sha256);
        county.committed.add(sha256);
        if (county.committed.size % 100 === 0) measure();
      }
      return fromCounty(null);
    };
    const inner = county.fetch.bind(county);
    run.core.world.fetch = async (url, init) => {
      if (!url.endsWith('/commit')) return inner(url, init);
      const { blobs } = JSON.parse(text(init)) as { blobs: { sha256: string }[] };
      county.commits.push(blobs.length);
      return fromCounty({ results: blobs.map(({ sha256 }) => ({ sha256, committed: county.committed.has(sha256) })) });
    };
    const measure = () => {
      collect();
      held = held.filter((bytes) => bytes.deref() !== undefined);
      peak.held = Math.max(peak.held, held.length);
    };
    expect(await upload(run)).toEqual({ ok: true, value: null });
    expect([await waits(), county.committed.size, county.puts.length]).toEqual([0, 1000, 3000]);
    expect(peak.photos).toBeLessThanOrEqual(3);
    // Those that are open, and those of which a request has only just ended.
    expect(peak.held).toBeLessThanOrEqual(9);
    expect(county.most).toBeGreaterThan(1);
    expect(county.most).toBeLessThanOrEqual(6);
    expect(county.asked).toEqual([500, 500]);
    expect(county.commits.length).toBeLessThanOrEqual(Math.ceil(1000 / 16));
    expect(run.progress.photos).toMatchObject({ total: 1000, sent: 1000, confirmed: 1000, confirmedBytes: 1000 * photoBytes });
  });
});

describe('photos on a line that is cut', () => {
  it('[P21] [P96] go on at the chunk after the cut: none that arrived is sent again', async () => {
    const county = countingCounty();
    const { run, waits } = await device(20, county);
    for (let cut = 0; (await waits()) > 0; cut++) {
      expect(cut).toBeLessThan(20);
      let left = 7;
      county.take = () => {
        if (left-- <= 0) throw new TypeError('cut');
        return null;
      };
      const outcome = await upload(run);
      if (!outcome.ok) expect(outcome.error.code).toBe('offline');
    }
    expect(county.committed.size).toBe(20);
    expect(county.puts.length).toBe(60);
    expect(new Set(county.puts.map(({ sha256, number }) => `${sha256}/${number}`)).size).toBe(60);
  });

  it('[P21] are not sent at all when the county has them from another tablet of the station', async () => {
    const county = countingCounty();
    const { run, hashes, waits } = await device(5, county);
    for (const hash of hashes) county.committed.add(hash);
    expect(await upload(run)).toEqual({ ok: true, value: null });
    expect([await waits(), county.puts.length, county.commits.length]).toEqual([0, 0, 0]);
  });
});

describe('a bad photo', () => {
  it('[P22] holds no other up, whether the county refuses a chunk, refuses the whole, or the device cannot read it', async () => {
    const county = countingCounty();
    const { core, run, hashes, waits } = await device(40, county);
    const [refusedChunk, refusedWhole] = hashes;
    const rows = await core.blobs.waiting();
    const infos = await core.blobs.infosOf(run.keys, rows);
    const [damaged, gone] = [rows[infos.findIndex(({ sha256 }) => sha256 === hashes[2])], rows[infos.findIndex(({ sha256 }) => sha256 === hashes[3])]];
    await core.db.blobBytes.update(damaged?.id ?? '', { sealed: new Uint8Array(200) });
    await core.db.blobBytes.delete(gone?.id ?? '');
    county.take = ({ sha256, number, bytes }) => {
      if (sha256 === refusedChunk && number === 1) return fromCounty({ code: 'invalid_body', message: '不收', path: '' }, { status: 400 });
      // What the county stores is not what was sent.
      if (sha256 === refusedWhole) bytes.fill(0);
      return null;
    };
    const outcome = await upload(run);
    expect(outcome.ok).toBe(false);
    expect([county.committed.size, await waits()]).toEqual([36, 4]);
    for (const bad of hashes.slice(0, 4)) expect(county.committed.has(bad)).toBe(false);
  });
});

describe('chunks on a line that is slow', () => {
  it('[P44] [P96] go fewer side by side after one ran into its deadline, down to one', async () => {
    const county = countingCounty();
    const { run, waits } = await device(6, county);
    const deadlines = new Set<() => void>();
    run.core.world.after = (_wait, act) => {
      deadlines.add(act);
      return () => deadlines.delete(act);
    };
    const inner = county.fetch.bind(county);
    run.core.world.fetch = async (url, init) => {
      if (!/\/\d+$/.test(url)) return inner(url, init);
      // Nothing moves, and the deadlines of all that are on the line pass.
      await new Promise((resolve) => setTimeout(resolve));
      for (const pass of deadlines) pass();
      throw new Error('aborted');
    };
    run.batch.lanes = 6;
    for (const lanes of [3, 1, 1]) {
      expect(await upload(run)).toMatchObject({ ok: false });
      expect(run.batch.lanes).toBeLessThanOrEqual(lanes);
    }
    run.core.world.after = after;
    run.core.world.fetch = inner;
    expect(await upload(run)).toEqual({ ok: true, value: null });
    expect(await waits()).toBe(0);
  });
});
