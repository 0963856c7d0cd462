import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, received, visit } from './acts.ts';
import { newDatabase, startTestCounty, type TestCounty } from './harness.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await startTestCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

/** An answer holds 10,000 letters at most. */
function parts(text: string): Record<string, string> {
  return Object.fromEntries((text.match(/.{1,10000}/g) ?? []).map((part, at) => [`remark${String(at)}`, part]));
}

const stationTables = [
  'devices',
  'nonces',
  'journal',
  'operations',
  'quarantine',
  'cases',
  'case_blobs',
  'blobs',
  'feed_heads',
  'feed',
  'device_epochs',
  'ferry_imports',
  'voices',
  'voice_steps',
  'reveals'
];

test('every table with a station has it first in its primary key, and forces row-level security', async () => {
  const { rows } = await county.owner.query<{ name: string; first: string; forced: boolean }>(
    `SELECT c.relname AS name, a.attname AS first, c.relrowsecurity AND c.relforcerowsecurity AS forced
     FROM pg_class c JOIN pg_attribute s ON s.attrelid = c.oid AND s.attname = 'station_code' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
     JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
     WHERE c.relname NOT IN ('staff', 'enrolment_codes', 'audit', 'query_tokens') ORDER BY c.relname`
  );
  expect(rows.map((row) => row.name)).toEqual([...stationTables].sort());
  expect(rows.filter((row) => row.first !== 'station_code' || !row.forced)).toEqual([]);
});

test("the application's role owns nothing and can't step past the policies", async () => {
  const { rows } = await county.owner.query<{ rolname: string; rolbypassrls: boolean; rolsuper: boolean; owned: number }>(
    `SELECT rolname, rolbypassrls, rolsuper, (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned FROM pg_roles r WHERE rolname IN ('bangban_app', 'bangban_staff') ORDER BY rolname`
  );
  expect(rows).toEqual([
    { rolname: 'bangban_app', rolbypassrls: false, rolsuper: false, owned: 0 },
    { rolname: 'bangban_staff', rolbypassrls: false, rolsuper: false, owned: 0 }
  ]);
});

