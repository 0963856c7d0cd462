/** The administrator: buries a crashed county, copies it, puts an older copy back, and starts it again. */
import { outside } from '../core/quiet.ts';
import type { Random } from '../core/random.ts';
import type { Day } from '../seed.ts';
import { watch } from './cluster.ts';
import type { CountyDisk } from './disk.ts';

const second = 1000;

export class CountyCare {
  keepsBackups = false;
  #day: Day;
  #random: Random;
  #backup: { database: string; disk: CountyDisk; version: number } | null = null;

  constructor(day: Day, random: Random) {
    [this.#day, this.#random] = [day, random];
    day.county.onCrash = (dead) => this.#crashed(dead);
  }

  /** The process dies at one of its next awaits. */
  burn(): void {
    const { county } = this.#day;
    if (county.process === null) return;
    if (this.#random.chance(0.35)) county.atCommit = this.#random.pick(['before', 'after'] as const);
    else county.process.life.burn(1 + this.#random.below(this.#random.chance(0.5) ? 20 : 150));
  }
  upgrade(version: number): void {
    const { county, counts, timeline } = this.#day;
    county.version = version;
    counts.upgrade++;
    timeline.tell('fault upgrade county');
    county.process?.life.crash();
  }
  calm(version: number): void {
    const { county } = this.#day;
    county.process?.life.burn(Infinity);
    county.atCommit = null;
    if (county.version < version) this.upgrade(version);
  }

  #crashed(dead: { name: string; isBurnt: boolean }): void {
    const { counts, timeline, net, county } = this.#day;
    const isAtCommit = county.atCommit !== null && !dead.isBurnt;
    if (dead.isBurnt || isAtCommit) counts[isAtCommit ? 'crashAtCommit' : 'countyCrash']++;
    timeline.tell(`county is down${isAtCommit ? ` at commit, ${String(county.atCommit)}` : ''}`);
    county.atCommit = null;
    net.countyGone();
    timeline.at(this.#random.between(1, 60) * second, 'county is up', () => void this.#revive(dead));
  }
  async #revive(dead: { name: string }): Promise<void> {
    const { county, counts, timeline, isStormy } = this.#day;
    if (await county.bury(dead, this.#day.sql)) {
      counts.tornFile++;
      timeline.tell('fault tornFile');
    }
    if (this.keepsBackups && isStormy) await outside(() => this.#copyOrRestore());
    await county.start(this.#day.sql);
  }
  async #copyOrRestore(): Promise<void> {
    const { county, place, counts, timeline, model, tablets } = this.#day;
    const backup = this.#backup;
    if (backup === null) {
      const database = `${county.database}_copy`;
      await this.#alone(() => place.admin.query(`CREATE DATABASE ${database} TEMPLATE ${county.database}`));
      this.#backup = { database, disk: county.disk.copy(), version: county.version };
      return timeline.tell('county is copied');
    }
    if (this.#random.chance(0.5)) return;
    await this.#alone(async () => {
      await place.admin.query(`DROP DATABASE ${county.database} WITH (FORCE)`);
      await place.admin.query(`ALTER DATABASE ${backup.database} RENAME TO ${county.database}`);
    });
    county.disk = backup.disk;
    this.#backup = null;
    counts.countyRestored++;
    // Our own restore begins a new generation of the feed; another's means do not.
    const isOurs = this.#random.chance(0.5);
    if (isOurs) await this.#day.sql.query('UPDATE county SET feed_generation = $1', [this.#generation()]);
    timeline.tell(`fault countyRestored${isOurs ? '' : ' by other means'}`);
    await model.excuse(tablets, county, this.#day.sql);
  }
  /** A database is copied while nobody is connected to it. */
  async #alone(act: () => Promise<unknown>): Promise<void> {
    const { county, place } = this.#day;
    await this.#day.sql.end();
    await act();
    this.#day.watcher = await watch(place.connection, county.database);
  }
  #generation(): string {
    const bytes = Buffer.alloc(16);
    this.#random.fill(bytes);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
  async drop(): Promise<void> {
    if (this.#backup !== null) await this.#day.place.admin.query(`DROP DATABASE ${this.#backup.database}`);
  }
}
