/** Cases folded anew out of all their operations: what their rows hold is made by the program that last touched them. */
import { apply } from '#domain/case/fold.ts';
import { foldVersion } from '#domain/case/fold-version.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { lockFeed } from '../feed/append.ts';
import { readLine } from './entry.ts';
import { stateToText } from './state-text.ts';

const pageCases = 500;

type Fold = { state: StreamState | null; blobs: Set<string> };

/** A state of null: what can't be folded. */
export async function foldOf(sql: Sql, station: string, ids: readonly string[]): Promise<Map<string, Fold>> {
  const { rows } = await sql.query<{ case_id: string; line: string }>(
    `SELECT f.case_id, j.line FROM feed f JOIN journal j ON j.station_code = f.station_code AND j.writer = f.writer AND j.epoch = f.epoch AND j.seq = f.writer_seq
     WHERE f.station_code = $1 AND f.case_id = ANY ($2::uuid[]) ORDER BY f.seq`,
    [station, ids]
  );
  const folded = new Map<string, Fold>();
  for (const { case_id, line } of rows) {
    const before = folded.get(case_id) ?? { state: null, blobs: new Set<string>() };
    const read = readLine(line);
    try {
      folded.set(
        case_id,
        read.kind === 'operation' ? { state: apply(before.state, read.op), blobs: before.blobs.union(new Set(read.op.blobs)) } : { ...before, state: null }
      );
    } catch {
      folded.set(case_id, { ...before, state: null });
    }
  }
  return folded;
}

/** For a county that was upgraded: tablets fold the feed by the new rules, and must come to what the county has. */
export async function refoldAll(context: Context): Promise<void> {
  const { database } = context;
  const stations = await database.inCounty(async (sql) => {
    const { rows } = await sql.query<{ folded_by: number }>('SELECT folded_by FROM county');
    if ((rows[0]?.folded_by ?? 0) >= foldVersion) return [];
    return (await sql.query<{ code: string }>('SELECT code FROM stations')).rows;
  });
  for (const { code } of stations) for (let after: string | null = ''; after !== null;) after = await refoldPage(context, code, after);
  await database.inCounty((sql) => sql.query('UPDATE county SET folded_by = $1 WHERE folded_by < $1', [foldVersion]));
}

/** The last case of the page; null when none is left. */
async function refoldPage({ database, instance }: Context, station: string, after: string): Promise<string | null> {
  return database.inStation(station, async (sql) => {
    await lockFeed(sql, station, instance);
    const { rows } = await sql.query<{ id: string }>(
      `SELECT id FROM cases WHERE station_code = $1 AND id::text > $2 ORDER BY id::text LIMIT ${String(pageCases)}`,
      [station, after]
    );
    const ids = rows.map(({ id }) => id);
    const folded = [...(await foldOf(sql, station, ids))].flatMap(([id, { state }]) => (state === null ? [] : [{ id, text: stateToText(state) }]));
    await sql.query('UPDATE cases AS c SET state = t.state FROM unnest($2::uuid[], $3::text[]) AS t(id, state) WHERE c.station_code = $1 AND c.id = t.id', [
      station,
      folded.map(({ id }) => id),
      folded.map(({ text }) => text)
    ]);
    return ids.at(-1) ?? null;
  });
}