test('a station sees its own rows; with none set there are no rows, never all', async () => {
  const mine = await county.enrol('LT03');
  const theirs = await county.enrol('DH01');
  await mine.push([line(visit())]);
  await theirs.push([line(visit()), line(visit())]);
  expect(await mine.feed()).toHaveLength(1);
  expect(await theirs.feed()).toHaveLength(2);

  const app = new pg.Client({ connectionString: county.databaseUrl });
  await app.connect();
  await app.query('SET ROLE bangban_app');
  const seen = async (setting: string | null): Promise<number[]> => {
    await app.query(`BEGIN${setting === null ? '' : `; SET LOCAL app.station = '${setting}'`}`);
    const counts: number[] = [];
    for (const table of ['devices', 'journal', 'cases', 'feed'])
      counts.push((await app.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? -1);
    await app.query('ROLLBACK');
    return counts;
  };
  expect(await seen('LT03')).toEqual([1, 1, 1, 1]);
  expect(await seen('DH01')).toEqual([1, 2, 2, 2]);
  expect(await seen(null)).toEqual([0, 0, 0, 0]);
  expect(await seen('')).toEqual([0, 0, 0, 0]);
  await app.query(`BEGIN; SET LOCAL app.station = 'LT03'`);
  await expect(app.query(`INSERT INTO feed_heads VALUES ('DH01', 0, 0, '')`)).rejects.toThrow('row-level security');
  await app.query('ROLLBACK');
  await expect(app.query('SELECT private_key FROM county_keys')).rejects.toThrow('permission denied');
  await expect(app.query('DELETE FROM journal')).rejects.toThrow('permission denied');
  await expect(app.query('UPDATE audit SET actor = $1', ['x'])).rejects.toThrow('permission denied');
  await app.end();
});

test('a connection goes back to the pool with no station, no scope and the role that it came with, whatever happened on it', async () => {
  const { database } = county.context;
  const failing = (): Promise<never> => Promise.reject(new Error('on purpose'));
  const uses = Array.from({ length: 60 }, (_, at) => {
    if (at % 4 === 0) return database.inStation('LT03', failing);
    if (at % 4 === 1) return database.inScope({ county: true }, (sql) => sql.query('SELECT no_such_column'));
    if (at % 4 === 2) return database.inScope({ county: false, stations: ['LT03'] }, (sql) => sql.query('SELECT pg_sleep(0.01)'));
    return database.inStation(`LT03'; SET app.scope = 'county`, (sql) => sql.query('SELECT pg_sleep(0.01)'));
  });
  const outcomes = await Promise.allSettled(uses);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(30);
  const seen = await Promise.all(
    Array.from({ length: 32 }, () =>
      database.inCounty(async (sql) => {
        const { rows } = await sql.query(
          `SELECT (SELECT count(*)::int FROM devices) AS devices, current_user AS "user", coalesce(current_setting('app.station', true), '') || coalesce(current_setting('app.scope', true), '') AS set, pg_sleep(0.02)::text AS slept`
        );
        return rows[0] as unknown;
      })
    )
  );
  expect(new Set(seen.map((row) => JSON.stringify(row)))).toEqual(new Set([JSON.stringify({ devices: 0, user: 'bangban_app', set: '', slept: '' })]));
});

test('[P25] feed rows are dense and in order while tablets of a station push at once, and a reader misses none', async () => {
  const tablets = await Promise.all([county.enrol('BS01'), county.enrol('BS01'), county.enrol('BS01')]);
  const reader = await county.enrol('BS01');
  const rounds = 12;
  let writing = true;
  const read: number[] = [];
  const reading = (async () => {
    let cursor = '';
    for (let last = false; !last;) {
      last = !writing;
      const page = await reader.json<{ rows: { seq: number }[]; cursor: string }>('GET', `/api/v1/feed${cursor === '' ? '' : `?cursor=${cursor}`}`);
      read.push(...page.rows.map((row) => row.seq));
      cursor = page.cursor;
    }
  })();
  await Promise.all(
    tablets.map(async (tablet) => {
      for (let round = 0; round < rounds; round++) await tablet.push([line(visit()), line(visit())]);
    })
  );
  writing = false;
  await reading;
  expect(read).toEqual(Array.from({ length: tablets.length * rounds * 2 }, (_, at) => at + 1));
});

test('[P26] pages of the feed are bounded by bytes as well, and together they are the whole', async () => {
  const writer = await county.enrol('XQ02');
  // Random letters, which no compression makes small; one alone is larger than a page.
  const remark = (bytes: number): string => randomBytes(bytes / 2).toString('hex');
  const sizes = [100_000, 200_000, 200_000, 200_000, 900_000, 50_000, 50_000];
  await writer.push(sizes.map((size) => line(received({}, { answers: { applicantName: '李桂兰', ...parts(remark(size)) } }))));
  const reader = await county.enrol('XQ02');
  const pages: number[][] = [];
  for (let cursor = '', more = true; more;) {
    const page = await reader.json<{ rows: { seq: number }[]; cursor: string; more: boolean }>(
      'GET',
      `/api/v1/feed${cursor === '' ? '' : `?cursor=${cursor}`}`
    );
    pages.push(page.rows.map((row) => row.seq));
    ({ cursor, more } = page);
  }
  expect(pages.flat()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(pages.length).toBeGreaterThan(3);
  expect(pages.length).toBeLessThan(7);
  expect(await writer.feed()).toHaveLength(7);
});

test("[P28] a tablet's own acts come back without their line until it opens a new epoch", async () => {
  const tablet = await county.enrol('SX01');
  const op = visit();
  await tablet.push([line(op)]);
  expect(await tablet.feed()).toMatchObject([{ seq: 1, opId: op.opId, caseId: op.caseId, line: null, county: false }]);
  const colleague = await county.enrol('SX01');
  expect(await colleague.feed()).toMatchObject([{ opId: op.opId, line: line(op) }]);
});

test('[P27] a cursor of another generation, or of a row that is no more, is refused, and the snapshot serves', async () => {
  const tablet = await county.enrol('YL05');
  await tablet.push([line(visit())]);
  const { cursor } = await tablet.json<{ cursor: string }>('GET', '/api/v1/snapshot');
  const [generation, seq, row = ''] = cursor.split('.');
  const status = async (asked: string) => (await tablet.call('GET', `/api/v1/feed?cursor=${asked}`)).status;
  expect(await status(cursor)).toBe(200);
  expect(await status(`${generation ?? ''}.${seq ?? ''}.${'0'.repeat(16)}`)).toBe(409);
  expect(await status(`${generation ?? ''}.2.${row}`)).toBe(409);
  expect(await status(`${generation ?? ''}.0.`)).toBe(200);
  expect((await tablet.call('GET', '/api/v1/feed?cursor=11111111-1111-4111-8111-111111111111.5')).status).toBe(409);
  expect((await tablet.call('GET', '/api/v1/feed?cursor=x%00')).status).toBe(409);
  expect((await tablet.json<{ rows: unknown[] }>('GET', '/api/v1/snapshot')).rows).toHaveLength(1);
});

test('[P27] a place is another when the same act came to it again after a restore, since other acts may stand before it', async () => {
  const { owner } = county;
  const putBack = async () => {
    for (const table of ['feed', 'feed_heads', 'operations', 'journal', 'case_blobs', 'cases'])
      await owner.query(`DELETE FROM ${table} WHERE station_code = 'YL05'`);
  };
  await putBack();
  const [one, two, reader] = [await county.enrol('YL05'), await county.enrol('YL05'), await county.enrol('YL05')];
  const [first, second] = [line(visit()), line(visit())];
  await one.push([first]);
  await two.push([second]);
  const { cursor } = await reader.json<{ cursor: string }>('GET', '/api/v1/snapshot');
  // Put back by other means to a day before both, the county hears of another act first, and then of the second.
  await putBack();
  const [three, four] = [await county.enrol('YL05'), await county.enrol('YL05')];
  await three.push([line(visit())]);
  await four.push([second]);
  expect((await reader.call('GET', `/api/v1/feed?cursor=${cursor}`)).status).toBe(409);
  expect((await reader.json<{ rows: unknown[] }>('GET', '/api/v1/snapshot')).rows).toHaveLength(2);
});

test("a database account that is no superuser serves as well, and sees no station without the application's role", async () => {
  const url = new URL((await newDatabase()).replace('@/', '@socket/'));
  const admin = new pg.Client({ connectionString: url.href.replace('@socket/', '@/') });
  await admin.connect();
  await admin.query(`CREATE ROLE plain_owner LOGIN CREATEROLE PASSWORD 'sample'`);
  await admin.query('GRANT bangban_app, bangban_staff, bangban_backup TO plain_owner WITH ADMIN OPTION');
  await admin.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO plain_owner; ALTER SCHEMA public OWNER TO plain_owner`);
  await admin.end();
  url.username = 'plain_owner';
  url.password = 'sample';
  await using plain = await startTestCounty({ databaseUrl: url.href.replace('@socket/', '@/') });
  const tablet = await plain.enrol('LT03');
  await tablet.push([line(visit())]);
  expect(await tablet.feed()).toHaveLength(1);
  expect((await plain.owner.query('SELECT * FROM journal')).rows).toEqual([]);
  const reviewer = await plain.signIn('wangshen');
  expect((await reviewer.call('GET', '/api/v1/staff/stations')).status).toBe(200);
});
