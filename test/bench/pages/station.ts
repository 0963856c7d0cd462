/** A tablet without its screens: the real device code in a page at the county's own origin. */
import * as z from 'zod/mini';
import { Access } from '#device/access.ts';
import { after } from '#device/after.ts';
import { CatalogueShelf } from '#device/catalogue.ts';
import { openCore, openSession, signerOf } from '#device/core.ts';
import { packEarly } from '#device/line/parcel.ts';
import { Progress } from '#device/line/progress.ts';
import { push } from '#device/line/push.ts';
import type { Run } from '#device/line/run.ts';
import { upload } from '#device/line/uploads.ts';
import type { World } from '#device/world.ts';
import { deviceSelfSchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import { Ledger } from '#store/ledger.ts';
import { chinaDate } from '#store/platform.ts';
import { makeDay } from '../day.ts';
import type { Place } from '../day.ts';
import { addPhotos, clearPhotos, putRaw, withPages } from './photos.ts';
import { platform } from './platform.ts';
import { postRaw, seedRaw } from './raw-post.ts';

z.config({ jitless: true });

const world: World = {
  ...platform,
  random: () => Math.random(),
  after,
  fetch: (url, init) => fetch(url, init),
  county: '',
  appVersion: 'bench',
  alone: async (_name, work) => {
    await work();
    return true;
  },
  darkroom: () => Promise.resolve(null),
  estimate: () => Promise.resolve({ usage: null, quota: null, persisted: false }),
  channel: null
};

const core = await openCore(world);
const ledger = new Ledger(core.db, core.world, core.journal, core.streams);
const shelf = new CatalogueShelf(core);
const access = new Access(core, shelf);

function must<T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
async function sessionNow() {
  const [session, signer] = [await openSession(core), await signerOf(core)];
  if (session === null || signer === null) throw new Error('the vault is locked');
  return { session, signer };
}

async function enrol(code: string, username: string, password: string, pin: string): Promise<void> {
  must(await access.enrol(code, 'bench'));
  must(await access.addStaff(username, password, pin));
  must(await shelf.fetch(new AbortController().signal));
}

async function placeNow(): Promise<Place> {
  const [{ session }, enrolment, catalogue] = [await sessionNow(), await core.vault.enrolment(), await shelf.current()];
  const item = catalogue?.items.find(({ id }) => id === 'elderly-allowance');
  if (enrolment === null || catalogue === null || item === undefined) throw new Error('no catalogue');
  const { id, name, version, handlingItemCode, department } = item;
  return {
    stationShort: enrolment.station.code,
    deviceNo: enrolment.deviceNo,
    divisionCode: enrolment.station.divisionCode,
    author: { id: session.staff.id, name: session.staff.name },
    item: { id, name, version, handlingItemCode, department },
    catalogueRevision: catalogue.revision,
    today: chinaDate(world.now()),
    startsAt: new Date(world.now() - 8 * 3600 * 1000).toISOString()
  };
}

/** Saves the day on the device, and the same lines and photos raw; returns the lines, one a case. `photos` a case. */
async function seed(number: number, cases: number, photos = 0): Promise<string[]> {
  const { session } = await sessionNow();
  const operations = makeDay(number, cases, await placeNow());
  await clearPhotos(core.db);
  for (const [index, operation] of operations.entries()) {
    if (photos > 0) withPages(operation, await addPhotos(core.blobs, session.keys, number * cases + index, photos));
    const saved = await ledger.append(session.keys, session.epoch, operation.caseId, defaultLimits.batchBytes, () =>
      Promise.resolve({ act: { operations: [operation] } })
    );
    if (!saved.ok) throw new Error(`not saved: ${saved.code}`);
  }
  const lines = operations.map((operation) => JSON.stringify(operation));
  await seedRaw(lines);
  return lines;
}

/** A run as the device begins it, from the handshake on. */
async function begin(): Promise<Run> {
  const { session, signer } = await sessionNow();
  const batch = { cap: defaultLimits.batchOperations };
  const early = packEarly({ core, keys: session.keys, epoch: session.epoch, signer, batch });
  const self = must(await core.line.call({ method: 'GET', path: '/api/v1/devices/self', reply: deviceSelfSchema, signer }));
  return {
    core,
    ledger,
    keys: session.keys,
    epoch: session.epoch,
    signer,
    self,
    progress: new Progress(world, () => undefined),
    signal: new AbortController().signal,
    underWay: new Set(),
    batch,
    early,
    asked: { through: 0 }
  };
}

/** From the handshake until every verdict is on the device's disk; milliseconds. */
async function pushDay(cases: number): Promise<number> {
  const started = performance.now();
  const run = await begin();
  must(await push(run));
  const took = performance.now() - started;
  const { confirmed, rejected } = run.progress.records;
  if (confirmed !== cases) throw new Error(`${confirmed} of ${cases} cases confirmed, ${rejected} rejected`);
  if ((await core.journal.open()).length > 0) throw new Error('the journal still waits');
  return took;
}
/** The same, until the county has committed every photo too. */
async function pushAll(cases: number): Promise<number> {
  const started = performance.now();
  const run = await begin();
  must(await push(run));
  must(await upload(run));
  const took = performance.now() - started;
  const { records, photos } = run.progress;
  if (records.confirmed !== cases || photos.confirmed !== photos.total) throw new Error(`${records.confirmed} cases and ${photos.confirmed} photos confirmed`);
  if ((await core.blobs.sizes('queued')).count > 0) throw new Error('photos still wait');
  return took;
}
/** Photos alone; the error's code, or null when all have gone. */
async function uploadPhotos(): Promise<string | null> {
  const sent = await upload(await begin());
  return sent.ok ? null : sent.error.code;
}

/** Milliseconds from a PIN to the open vault: Argon2id is nearly all of it. */
async function unlock(pin: string): Promise<number> {
  const { session } = await sessionNow();
  const started = performance.now();
  const opened = await core.vault.unlock(session.staff.id, pin);
  if (!opened.ok) throw new Error(opened.code);
  return performance.now() - started;
}

Object.assign(window, { bench: { enrol, seed, pushDay, pushAll, uploadPhotos, postRaw, putRaw, unlock } });
