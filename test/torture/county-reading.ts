/** What the county has, read from its database and its folder past its own code. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { textToState } from '#county/ledger/state-text.ts';
import type { StreamState } from '#domain/case/state.ts';
import { openOwner } from '../embedded-owner.ts';
import type { DeviceReading } from './page/inspect.ts';

export interface CountyReading {
  device: { epoch: string; lastSeq: number; headHash: string };
  journal: { epoch: string; seq: number; link: string; line: string; verdict: string }[];
  /** Acts that were applied, by case and type; a doubled one is there twice. */
  applied: { opId: string; caseId: string; type: string }[];
  feed: { seq: number; opId: string }[];
  cases: { id: string; state: StreamState }[];
  /** Committed photos; `actual`: the hash of the file's bytes. */
  blobs: { sha256: string; bytes: number; actual: string | null }[];
}

export async function readCounty(dataDir: string, { station, deviceId }: Pick<DeviceReading, 'station' | 'deviceId'>): Promise<CountyReading> {
  const owner = await openOwner(dataDir);
  try {
    const all = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = [station]): Promise<T[]> => (await owner.query<T>(text, values)).rows;
    const [device] = await all<CountyReading['device']>(
      'SELECT epoch, last_seq::int AS "lastSeq", head_hash AS "headHash" FROM devices WHERE station_code = $1 AND device_id = $2',
      [station, deviceId]
    );
    if (device === undefined) throw new Error('the county does not know the tablet');
    const committed = await all<{ sha256: string; bytes: number }>('SELECT sha256, bytes FROM blobs WHERE station_code = $1');
    return {
      device,
      journal: await all(`SELECT epoch, seq::int, link, line, verdict FROM journal WHERE station_code = $1 AND writer = $2 ORDER BY epoch, seq`, [
        station,
        deviceId
      ]),
      applied: await all(
        `SELECT o.op_id AS "opId", o.case_id AS "caseId", o.type FROM operations o WHERE o.station_code = $1 AND o.verdict = 'applied' AND o.writer = $2`,
        [station, deviceId]
      ),
      feed: await all('SELECT seq::int, op_id AS "opId" FROM feed WHERE station_code = $1 ORDER BY seq'),
      cases: (await all<{ id: string; state: string }>('SELECT id, state FROM cases WHERE station_code = $1')).map(({ id, state }) => ({
        id,
        state: textToState(state)
      })),
      blobs: await Promise.all(committed.map(async ({ sha256, bytes }) => ({ sha256, bytes, actual: await hashOf(join(dataDir, 'blobs', station), sha256) })))
    };
  } finally {
    await owner.end();
  }
}

async function hashOf(folder: string, sha256: string): Promise<string | null> {
  const inside = join(folder, sha256.slice(0, 2));
  if (!(await readdir(inside).catch((): string[] => [])).includes(sha256)) return null;
  return createHash('sha256')
    .update(await readFile(join(inside, sha256)))
    .digest('hex');
}
