/** The station worker's face, made of its parts. */
import type { Counts, Result, StationApi } from './api.ts';
import { Access } from './access.ts';
import { CatalogueShelf } from './catalogue.ts';
import { Cases } from './cases.ts';
import { openCore, openSession } from './core.ts';
import type { Core } from './core.ts';
import type { Desk } from './desk.ts';
import type { DeskApi, DeskCall, DeskDeeds, DeskReads } from './desk-api.ts';
import { Drafting } from './drafting.ts';
import { lifeline } from './lifeline.ts';
import { SyncLoop } from './line/loop.ts';
import { Photos } from './photos.ts';
import type { World } from './world.ts';

/** Until then the worker serves the screen that the unlock opens, ms. */
const afterFirstScreen = 1000;

export async function openStation(world: World, name?: string): Promise<StationApi> {
  const core = await openCore(world, name);
  const shelf = new CatalogueShelf(core);
  let counted: Promise<Counts> | null = null;
  core.caches.add((changes) => {
    if (changes.some((change) => change === 'counts' || change === 'cases')) counted = null;
  });
  const counts = () =>
    (counted ??= countUnsynced(core).catch((error: unknown) => {
      counted = null;
      throw error;
    }));
  const loop = new SyncLoop(core, shelf, counts);
  const isOnline = () => loop.progress.online;
  const [access, cases, drafting, photos] = [new Access(core, shelf), new Cases(core, shelf), new Drafting(core, shelf), new Photos(core, isOnline)];
  let desk: Desk | null = null;
  const atDesk = async () => {
    const { openDesk } = await import('./desk.ts');
    return (desk ??= openDesk(
      core,
      shelf,
      () => loop.saved(),
      () => loop.progress.reachable
    ));
  };
  const atFerry = async () => (await import('./ferry/ferry.ts')).openFerry(core, shelf);
  cases.underWay = loop.underWay;
  access.onLock = () => loop.locked();
  access.onOpen = () => {
    loop.nudge(0);
    // A load that fails here is tried again, and told, when it is needed.
    world.after(afterFirstScreen, () => void atDesk().catch(() => undefined));
  };

  /** For calls that only a person makes. */
  const byPerson =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      core.touched();
      return act(...args);
    };
  const { again, once } = lifeline(core);
  const saving = <A extends unknown[], R extends Result<unknown>>(act: (...args: A) => Promise<R>) => byPerson(once(act));

  /** A lock may overtake a read; asked again, a locked station answers with nothing. */
  const whileOpen = <A extends unknown[], R>(read: (...args: A) => Promise<R>) =>
    again(async (...args: A): Promise<R> => {
      const found = await read(...args);
      return core.vault.session === null ? read(...args) : found;
    });

  return {
    status: again(() => access.status()),
    subscribe: (listener) => {
      core.listeners.add(listener);
      return Promise.resolve();
    },
    setOnline: (online) => {
      loop.setOnline(online);
      return Promise.resolve();
    },
    setConditions: (conditions) => {
      loop.setConditions(conditions);
      return Promise.resolve();
    },
    touch: byPerson(() => Promise.resolve()),
    enrol: (code, deviceName) => access.enrol(code, deviceName),
    enrolAgain: byPerson(async (code) => {
      const enrolled = await access.enrolAgain(code);
      if (enrolled.ok) loop.now();
      return enrolled;
    }),
    addStaff: byPerson((username, password, pin) => access.addStaff(username, password, pin)),
    unlock: (staffId, pin) => access.unlock(staffId, pin),
    lock: () => {
      access.lock();
      return Promise.resolve();
    },
    changePin: byPerson((oldPin, newPin) => access.changePin(oldPin, newPin)),
    catalogue: again(() => shelf.current()),
    search: byPerson(again((query) => shelf.search(query))),
    today: whileOpen(() => cases.today(drafting)),
    cases: whileOpen((filter) => cases.list(filter)),
    case: whileOpen((id) => cases.view(id)),
    photo: whileOpen((sha256) => photos.read(sha256)),
    drafts: whileOpen(() => drafting.list()),
    draft: whileOpen((id) => drafting.get(id)),
    startDraft: saving(whileOpen(async (start) => (await atDesk()).intake.start(start))),
    saveDraft: saving(again((draft) => drafting.save(draft))),
    discardDraft: byPerson(again((id) => drafting.mark(id, 1))),
    restoreDraft: byPerson(again((id) => drafting.mark(id, 0))),
    addPhoto: saving((file, options) => photos.add(file, options)),
    receive: saving(async (draftId) => (await atDesk()).intake.receive(draftId)),
    supply: saving(async (draftId) => (await atDesk()).intake.supply(draftId)),
    withdraw: saving(async (caseId, reason) => (await atDesk()).intake.withdraw(caseId, reason)),
    resolveConflict: saving(async (caseId, place, choice) => (await atDesk()).intake.resolveConflict(caseId, place, choice)),
    planVisit: saving(async (visit) => (await atDesk()).visits.plan(visit)),
    closeVisit: saving(async (id, outcome, caseId) => (await atDesk()).visits.close(id, outcome, caseId)),
    desk: (async (name: keyof DeskApi, ...args: unknown[]) => {
      const { reads, deeds } = await atDesk();
      // Each name has its own arguments and answer; `DeskCall` says which, to the caller.
      if (name in reads) return whileOpen(reads[name as keyof DeskReads] as (...args: unknown[]) => Promise<unknown>)(...args);
      return saving(deeds[name as keyof DeskDeeds] as (...args: unknown[]) => Promise<Result<unknown>>)(...args);
    }) as DeskCall,
    syncNow: byPerson(() => {
      loop.now();
      return Promise.resolve();
    }),
    syncStop: byPerson(() => {
      loop.stop();
      return Promise.resolve();
    }),
    syncStatus: () => Promise.resolve(loop.status()),
    syncBoard: whileOpen(async () => (await import('./board.ts')).syncBoard(core, cases, loop.progress.photoProblems)),
    ferryStatus: async () => (await atFerry()).status(),
    ferryExport: byPerson(async (range) => (await atFerry()).export(range)),
    rescue: async () => (await atFerry()).rescue(),
    ferryHear: byPerson(async (file) => (await atFerry()).hear(file)),
    counts: again(counts),
    storage: again(() => photos.storage()),
    journal: again(() => describeJournal(core))
  };
}

