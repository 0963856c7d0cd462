/** What every part of the station worker shares. */
import { Blobs } from '#store/blobs.ts';
import { openCatalogueDatabase } from '#store/catalogue-pack.ts';
import type { CatalogueDatabase } from '#store/catalogue-pack.ts';
import { openDatabase } from '#store/database.ts';
import type { Database } from '#store/database.ts';
import { Drafts } from '#store/drafts.ts';
import { Journal } from '#store/journal.ts';
import { Streams } from '#store/streams.ts';
import { Vault } from '#store/vault.ts';
import type { Session } from '#store/vault.ts';
import type { Change, Draft } from './api.ts';
import type { CountyLine, Signer } from './http.ts';
import type { World } from './world.ts';

/** The line's code is loaded at its first use. */
type Line = Pick<CountyLine, 'call' | 'bytes'>;

export type Core = {
  world: World;
  db: Database;
  packs: CatalogueDatabase;
  vault: Vault;
  journal: Journal;
  streams: Streams;
  drafts: Drafts<Draft>;
  blobs: Blobs;
  line: Line;
  /** Tells this tab's listeners and the other tabs. */ changed: (...changes: Change[]) => void;
  listeners: Set<(changes: Change[]) => void>;
  /** Told at once, before the listeners, which hear of many changes together. */ caches: Set<(changes: Change[]) => void>;
  /** Locks the other tabs too. */ lockOthers: () => void;
  onForeignLock: Set<() => void>;
  /** A person did something: the idle clock starts again. */ touched: () => void;
  lastTouch: () => number;
  meter: { listen: (listener: (bytes: number) => void) => void };
};

/** A chunk of a photo or a keystroke's draft is no reason to draw twice within a few frames. */
const gathering = 60;
const lockMessage = 'lock';
const channelKinds: readonly string[] = ['status', 'sync', 'counts', 'cases', 'drafts', 'visits', 'catalogue'] satisfies Change[];
function isChange(value: unknown): value is Change {
  return typeof value === 'string' && channelKinds.includes(value);
}

/** `name` tells apart the databases of two stations in one browser (tests). */
export async function openCore(world: World, name = 'bangban'): Promise<Core> {
  const [db, packs] = [await openDatabase(name, world.databases), await openCatalogueDatabase(`${name}-catalogue`, world.databases)];
  const [journal, streams] = [new Journal(db, world), new Streams(db, world)];
  const listeners = new Set<(changes: Change[]) => void>();
  const meters = new Set<(bytes: number) => void>();
  const caches = new Set<(changes: Change[]) => void>();
  const onForeignLock = new Set<() => void>();
  const waiting = new Set<Change>();
  const tell = (changes: Change[]) => {
    caches.forEach((cache) => cache(changes));
    if (waiting.size === 0) {
      world.after(gathering, () => {
        const all = [...waiting];
        waiting.clear();
        listeners.forEach((listener) => listener(all));
      });
    }
    for (const change of changes) waiting.add(change);
  };
  let touch = world.now();
  world.channel?.listen((message) => {
    if (message === lockMessage) onForeignLock.forEach((lock) => lock());
    if (!Array.isArray(message)) return;
    const changes = message.filter(isChange);
    if (changes.includes('cases') || changes.includes('visits')) streams.forget();
    tell(changes);
  });
  return {
    world,
    db,
    packs,
    vault: new Vault(db, world),
    journal,
    streams,
    drafts: new Drafts<Draft>(db, world),
    blobs: new Blobs(db, world),
    line: lateLine(world, (bytes) => meters.forEach((meter) => meter(bytes))),
    listeners,
    caches,
    onForeignLock,
    lockOthers: () => world.channel?.post(lockMessage),
    changed: (...changes) => {
      tell(changes);
      // What the line does in this tab is no news to the others.
      const shared = changes.filter((change) => change !== 'sync');
      if (shared.length > 0) world.channel?.post(shared);
    },
    touched: () => {
      touch = world.now();
    },
    lastTouch: () => touch,
    meter: {
      listen: (listener) => {
        meters.add(listener);
      }
    }
  };
}

/** One line, since it remembers the county's clock. A load that failed is tried again. */
function lateLine(world: World, meter: (bytes: number) => void): Line {
  let line: CountyLine | null = null;
  const open = async () => {
    const { CountyLine: Opened } = await import('./http.ts');
    return (line ??= new Opened(world, meter));
  };
  return { call: async (call) => (await open()).call(call), bytes: async (call) => (await open()).bytes(call) };
}

/** Who signs requests; null before enrolment. */
export async function signerOf(core: Core): Promise<Signer | null> {
  const [device, enrolment] = [await core.vault.device(), await core.vault.enrolment()];
  return device === null || enrolment === null ? null : { deviceId: enrolment.deviceId, key: device.sign.privateKey };
}
/** The open vault and the chain's epoch; null while locked. */
export async function openSession(core: Core): Promise<(Session & { epoch: string }) | null> {
  const [session, device] = [core.vault.session, await core.vault.device()];
  return session === null || device === null ? null : { ...session, epoch: device.epoch };
}
