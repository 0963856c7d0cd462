/** A tablet: its disk, its browser's locks, and the tabs that run the real station on them. */
import { createHash } from 'node:crypto';
import type { StationApi } from '#device/api.ts';
import { openStation } from '#device/station.ts';
import type { World } from '#device/world.ts';
import type { JournalRow } from '#store/database.ts';
import type { Platform } from '#store/platform.ts';
import { keysOf } from '#store/seal.ts';
import type { Keys } from '#store/seal.ts';
import type { DeviceRow, WayRow } from '#store/vault-rows.ts';
import { openWay } from '#store/ways.ts';
import { Life } from '../core/life.ts';
import type { FaultCounts } from '../core/faults.ts';
import { Random } from '../core/random.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Net } from '../net.ts';
import { registryOf } from '../upgrade.ts';
import { TabletDisk } from './databases.ts';
import { Locks } from './locks.ts';
import { simCrypto } from './web-crypto.ts';

export const pin = '246813';
export const databaseName = 'sim';
/** What opens and closes; `desk` has no loop of its own. */
export type Tab = { life: Life; world: World; api: StationApi };
type Listener = (message: unknown) => void;

export class Tablet {
  readonly name: string;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly net: Net;
  readonly counts: FaultCounts;
  disk = new TabletDisk();
  readonly locks = new Locks();
  /** This tablet's clock minus the true one, ms. */ skew = 0;
  /** Commits that will find the disk full. */ fullFor = 0;
  appVersion = 1;
  tabs: Tab[] = [];
  #channels = new Map<Life, Listener[]>();
  #lives = 0;
  #keys: Keys | null = null;

  constructor(name: string, random: Random, timeline: Timeline, net: Net, counts: FaultCounts) {
    [this.name, this.random, this.timeline, this.net, this.counts] = [name, random, timeline, net, counts];
  }

  now(): number {
    return Math.floor(this.timeline.now + this.skew);
  }
  /** Null when it died while it opened. */
  async open(): Promise<Tab | null> {
    const life = this.begin();
    const world = this.worldOf(life);
    const api = await life.through(() => openStation(world, databaseName));
    const tab = { life, world, api };
    this.tabs.push(tab);
    return tab;
  }
  begin(): Life {
    const life = new Life(`${this.name}.${String(++this.#lives)}`);
    life.onEnd(() => {
      this.tabs = this.tabs.filter((tab) => tab.life !== life);
      this.#channels.delete(life);
      this.locks.drop(life);
    });
    return life;
  }
  /** The whole tablet goes dark. */
  crash(): void {
    for (const life of [...this.#channels.keys()]) life.crash();
  }

  worldOf(life: Life): World {
    const { timeline, name } = this;
    const random = this.random.fork();
    const booted = timeline.now;
    const listeners: Listener[] = [];
    this.#channels.set(life, listeners);
    return {
      crypto: simCrypto(random, (act) => life.through(act)),
      now: () => this.now(),
      elapsed: () => timeline.now - booted,
      random: () => random.next(),
      after: (milliseconds, act) =>
        timeline.at(milliseconds, `${life.name} timer`, () => {
          if (!life.isOver()) act();
        }),
      locks: { request: (lock, work) => this.locks.request(life, lock, work) },
      alone: (lock, work) => this.locks.alone(life, lock, work),
      stretch: (secret, salt) => life.through(() => stretch(secret, salt)),
      fetch: this.net.fetchFor(name, life),
      county: 'http://county',
      appVersion: `0.${String(this.appVersion)}.0`,
      known: registryOf(this.appVersion),
      darkroom: (file) => life.through(() => ({ bytes: new Uint8Array(file.bytes), mime: 'image/jpeg', width: 10, height: 10 })),
      estimate: () => life.through(() => ({ usage: 0, quota: 10 ** 9, persisted: true })),
      channel: {
        post: (message) => {
          for (const [other, heard] of this.#channels)
            if (other !== life && !life.dead)
              timeline.at(1, `${other.name} hears`, () => {
                if (!other.dead) for (const listener of heard) listener(message);
              });
        },
        listen: (listener) => listeners.push(listener)
      },
      databases: this.disk.openFor(life, { full: () => this.#isFull() })
    };
  }
  #isFull(): boolean {
    if (this.fullFor <= 0) return false;
    this.fullFor--;
    this.counts.quota++;
    this.timeline.tell(`fault quota ${this.name}`);
    return true;
  }

  /** Straight from the disk, as a person with a debugger would: nothing of the station runs for it. */
  rows<T>(store: string): T[] {
    // The stores hold what the station's types say.
    return this.disk.rows(databaseName, store) as T[];
  }
  journal(): JournalRow[] {
    return this.rows<JournalRow>('journal').sort((a, b) => a.seq - b.seq);
  }
  /** Null before somebody has a way in. */
  async keys(): Promise<Keys | null> {
    if (this.#keys !== null) return this.#keys;
    const vault = this.rows<{ id: string }>('vault');
    const way = vault.find(({ id }) => id.startsWith('way:')) as WayRow | undefined;
    const device = vault.find(({ id }) => id === 'device') as DeviceRow | undefined;
    if (way === undefined || device === undefined) return null;
    const platform = this.bystander();
    const dataKey = await openWay(way, pin, device.agree, platform);
    if (dataKey === null) throw new Error(`${this.name}: the PIN does not open the vault`);
    return (this.#keys = await keysOf(dataKey, platform));
  }
  /** For reading what is sealed, beside all lives. */
  bystander(): Platform {
    const unasked = () => Promise.reject(new Error('a bystander writes nothing'));
    return {
      crypto: simCrypto(new Random(0), (act) => Promise.resolve(act())),
      now: () => this.now(),
      elapsed: () => this.timeline.now,
      locks: { request: unasked },
      stretch
    };
  }
}

/** Cheap: nobody guesses PINs here. */
function stretch(secret: string, salt: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return Promise.resolve(new Uint8Array(createHash('sha256').update(secret).update(salt).digest()));
}
