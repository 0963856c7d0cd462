/** One seed from its morning to its evening: a stormy while, then peace, then the checks. */
import type pg from 'pg';
import { addCode } from '#county/devices/codes.ts';
import { checkAnswer, checkDisk } from './checks/at-once.ts';
import { checkEnd } from './checks/at-the-end.ts';
import { noFaults, type FaultCounts } from './core/faults.ts';
import { Random } from './core/random.ts';
import { outside } from './core/quiet.ts';
import { Timeline } from './core/timeline.ts';
import { beginning, template, watch, type Connection } from './county/cluster.ts';
import { CountyHost } from './county/host.ts';
import { blockedIn } from './county/postgres.ts';
import { station } from './county/reviewer.ts';
import { pin, Tablet } from './device/tablet.ts';
import { Model, type Violation } from './model.ts';
import { Net } from './net.ts';
import { Person } from './person.ts';
import { countRuns, isAtRest } from './rest.ts';
import { Trouble } from './trouble.ts';

export type SeedResult = { seed: number; steps: number; operations: number; faults: FaultCounts; violations: Violation[]; hash: string; lines: string[] };
export type Place = { connection: Connection; admin: pg.Client; prefix: string };
const minute = 60_000;
/** Virtual time that is left for everything to settle once no trouble comes any more: the longest back-off is 7.5 minutes. */
const patience = 45 * minute;
/** A seed that takes more is a defect of the simulator or a storm of the code under test. */
const mostSteps = 60_000;
let made = 0;

export async function runSeed(seed: number, place: Place): Promise<SeedResult> {
  const database = `${place.prefix}_${String(++made)}`;
  await place.admin.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
  const day = new Day(seed, place, database);
  try {
    await day.run();
  } catch (error) {
    day.told('defect', error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error));
  }
  await day.end();
  const { timeline, model, counts, violations } = day;
  return {
    seed,
    steps: timeline.steps,
    operations: model.ops.size + model.decisions.size,
    faults: counts,
    violations,
    hash: timeline.hash,
    lines: timeline.lines
  };
}

export class Day {
  readonly seed: number;
  readonly place: Place;
  readonly random: Random;
  readonly counts = noFaults();
  readonly violations: Violation[] = [];
  readonly model = new Model();
  readonly timeline: Timeline;
  readonly county: CountyHost;
  readonly net: Net;
  readonly tablets: Tablet[];
  readonly persons: Person[];
  watcher: pg.Client | null = null;
  isStormy = true;
  isOver = false;
  #trouble: Trouble | null = null;

  constructor(seed: number, place: Place, database: string) {
    [this.seed, this.place] = [seed, place];
    this.random = new Random(seed);
    this.timeline = new Timeline(beginning, () => blockedIn(this.county.database, place.admin));
    this.county = new CountyHost(place.connection, database, this.random.fork(), this.timeline);
    this.net = new Net(this.timeline, this.random.fork(), this.county, this.counts);
    this.tablets = Array.from(
      { length: 2 + this.random.below(2) },
      (_, index) => new Tablet(`tablet${String(index + 1)}`, this.random.fork(), this.timeline, this.net, this.counts)
    );
    this.persons = this.tablets.map((tablet) => new Person(tablet, this.model, 4 + this.random.below(9), this.told));
  }
  told = (invariant: string, what: string): void => {
    if (this.violations.some((violation) => violation.invariant === invariant && violation.what === what)) return;
    this.timeline.tell(`VIOLATION ${invariant}: ${what}`);
    this.violations.push({ seed: this.seed, step: this.timeline.steps, invariant, what, trace: this.timeline.lines.slice(-12) });
  };
  /** Asks the database beside the county. */
  get sql(): pg.Client {
    if (this.watcher === null) throw new Error('nobody watches the database');
    return this.watcher;
  }

  async run(): Promise<void> {
    this.watcher = await watch(this.place.connection, this.county.database);
    await this.#done(this.county.start(this.sql));
    this.net.onAnswer = (message, answer) => checkAnswer(message, answer, this.county, this.sql, this.told);
    this.timeline.watchers.push(async () => {
      for (const tablet of this.tablets) await checkDisk(tablet, this.model, this.told);
    });
    await this.#enrol();
    const trouble = (this.#trouble = new Trouble(this));
    trouble.begin();
    const ends = this.timeline.now + trouble.lasts;
    await this.#until(() => this.timeline.now >= ends);
    trouble.calm();
    const latest = this.timeline.now + patience;
    const begun = await outside(() => countRuns(this));
    const rested = await this.#until(async () => this.timeline.now > latest || (await outside(() => isAtRest(this, begun))));
    if (!rested || this.timeline.now > latest) this.told('8', 'work is still pending long after all trouble has ended');
    await outside(() => checkEnd(this.tablets, this.county, this.sql, this.model, this.told));
  }
  async end(): Promise<void> {
    this.isOver = true;
    for (const tablet of this.tablets) tablet.crash();
    const process = this.county.process;
    this.county.onCrash = () => undefined;
    process?.life.crash();
    if (process !== null && this.watcher !== null) await this.county.bury(process, this.watcher);
    await this.watcher?.end();
    await this.#trouble?.clear();
    await this.place.admin.query(`DROP DATABASE ${this.county.database} WITH (FORCE)`);
  }

  /** False when it took too long, or nothing is due any more. */
  async #until(isDone: () => Promise<boolean> | boolean, every = 5000): Promise<boolean> {
    let next = 0;
    while (this.timeline.steps < mostSteps) {
      if (this.timeline.now >= next) {
        if (await isDone()) return true;
        next = this.timeline.now + every;
      }
      if (!(await this.timeline.step())) return false;
    }
    this.told('8', `${String(mostSteps)} steps and no end`);
    return false;
  }
  /** Goes on with time until it is done. */
  async #done(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    void work.then(() => {
      isDone = true;
    });
    await this.#until(() => isDone, 0);
  }
  async #enrol(): Promise<void> {
    for (const [index, person] of this.persons.entries()) {
      const { tablet } = person;
      const code = `SIMS-${String(1000 + index)
        .replaceAll('1', 'A')
        .replaceAll('0', 'B')}`;
      await addCode(this.sql, station, code, { printed: true });
      await this.#done(this.#signIn(tablet, code));
    }
  }
  async #signIn(tablet: Tablet, code: string): Promise<void> {
    const tab = await tablet.open();
    const enrolled = await tab?.api.enrol(code, tablet.name);
    const added = await tab?.api.addStaff('chenmin', 'chenmin-2026', pin);
    if (enrolled?.ok !== true || added?.ok !== true) this.told('defect', `${tablet.name} could not be enrolled`);
  }
}
