/** Every case's state against the fold of its operations in the feed's order, by the code that tablets fold with. */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { StreamState } from '#domain/case/state.ts';
import { foldOf } from '../ledger/refold.ts';
import { textToState } from '../ledger/state-text.ts';

const pageCases = 500;
type Stored = { id: string; state: string; blobs: string[] };

/** Answers how many there are. */
export async function checkCases(sql: pg.Client, station: string, tell: (problem: string) => void, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    signal.throwIfAborted();
    const { rows }: { rows: Stored[] } = await sql.query<Stored>(
      `SELECT id, state, ARRAY(SELECT sha256 FROM case_blobs b WHERE b.station_code = c.station_code AND b.case_id = c.id) AS blobs
       FROM cases c WHERE station_code = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT ${String(pageCases)}`,
      [station, after]
    );
    const folded = await foldOf(
      sql,
      station,
      rows.map(({ id }) => id)
    );
    for (const { id, state, blobs } of rows) {
      const fold = folded.get(id);
      if (fold === undefined) tell(`${station} 的办件 ${id} 没有任何操作`);
      else if (fold.state === null || !isSame(textToState(state), fold.state)) tell(`${station} 的办件 ${id} 和它的全部操作推算出的内容不一致`);
      else if (!isDeepStrictEqual(new Set(blobs), fold.blobs)) tell(`${station} 的办件 ${id} 的照片清单和它的操作不一致`);
    }
    count += rows.length;
    if (rows.length < pageCases) break;
    after = rows.at(-1)?.id ?? null;
  }
  const { rows } = await sql.query<{ n: number }>(
    `SELECT count(DISTINCT case_id) AS n FROM feed f WHERE station_code = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.station_code = f.station_code AND c.id = f.case_id)`,
    [station]
  );
  if ((rows[0]?.n ?? 0) > 0) tell(`${station} 有 ${String(rows[0]?.n)} 个办件有操作，却没有办件本身`);
  return count;
}

/** As JSON holds them: a value that is absent and one that is undefined are the same. */
function isSame(stored: StreamState, folded: StreamState): boolean {
  const plain = (state: StreamState): unknown => JSON.parse(JSON.stringify(state));
  return isDeepStrictEqual(plain(stored), plain(folded));
}
