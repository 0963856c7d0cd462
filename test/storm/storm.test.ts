import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDatabase } from '#test/county/harness.ts';
import { startCountyProcess, type StormCounty } from './county.ts';
import { prepareStorm, reckonAll, storm, unleash } from './storm.ts';
import type { Tally } from './push.ts';

let county: StormCounty;
beforeAll(async () => {
  county = await startCountyProcess(await newDatabase());
});
afterAll(() => county[Symbol.asyncDispose]());

test('[P12][P18][P22][P25] stations that push their day at once lose nothing and double nothing', async () => {
  const said: string[] = [];
  const result = await storm(county, { stations: 8, cases: 12, photos: 1 }, (line) => said.push(line));
  expect(result).toEqual({
    stations: 8,
    cases: 96,
    operations: 96,
    seconds: expect.any(Number) as number,
    casesPerSecond: expect.any(Number) as number,
    p50: expect.any(Number) as number,
    p99: expect.any(Number) as number,
    errors: 0,
    lost: 0,
    doubled: 0,
    serverPeakMiB: expect.any(Number) as number,
    copyLimitCasesPerSecond: expect.any(Number) as number
  });
  expect(said.slice(1)).toEqual([]);
});

test('what was sent twice at once counts once', async () => {
  const days = await prepareStorm(county, { stations: 2, cases: 10, photos: 1 });
  const tally: Tally = { took: [], errors: [] };
  await unleash(county, [...days, ...days], tally);
  expect(tally.errors).toEqual([]);
  expect(await reckonAll(county, days)).toEqual({ lost: [], doubled: [] });
});

test('a loss, a changed byte, a doubled row and a broken photo are each seen', async () => {
  const days = await prepareStorm(county, { stations: 1, cases: 6, photos: 1 });
  const [day] = days;
  if (day === undefined) throw new Error('no day');
  await unleash(county, days, { took: [], errors: [] });
  const [gone, unfed, changed, twice] = day.sent.map(({ opId }) => opId);
  await county.owner.query('DELETE FROM journal WHERE op_id = $1', [gone]);
  await county.owner.query('DELETE FROM feed WHERE op_id = $1', [unfed]);
  await county.owner.query(`UPDATE journal SET line = line || ' ' WHERE op_id = $1`, [changed]);
  await county.owner.query('INSERT INTO feed SELECT (jsonb_populate_record(f, \'{"seq": 999}\')).* FROM feed f WHERE op_id = $1', [twice]);
  const [broken] = day.photos;
  if (broken === undefined) throw new Error('no photo');
  await appendFile(join(county.blobs, day.station, broken.sha256.slice(0, 2), broken.sha256), 'x');
  expect(await reckonAll(county, days)).toEqual({ lost: [gone, unfed, changed, broken.sha256], doubled: [twice] });
});
