/** One round of `npm run torture`, and losses planted at the county: a comparison that finds nothing must be able to find something. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOwner } from '../embedded-owner.ts';
import { readCounty } from './county-reading.ts';
import { blows } from './fate.ts';
import { Torture } from './torture.ts';

let torture: Torture;
beforeAll(async () => {
  torture = await Torture.begin(20261122, () => undefined);
});
afterAll(() => torture[Symbol.asyncDispose]());

test('[P5] [P12] [P18] [P21] [P22] killed and cut in the middle of a day, tablet and county have the same, once', async () => {
  const { operations, blobs, lost, doubled } = await torture.round();
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  for (const blow of blows) expect(torture.tally[blow], blow).toBeGreaterThan(0);
  expect(operations).toBeGreaterThan(4);
  expect(blobs).toBeGreaterThan(8);
});

test('what is lost, changed or doubled at the county is found', async () => {
  const { dataDir } = torture.site.county;
  const device = await torture.site.inspect();
  const [photo, other] = (await readCounty(dataDir, device)).blobs;
  const owner = await openOwner(dataDir);
  const planted: [() => Promise<unknown>, 'lost' | 'doubled', RegExp][] = [
    [
      () => owner.query(`UPDATE journal SET line = replace(line, '"base":0', '"base": 0') WHERE seq = 1 AND writer <> 'county'`),
      'lost',
      /^line .* 1: other bytes/
    ],
    [() => owner.query(`DELETE FROM journal WHERE seq = 2 AND writer <> 'county'`), 'lost', /^line .* 2: not at the county/],
    [
      () =>
        owner.query(`INSERT INTO operations SELECT station_code, gen_random_uuid(), line_hash, writer, epoch, seq, case_id, group_id, type, author, verdict, final, problem
                     FROM operations WHERE type = 'case.received' LIMIT 1`),
      'doubled',
      /^case .* is applied 2 times/
    ],
    [() => owner.query('UPDATE feed SET seq = seq + 1000 WHERE seq = 3'), 'lost', /the feed has a gap/],
    [() => owner.query('DELETE FROM cases WHERE id = (SELECT min(id::text)::uuid FROM cases)'), 'lost', /^state of .* is another/],
    [() => owner.query('DELETE FROM blobs WHERE sha256 = $1', [other?.sha256]), 'lost', /^photo .*: not committed/],
    [
      () => flipsBit(join(dataDir, 'blobs', device.station, photo?.sha256.slice(0, 2) ?? '', photo?.sha256 ?? '')),
      'lost',
      /^photo .* at the county: other bytes/
    ]
  ];
  try {
    let seen = await torture.compares();
    for (const [plant, kind, sentence] of planted) {
      expect(
        seen[kind].some((text) => sentence.test(text)),
        `before ${String(sentence)}`
      ).toBe(false);
      await plant();
      seen = await torture.compares();
      expect(
        seen[kind].some((text) => sentence.test(text)),
        String(sentence)
      ).toBe(true);
    }
  } finally {
    await owner.end();
  }
});

async function flipsBit(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(file, bytes);
}