/** From clear columns alone, so that a locked screen tells it too. */
async function countUnsynced(core: Core): Promise<Counts> {
  const [rows, photos] = [await core.journal.open(), await core.blobs.sizes('queued')];
  // What a device says of its own journal stands in no stream.
  const streams = new Set(rows.flatMap(({ streamId }) => (streamId === '' ? [] : [streamId])));
  // A visit or an order travels too and is no case.
  const unsyncedOthers = await core.db.visits
    .where('id')
    .anyOf([...streams])
    .count();
  return {
    unsyncedCases: streams.size - unsyncedOthers,
    unsyncedOthers,
    unsyncedPhotos: photos.count,
    unsyncedBytes: rows.reduce((sum, row) => sum + row.bytes, 0) + photos.bytes,
    oldestUnsyncedAt: rows.map((row) => row.createdAt).sort()[0] ?? null
  };
}

async function describeJournal(core: Core): ReturnType<StationApi['journal']> {
  const [session, device, stored, rows] = [await openSession(core), await core.vault.device(), await core.journal.lastStored(), await core.journal.open()];
  const lastSeq = stored?.lastSeq ?? 0;
  const headHash = session === null ? '' : (await core.journal.head(session.keys, session.epoch)).hash;
  const firstPending = rows.find((row) => row.state === 'pending')?.seq;
  return { epoch: device?.epoch ?? '', lastSeq, headHash, confirmedThrough: firstPending === undefined ? lastSeq : firstPending - 1 };
}
