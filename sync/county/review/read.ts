/** Histories that need a person's eye, within the reader's scope. */
import type { Problem } from '#protocol/errors.ts';
import type { Review } from '#protocol/review.ts';
import type { Context } from '../context.ts';
import type { Scope, Sql } from '../database/database.ts';
import { groupsOf, type Item } from '../ledger/judge-batch.ts';
import { itemsOf, type StoredLine } from '../ledger/load.ts';
import { contentOf } from './content.ts';
import { readPlaces, type Places } from './places.ts';
import { readQuarantine } from './quarantine.ts';

const mostLines = 2000;
/** Restoring a tablet once is no news; so often within a month is. */
const oftenTimes = 3;
const recentDays = 30;

export async function readReview(context: Context, scope: Scope, township: string | null): Promise<Review> {
  return context.database.inScope(scope, async (sql) => {
    const places = await readPlaces(context, sql, township);
    const quarantine = await readQuarantine(context, sql, places);
    const parked = await readParked(context, sql, places);
    return { quarantined: quarantine.rows, parked: parked.rows, copied: await readCopied(context, sql, places), more: quarantine.more || parked.more };
  });
}

type ParkedLine = StoredLine & { station_code: string; problem: string | null; since: Date };

async function readParked(context: Context, sql: Sql, places: Places): Promise<{ rows: Review['parked']; more: boolean }> {
  // Each line once, however many epochs have carried it. The reader's policy shows parked lines alone.
  const { rows } = await sql.query<ParkedLine>(
    `SELECT * FROM (
       SELECT DISTINCT ON (station_code, op_id, line_hash) station_code, writer, epoch, seq, line, line_hash, link, problem, received_at AS since
       FROM journal WHERE verdict = 'parked' ORDER BY station_code, op_id, line_hash, received_at
     ) AS once ORDER BY since, station_code, writer, seq LIMIT ${String(mostLines + 1)}`
  );
  const shown = rows.slice(0, mostLines);
  const first = new Map(itemsOf(shown, context.known).map((item, at) => [item.entry, { item, row: shown[at] }]));
  const groups = groupsOf([...first.values()].map(({ item }) => item));
  return { rows: groups.flatMap((group) => parkedGroup(group, first.get(group[0]?.entry ?? missing)?.row, places)), more: rows.length > mostLines };
}
const missing: Item['entry'] = { writer: '', epoch: '', seq: 0, line: '', lineHash: '', link: '' };

function parkedGroup(group: readonly Item[], row: ParkedLine | undefined, places: Places): Review['parked'] {
  const read = group[0]?.read;
  if (row === undefined || read === undefined || read.kind === 'invalid') return [];
  const problem = row.problem === null ? null : (JSON.parse(row.problem) as Problem);
  return [
    {
      ...places.of(row.station_code, row.writer),
      ...contentOf(group.map((item) => item.read)),
      groupId: read.op.groupId,
      code: problem?.code ?? '',
      message: problem?.message ?? '',
      since: row.since.toISOString()
    }
  ];
}

type CopiedRow = { station_code: string; device_id: string; changes: number; last_at: Date; branched: boolean };

/** Two journals from one origin are two copies; so are journals that end often. */
async function readCopied(context: Context, sql: Sql, places: Places): Promise<Review['copied']> {
  const { rows } = await sql.query<CopiedRow>(
    `SELECT station_code, device_id, count(*)::int AS changes, max(retired_at) AS last_at, bool_or(branched) AS branched FROM (
       SELECT d.*, d.origin_epoch <> d.epoch AND EXISTS (
         SELECT 1 FROM device_epochs o WHERE o.station_code = d.station_code AND o.device_id = d.device_id AND o.epoch = d.origin_epoch
       ) AS branched FROM device_epochs d WHERE d.retired_at > $1
     ) AS changed GROUP BY station_code, device_id HAVING bool_or(branched) OR count(*) >= $2 ORDER BY last_at DESC`,
    [new Date(context.now().getTime() - recentDays * 86_400_000), oftenTimes]
  );
  return rows.map((row) => ({
    ...places.of(row.station_code, row.device_id),
    changes: row.changes,
    lastAt: row.last_at.toISOString(),
    branched: row.branched
  }));
}
