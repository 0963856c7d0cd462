/** What goes wrong in a seed, and who comes to set it right: crashes and starts, clocks, full disks, restores, second tabs. */
import { isOverQuota } from '#store/database.ts';
import { review } from './county/reviewer.ts';
import { outside } from './core/quiet.ts';
import type { Random } from './core/random.ts';
import type { FaultKind } from './core/faults.ts';
import { pin } from './device/tablet.ts';
import type { Tab, Tablet } from './device/tablet.ts';
import type { TabletDisk } from './device/databases.ts';
import { fairWeather, type Weather } from './net.ts';
import type { Person } from './person.ts';
import { CountyCare } from './county/care.ts';
import type { Day } from './seed.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const newestVersion = 2;

export class Trouble {
  /** Virtual ms. */ readonly lasts: number;
  #day: Day;
  #random: Random;
  #care: CountyCare;
  #copies = new Map<Tablet, TabletDisk>();

  constructor(day: Day) {
    this.#day = day;
    this.#random = day.random.fork();
    this.#care = new CountyCare(day, this.#random.fork());
    this.lasts = this.#random.between(10, 30) * minute;
  }

  begin(): void {
    const { net, persons, tablets } = this.#day;
    net.weather = this.#weather();
    for (const tablet of tablets) for (const tab of tablet.tabs) this.#mind(tablet, tab);
    for (const person of persons) this.#goOn(person);
    this.#often('review', 20, 120, () => this.#review());
    this.#often('walk', 120, 600, () => this.#walkAway());
    // Not every seed has everything: what is rare in a storm of all is common in a storm of some.
    this.#sometimes('power', 60, 300, () => this.#powerFails());
    this.#sometimes('county fuse', 60, 300, () => this.#care.burn());
    this.#sometimes('clock', 60, 400, () => this.#clockJumps());
    this.#sometimes('full disk', 60, 300, () => this.#diskFills());
    this.#sometimes('tab', 100, 500, () => this.#openTab());
    this.#sometimes('copy', 100, 600, () => this.#copyTablet());
    this.#sometimes('upgrade', 200, 900, () => this.#upgrade());
    if (this.#random.chance(0.5)) this.#care.keepsBackups = true;
  }
  /** Nothing goes wrong from here on, and everybody has the newest program. */
  calm(): void {
    const { net, persons, timeline, tablets } = this.#day;
    this.#day.isStormy = false;
    net.weather = fairWeather;
    net.offline.clear();
    timeline.tell('calm');
    for (const person of persons) person.left = 0;
    for (const tablet of tablets) {
      for (const { life } of tablet.tabs) life.burn(Infinity);
      tablet.fullFor = 0;
      if (tablet.appVersion < newestVersion) this.#renew(tablet);
      for (const { api } of tablet.tabs) void api.setOnline(true);
    }
    this.#care.calm(newestVersion);
  }

  clear(): Promise<void> {
    return this.#care.drop();
  }

  #weather(): Weather {
    const chance = () => (this.#random.chance(0.6) ? this.#random.between(0, 0.08) : 0);
    return {
      lostRequest: chance(),
      lostReply: chance(),
      doubled: chance(),
      delayed: chance(),
      truncatedRequest: chance(),
      truncatedReply: chance(),
      stalled: chance() / 2
    };
  }
  #sometimes(label: string, from: number, to: number, act: () => void): void {
    if (this.#random.chance(0.55)) this.#often(label, from, to, act);
  }
  #often(label: string, from: number, to: number, act: () => void): void {
    const { timeline } = this.#day;
    const again = () => {
      if (!this.#day.isStormy) return;
      act();
      timeline.at(this.#random.between(from, to) * second, label, again);
    };
    timeline.at(this.#random.between(from, to) * second, label, again);
  }
  #count(kind: FaultKind, who: string): void {
    this.#day.counts[kind]++;
    this.#day.timeline.tell(`fault ${kind} ${who}`);
  }

  #review(): void {
    const { county, sql, model } = this.#day;
    void review(county, sql, model, this.#random);
  }
  #walkAway(): void {
    const { tablets, net, timeline } = this.#day;
    const tablet = this.#random.pick(tablets);
    if (net.offline.has(tablet.name)) return;
    const hears = this.#random.chance(0.7);
    const tell = (online: boolean) => tablet.tabs.forEach(({ api }) => void api.setOnline(online));
    net.offline.add(tablet.name);
    if (hears) tell(false);
    timeline.at(this.#random.between(1, 10) * minute, `${tablet.name} is back`, () => {
      net.offline.delete(tablet.name);
      if (hears) tell(true);
    });
  }
  /** The whole tablet, or the browser alone kills a tab. */
  #powerFails(): void {
    const tablet = this.#random.pick(this.#day.tablets);
    const tab = tablet.tabs.at(this.#random.below(tablet.tabs.length));
    if (tab === undefined) return;
    const isPower = this.#random.chance(0.6);
    tab.life.burn(1 + this.#random.below(this.#random.chance(0.5) ? 60 : 600));
    tab.life.onEnd(() => {
      if (tab.life.isBurnt) this.#count('deviceCrash', tablet.name);
      if (isPower) tablet.crash();
    });
  }
  #clockJumps(): void {
    const { tablets, county } = this.#day;
    const by = (this.#random.chance(0.5) ? 1 : -1) * this.#random.pick([90 * second, 20 * minute, 3 * hour, 30 * hour]);
    if (this.#random.chance(0.3)) {
      county.skew += by;
      return this.#count('countyClockJump', String(by));
    }
    const tablet = this.#random.pick(tablets);
    tablet.skew += by;
    this.#count('deviceClockJump', `${tablet.name} ${String(by)}`);
  }
  #diskFills(): void {
    this.#random.pick(this.#day.tablets).fullFor = 1 + this.#random.below(3);
  }
  #openTab(): void {
    const tablet = this.#random.pick(this.#day.tablets);
    if (tablet.tabs.length === 1) void this.#start(tablet).then((tab) => tab !== null && this.#count('twoTabs', tablet.name));
  }
  /** Somebody copies the tablet's disk, and puts the copy back another time. */
  #copyTablet(): void {
    const { tablets, timeline, model, county } = this.#day;
    const tablet = this.#random.pick(tablets);
    const copy = this.#copies.get(tablet);
    if (copy === undefined) {
      this.#copies.set(tablet, tablet.disk.copy());
      return timeline.tell(`${tablet.name} is copied`);
    }
    tablet.crash();
    tablet.disk = copy;
    this.#copies.delete(tablet);
    this.#count('deviceRestored', tablet.name);
    void outside(() => model.excuse(tablets, county, this.#day.sql));
  }
  #upgrade(): void {
    const { tablets, county } = this.#day;
    const old = tablets.filter(({ appVersion }) => appVersion < newestVersion);
    if (this.#random.chance(0.4) && county.version < newestVersion) return this.#care.upgrade(newestVersion);
    if (old.length > 0) this.#renew(this.#random.pick(old));
  }
  #renew(tablet: Tablet): void {
    tablet.appVersion = newestVersion;
    this.#count('upgrade', tablet.name);
    tablet.crash();
  }

  async #start(tablet: Tablet): Promise<Tab | null> {
    const tab = await tablet.open();
    if (tab !== null) this.#mind(tablet, tab);
    return tab;
  }
  /** When it dies, somebody opens it again. */
  #mind(tablet: Tablet, tab: Tab): void {
    tab.life.onEnd(() => {
      if (tablet.tabs.length > 0 || this.#day.isOver) return;
      this.#day.timeline.at(this.#random.between(1, 90) * second, `${tablet.name} is opened`, () => {
        if (tablet.tabs.length === 0) void this.#start(tablet);
      });
    });
  }
  /** A person's next act, and the next after it. */
  #goOn(person: Person): void {
    const { tablet } = person;
    this.#day.timeline.at(this.#random.between(1, 60) * second, `${tablet.name} act`, () => {
      const tab = tablet.tabs.at(this.#random.below(tablet.tabs.length));
      if (tab === undefined) return this.#goOn(person);
      let isOver = false;
      const next = () => {
        if (isOver) return;
        isOver = true;
        this.#goOn(person);
      };
      tab.life.onEnd(next);
      void this.#act(person, tab).then(next);
    });
  }
  async #act(person: Person, tab: Tab): Promise<void> {
    try {
      if (person.left > 0) return await person.act(tab);
      // In the evening the tablet lies open on the desk, and somebody looks at it now and then.
      const { phase, colleagues } = await tab.api.status();
      if (phase === 'locked') await tab.api.unlock(colleagues[0]?.id ?? '', pin);
      else await tab.api.touch();
      if ((await tab.api.syncStatus()).paused) await tab.api.syncNow();
    } catch (error) {
      // Told, and nothing was written: the person tries again.
      if (isOverQuota(error)) return;
      this.#day.told('defect', `${person.tablet.name}: ${error instanceof Error ? `${error.name} ${error.message} ${error.stack ?? ''}` : String(error)}`);
    }
  }
}
