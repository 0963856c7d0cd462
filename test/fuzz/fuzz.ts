/** So many requests of so many kinds at a county of its own; what was found wrong, and what was seen. */
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { signIn } from '../county/staff-browser.ts';
import { newKeys, TestDevice } from '../county/test-device.ts';
import { codeOf, faultOf, isBesideTheApi } from './check.ts';
import { FuzzedCounty } from './county.ts';
import { changed, stateDigest } from './digest.ts';
import { brokenInvariants, worksAsUsual } from './invariants.ts';
import { Lane } from './lane.ts';
import { planOf, type Plan } from './plan.ts';
import { readSurface } from './surface.ts';

export type Outcome = {
  requests: number;
  byStatus: Record<string, number>;
  byEndpoint: Record<string, number>;
  serverErrors: number;
  partialWrites: number;
  rssBeforeMiB: number;
  rssAfterMiB: number;
};
export type Report = { outcome: Outcome; heapBeforeMiB: number; heapAfterMiB: number; sampled: number; findings: string[] };

/** Who sits at the console of each lane, and where its tablet stands: two of one station, since they meet at its feed. */
const callers = [
  ['wangshen', 'LT03'],
  ['admin', 'LT03'],
  ['luozhen', 'XQ02'],
  ['auditor', 'DH01'],
  ['wangshen', 'YL05'],
  ['admin', 'BS01']
] as const;
/** Requests of a lane between two that are watched alone. */
const unwatched = 24;
/** A quarter of so many requests has filled every pool and cache that the process will have; before, its memory only says how warm it is. */
const warm = 40_000;
/** Findings of one kind say the same. */
const mostFindings = 40;

z.config({ jitless: true });

/** `signal` ends the noise early; what was seen until then is judged all the same. */
export async function fuzz(requests: number, seed: number, told: (line: string) => void, signal?: AbortSignal): Promise<Report> {
  await using county = await FuzzedCounty.start();
  await using closing = new AsyncDisposableStack();
  const owner = closing.adopt(await county.owner(), (client) => client.end());
  const admin = await signIn(county.url, 'admin');
  const codeFor = async (stationCode: string): Promise<string> =>
    ((await (await admin.call('POST', '/api/v1/staff/enrolment-codes', { stationCode })).json()) as { code: string }).code;
  const ferryKey = await ferryKeyOf(county, await codeFor('BS01'));
  const lanes: Lane[] = [];
  for (const [name, station] of callers) lanes.push(closing.use(await Lane.open(county.url, await codeFor(station), name, ferryKey)));
  const plans = planOf(await readSurface(county.url));

  const outcome: Outcome = { requests: 0, byStatus: {}, byEndpoint: {}, serverErrors: 0, partialWrites: 0, rssBeforeMiB: 0, rssAfterMiB: 0 };
  const findings: string[] = [];
  let sampled = 0;
  const find = (text: string): void => {
    if (findings.length < mostFindings) findings.push(text);
    told(`${text}\n`);
  };
  const send = async (lane: Lane, plan: Plan): Promise<string | null> => {
    const { endpoint } = plan;
    const shown = `${plan.method} ${endpoint.path}`;
    outcome.requests++;
    outcome.byEndpoint[`${endpoint.method} ${endpoint.path}`] = (outcome.byEndpoint[`${endpoint.method} ${endpoint.path}`] ?? 0) + 1;
    try {
      const answer = await lane.send(plan);
      const status = String(answer?.status ?? 'none');
      outcome.byStatus[status] = (outcome.byStatus[status] ?? 0) + 1;
      if ((answer?.status ?? 0) >= 500) outcome.serverErrors++;
      const fault = faultOf(plan, answer);
      if (fault !== null) find(`${shown}: ${fault}\n  ${shownPlan(plan)}`);
      return answer === null || answer.status < 400 ? null : `${answer.status} ${(isBesideTheApi(plan) ? null : codeOf(answer)) ?? ''}`;
    } catch (error) {
      find(`${shown}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n  ${shownPlan(plan)}`);
      return null;
    }
  };
  const watched = async (lane: Lane, plan: Plan): Promise<void> => {
    const before = await stateDigest(owner, county.dataDir);
    const refused = await send(lane, plan);
    // A way to a fresh code is made for an enrolment; a fork is put aside by design.
    if (refused === null || plan.content.kind === 'enrolment' || refused.endsWith(' fork')) return;
    sampled++;
    const tables = changed(before, await stateDigest(owner, county.dataDir));
    if (tables.length === 0) return;
    outcome.partialWrites++;
    find(`${plan.method} ${plan.endpoint.path} was refused (${refused}) and wrote ${tables.join(', ')}\n  ${shownPlan(plan)}`);
  };

  let heapBeforeMiB = 0;
  for (let round = 0; outcome.requests < requests && signal?.aborted !== true; round++) {
    if (outcome.rssBeforeMiB === 0 && outcome.requests >= requests / 4) {
      const { rssMiB, heapMiB } = await county.memory();
      [outcome.rssBeforeMiB, heapBeforeMiB] = [rssMiB, heapMiB];
    }
    const sets = lanes.map((_, index) => fc.sample(plans, { numRuns: unwatched + 1, seed: seed + round * lanes.length + index }));
    await Promise.all(
      lanes.map(async (lane, index) => {
        for (const plan of sets[index]?.slice(1) ?? []) await send(lane, plan);
      })
    );
    for (const [index, lane] of lanes.entries()) {
      const plan = sets[index]?.[0];
      if (plan !== undefined) await watched(lane, plan);
    }
    if (round % 50 === 49) told(`${outcome.requests} …\n`);
  }
  const { rssMiB, heapMiB } = await county.memory();
  outcome.rssAfterMiB = rssMiB;
  if (heapMiB > heapBeforeMiB * 1.2) find(`the heap grows: ${heapBeforeMiB} MiB after the first quarter, ${heapMiB} MiB at the end`);
  if (requests >= warm && rssMiB > outcome.rssBeforeMiB * 1.2)
    find(`memory grows: ${outcome.rssBeforeMiB} MiB after the first quarter, ${rssMiB} MiB at the end`);
  for (const line of county.logged.filter((entry) => /^(defect|unavailable|sweep failed)/.test(entry))) find(`the county logged: ${line}`);
  for (const text of await brokenInvariants(owner)) find(text);
  await worksAsUsual(await TestDevice.enrol(county.url, await codeFor('LT03')), await signIn(county.url, 'wangshen')).catch((error: unknown) =>
    find(String(error))
  );
  return { outcome, heapBeforeMiB, heapAfterMiB: heapMiB, sampled, findings };
}

function shownPlan({ endpoint: _, ...plan }: Plan): string {
  return JSON.stringify(plan, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)).slice(0, 1500);
}

/** Told to a tablet when it enrols. */
async function ferryKeyOf(county: FuzzedCounty, code: string): Promise<string> {
  const reply = await fetch(`${county.url}/api/v1/enrolments`, {
    method: 'POST',
    body: JSON.stringify(new TestDevice(county.url, newKeys(), randomUUID()).enrolment(code))
  });
  return ((await reply.json()) as { countyKeys: { ferry: string } }).countyKeys.ferry;
}
