/**
 * `ingest-32`: whole days of 200 cases a second at the county, from 32 tablets of 32 stations at once, against COPY of the same lines over
 * 32 connections, one commit a day. Both sides are this process and one PostgreSQL: the county runs here beside the tablets, whose batches
 * are signed and zipped ahead; the rows of COPY are written out ahead as well. A higher ratio is better, 1 is COPY.
 */
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import type { BatchReply, TestDevice } from '#test/county/test-device.ts';
import { openCopyLimit } from '#test/storm/copy.ts';
import { prepare, send } from '#test/storm/request.ts';
import { addStations, enrolAt } from '#test/storm/stations.ts';
import type { Cell } from './cell.ts';
import { newCounty, type BenchCounty } from './county.ts';
import { makeDay } from './day.ts';
import { anyPlace } from './place.ts';
import { interleave, rowOf } from './row.ts';

const tablets = 32;
const cases = 200;

/** A day for each tablet. */
function nextDays(devices: readonly TestDevice[], round: number): string[][] {
  const place = anyPlace();
  return devices.map(({ deviceNo }, at) => makeDay(round * tablets + at + 1, cases, { ...place, deviceNo }).map((operation) => JSON.stringify(operation)));
}

/** Days a second. */
async function pushDays(county: BenchCounty, agent: Agent, devices: readonly TestDevice[], days: readonly string[][]): Promise<number> {
  const requests = await Promise.all(
    devices.map(async (device, at) => {
      const zipped = gzipSync((await device.batch(days[at] ?? [])).body);
      return prepare(device, 'POST', '/api/v1/batches', zipped, { 'Content-Encoding': 'gzip' });
    })
  );
  const started = performance.now();
  const answers = await Promise.all(requests.map((request) => send(county.origin, agent, request)));
  const seconds = (performance.now() - started) / 1000;
  for (const [at, answer] of answers.entries()) {
    if (answer.status !== 200) throw new Error(`a batch was answered ${answer.status} ${answer.text()}`);
    const reply = JSON.parse(answer.text()) as BatchReply;
    const refused = reply.verdicts.find(({ verdict }) => verdict !== 'applied');
    if (reply.verdicts.length !== cases || refused !== undefined) throw new Error(`not all of a day was applied: ${JSON.stringify(refused?.error)}`);
    const device = devices[at];
    if (device !== undefined) [device.lastSeq, device.headHash] = [reply.lastSeq, reply.headHash];
  }
  return days.length / seconds;
}

export const ingest: Cell = {
  names: ['ingest-32'],
  needsBuild: false,
  async measure({ rounds, pages, opened }) {
    const county = opened.use(await newCounty());
    await county.start(pages);
    const yardstick = opened.use(await openCopyLimit(county.connection, tablets));
    const owner = new pg.Client(county.connection);
    await owner.connect();
    opened.defer(() => owner.end());
    const devices: TestDevice[] = [];
    for (const station of await addStations(owner, tablets)) devices.push(await enrolAt(owner, county.origin, station));
    const agent = new Agent({ keepAlive: true, maxSockets: tablets });
    opened.defer(() => agent.destroy());

    let round = 0;
    let days: string[][] = [];
    const pushOne = () => pushDays(county, agent, devices, (days = nextDays(devices, ++round)));
    const copyOne = async () => days.length / (await yardstick.copy(days));
    await pushOne();
    await copyOne();
    const { value, limit } = await interleave(rounds, pushOne, copyOne);
    return [rowOf('ingest-32', 'days/s', value, limit)];
  }
};
