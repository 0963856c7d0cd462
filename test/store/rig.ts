/** The store on the browser's own IndexedDB, WebCrypto and Web Locks. */
import * as z from 'zod/mini';
import type { Operation } from '#domain/case/operations.ts';
import { Blobs } from '#store/blobs.ts';
import { openDatabase } from '#store/database.ts';
import type { Database } from '#store/database.ts';
import { Drafts } from '#store/drafts.ts';
import type { DraftShape } from '#store/drafts.ts';
import { Journal } from '#store/journal.ts';
import { Ledger } from '#store/ledger.ts';
import type { Platform } from '#store/platform.ts';
import { Streams } from '#store/streams.ts';
import { stretch } from '#store/stretch.ts';
import { Vault } from '#store/vault.ts';
import type { Session } from '#store/vault.ts';
import { makeDay } from '#test/bench/day.ts';

z.config({ jitless: true });

export const staff = { id: 's1', username: 'chenmin', name: '陈敏', role: 'stationWorker', stationCode: 'LT03' };
export const pin = '246810';
const station = {
  code: 'LT03',
  name: '示例站',
  shortName: 'LT3',
  township: '示例镇',
  address: '',
  phone: '',
  hours: '',
  supervisionPhone: '',
  countyName: '示例县',
  divisionCode: '430103',
  acceptanceAuthorized: false
};
export type TestDraft = DraftShape & { answers: Record<string, string> };

export type Rig = {
  db: Database;
  platform: Platform;
  clock: { now: number };
  vault: Vault;
  journal: Journal;
  streams: Streams;
  ledger: Ledger;
  drafts: Drafts<TestDraft>;
  blobs: Blobs;
  /** The private half of the recovery key in the enrolment. */ recoveryKey: CryptoKey;
};

export function parts(db: Database, platform: Platform) {
  const [journal, streams] = [new Journal(db, platform), new Streams(db, platform)];
  return {
    vault: new Vault(db, platform),
    journal,
    streams,
    ledger: new Ledger(db, platform, journal, streams),
    drafts: new Drafts<TestDraft>(db, platform),
    blobs: new Blobs(db, platform)
  };
}
export function browserPlatform(clock: { now: number } | null = null): Platform {
  return {
    crypto,
    now: () => clock?.now ?? Date.now(),
    elapsed: () => clock?.now ?? performance.now(),
    locks: { request: (name, work) => navigator.locks.request(name, work) },
    stretch
  };
}

/** An enrolled device with nobody signed in. */
export async function enrolledRig(name = `store-${crypto.randomUUID()}`): Promise<Rig> {
  const clock = { now: Date.now() };
  const platform = browserPlatform(clock);
  const db = await openDatabase(name);
  const made = parts(db, platform);
  await made.vault.prepare();
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const spki = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))));
  await made.vault.enrolled({
    deviceId: 'LT03-01-x',
    deviceNo: '01',
    station,
    countyKeys: { ferry: spki, rating: spki, recovery: spki, catalogue: spki },
    countyInstanceId: 'i'
  });
  return { db, platform, clock, ...made, recoveryKey: pair.privateKey };
}
export async function openRig(): Promise<Rig & { session: Session; epoch: string }> {
  const rig = await enrolledRig();
  const opened = await rig.vault.addWay(staff, pin);
  if (!opened.ok) throw new Error(opened.code);
  return { ...rig, session: opened.session, epoch: (await rig.vault.device())?.epoch ?? '' };
}

/** Received cases of a made-up day. */
export function day(seed: number, cases: number): Operation[] {
  return makeDay(seed, cases, {
    stationShort: 'LT3',
    deviceNo: '01',
    divisionCode: '430103001001',
    author: { id: staff.id, name: staff.name },
    item: { id: 'elderly-allowance', name: '高龄津贴(补贴)申领', version: 1, handlingItemCode: '1', department: '民政局' },
    catalogueRevision: 1,
    today: '2026-11-22',
    startsAt: '2026-11-22T01:00:00.000Z'
  });
}
export async function save(rig: Pick<Rig, 'ledger'>, session: Session, epoch: string, operation: Operation): Promise<number> {
  const saved = await rig.ledger.append(session.keys, epoch, operation.caseId, 4 * 1024 * 1024, () => Promise.resolve({ act: { operations: [operation] } }));
  if (!saved.ok) throw new Error(saved.code);
  return saved.group.seq;
}
