/** Parked groups judged once more: after an upgrade, or because a person asks. No tablet has to send anything for it (SPEC P17). */
import type { Context } from '../context.ts';
import type { Sql } from '../database/database.ts';
import { lockFeed } from '../feed/append.ts';
import { applySet, attempt } from './apply-items.ts';
import { groupsOf, type Item, type Judged } from './judge-batch.ts';
import { itemsOf, loadWaiting, type StoredLine } from './load.ts';
import { releaseParked, writeOperations } from './write.ts';

/** How many groups got their answer, and how many still wait. */
export type JudgedAgain = { settled: number; waiting: number };

export async function judgeAgain(context: Context, station: string): Promise<JudgedAgain> {
  const now = context.now();
  return context.database.inStation(station, async (sql) => {
    await lockFeed(sql, station, context.instance);
    const first = await load(sql, context, station);
    let rest = first;
    // One may be what another waits for.
    for (let moved = true; moved && rest.waiting.length + rest.refused.length > 0;) {
      const before = rest.waiting.length + rest.refused.length;
      for (const group of rest.refused) await attempt(context, sql, () => applySet(context, sql, station, group, now, [], enterAgain));
      for (const group of rest.waiting) await attempt(context, sql, () => applySet(context, sql, station, [], now, [group]));
      rest = await load(sql, context, station);
      moved = rest.waiting.length + rest.refused.length < before;
    }
    const waiting = rest.waiting.length + rest.refused.length;
    return { settled: first.waiting.length + first.refused.length - waiting, waiting };
  });
}

/** All stations that have any; for a county that was upgraded. */
export async function judgeAllAgain(context: Context): Promise<void> {
  const stations = await context.database.inScope({ county: true }, async (sql) => {
    const { rows } = await sql.query<{ station_code: string }>(`SELECT DISTINCT station_code FROM journal WHERE verdict = 'parked'`);
    return rows.map(({ station_code }) => station_code);
  });
  for (const station of stations) {
    const { settled } = await judgeAgain(context, station);
    if (settled > 0) context.log(`judged ${String(settled)} parked groups of ${station}`);
  }
}

async function load(sql: Sql, context: Context, station: string): Promise<{ waiting: Item[][]; refused: Item[][] }> {
  return { waiting: await loadWaiting(sql, station, context.known), refused: await loadRefused(sql, context, station) };
}

/** What the database could not take stands in the journal alone; each line once, however many epochs have carried it. */
async function loadRefused(sql: Sql, context: Context, station: string): Promise<Item[][]> {
  const { rows } = await sql.query<StoredLine>(
    `SELECT * FROM (
       SELECT DISTINCT ON (j.op_id, j.line_hash) j.writer, j.epoch, j.seq, j.line, j.line_hash, j.link, j.received_at
       FROM journal j WHERE j.station_code = $1 AND j.verdict = 'parked'
         AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.station_code = j.station_code AND o.op_id = CASE WHEN j.op_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN j.op_id::uuid END)
       ORDER BY j.op_id, j.line_hash, j.received_at
     ) AS once ORDER BY received_at, writer, seq`,
    [station]
  );
  return groupsOf(itemsOf(rows, context.known));
}

/** The lines are in the journal; what they hold now stands among the operations, and their verdict is the new one. */
async function enterAgain(sql: Sql, station: string, judged: readonly Judged[]): Promise<void> {
  await writeOperations(sql, station, judged);
  await releaseParked(sql, station, judged);
}
