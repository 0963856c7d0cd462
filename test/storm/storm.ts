/**
 * Many stations push their day at once. The tablets are `TestDevice`s: real keys, real signatures, the real chain, and nothing of the
 * device's own code, which seals and folds for a second a case and would measure the storm's machine instead of the county; it has its own
 * suites (test/scenario, test/simulation, test/torture). Batches are made ahead, so that all come at once; chunks are signed as they go.
 */
import { Agent } from 'node:http';
import type { TestDevice } from '#test/county/test-device.ts';
import { anyPlace } from '#test/bench/place.ts';
import { openCopyLimit } from './copy.ts';
import type { StormCounty } from './county.ts';
import { prepareDay, type StormDay } from './day.ts';
import { pushDay, type Tally } from './push.ts';
import { reckon, type Reckoning } from './reckon.ts';
import { addStations, enrolAt } from './stations.ts';

/** `cases` a station, `photos` a case. */
export interface StormOptions {
  stations: number;
  cases: number;
  photos: number;
}
/** `p50` and `p99` of a request, ms; `lost` and `doubled` count operations and photos. */
export interface StormResult {
  stations: number;
  cases: number;
  operations: number;
  seconds: number;
  casesPerSecond: number;
  p50: number;
  p99: number;
  errors: number;
  lost: number;
  doubled: number;
  serverPeakMiB: number;
  copyLimitCasesPerSecond: number;
}

const mostConnections = 32;

export async function prepareStorm(county: StormCounty, { stations, cases, photos }: StormOptions): Promise<StormDay[]> {
  const place = anyPlace();
  const days: StormDay[] = [];
  for (const [at, station] of (await addStations(county.owner, stations)).entries()) {
    const device: TestDevice = await enrolAt(county.owner, county.url, station);
    days.push(await prepareDay(station, device, place, at + 1, cases, photos));
  }
  return days;
}

/** All days at once; resolves to what it took, in seconds. */
export async function unleash(county: StormCounty, days: readonly StormDay[], tally: Tally): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  await Promise.all(days.map((day) => pushDay(county.url, agent, day, tally)));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return seconds;
}

export async function reckonAll(county: StormCounty, days: readonly StormDay[]): Promise<Reckoning> {
  const all: Reckoning = { lost: [], doubled: [] };
  for (const day of days) {
    const { lost, doubled } = await reckon(county.owner, county.blobs, day);
    all.lost.push(...lost);
    all.doubled.push(...doubled);
  }
  return all;
}

/** `say` hears what is no part of the result: memory before and after, and the first errors. */
export async function storm(county: StormCounty, options: StormOptions, say: (line: string) => void): Promise<StormResult> {
  const days = await prepareStorm(county, options);
  const before = county.memory();
  const tally: Tally = { took: [], errors: [] };
  const seconds = await unleash(county, days, tally);
  const after = county.memory();
  const { lost, doubled } = await reckonAll(county, days);
  await using limit = await openCopyLimit(county.connection, Math.min(options.stations, mostConnections));
  const copied = await limit.copy(days.map(({ lines }) => lines));
  say(`memory of the county: ${before.now} MiB before, ${after.now} after, ${after.peak} at most`);
  for (const error of tally.errors.slice(0, 10)) say(error);
  const operations = options.stations * options.cases;
  const sorted = tally.took.toSorted((a, b) => a - b);
  const at = (part: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return {
    stations: options.stations,
    cases: operations,
    operations,
    seconds: round(seconds),
    casesPerSecond: round(operations / seconds),
    p50: at(0.5),
    p99: at(0.99),
    errors: tally.errors.length,
    lost: lost.length,
    doubled: doubled.length,
    serverPeakMiB: after.peak,
    copyLimitCasesPerSecond: round(operations / copied)
  };
}

function round(number: number): number {
  return Number(number.toFixed(1));
}
