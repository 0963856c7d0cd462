/** The county's feed down: each page and its cursor in one transaction (SPEC P24-P28). */
import { bodies, operationSchema } from '#domain/case/operations.ts';
import { feedReplySchema } from '#protocol/messages.ts';
import type { FeedRow } from '#protocol/messages.ts';
import { readMeta } from '#store/database.ts';
import type { Confirmed } from '#store/ledger.ts';
import type { Result } from '../api.ts';
import { failure } from '../sentences.ts';
import type { Run } from './run.ts';

type Cursor = { generation: string; cursor: string };
const feedDeadline = 60_000;

export async function pull(run: Run): Promise<Result<null>> {
  const { core, self, signer, signal, progress } = run;
  let at = await readMeta<Cursor | null>(core.db, 'feed', null);
  if (at !== null && at.generation !== self.feedGeneration) {
    await run.ledger.restart(run.keys);
    at = null;
  }
  for (;;) {
    const path = at === null ? '/api/v1/snapshot' : `/api/v1/feed?cursor=${encodeURIComponent(at.cursor)}`;
    const reply = await core.line.call({ method: 'GET', path, reply: feedReplySchema, signer, signal, deadline: feedDeadline });
    if (!reply.ok) return reply;
    const { rows, cursor, more } = reply.value;
    const read = await Promise.all(rows.map((row) => confirmedOf(run, row)));
    const confirmed = read.filter((row) => typeof row !== 'string');
    const stop = read.findIndex((row) => typeof row === 'string');
    const why = read[stop];
    if (typeof why === 'string') {
      // What comes before it is shown; the cursor stays, so that the page comes again.
      await run.ledger.confirm(run.keys, confirmed.slice(0, stop), null);
      core.changed('cases', 'visits', 'counts');
      return failure(why, rows[stop]?.opId);
    }
    at = { generation: self.feedGeneration, cursor };
    if (rows.length > 0 || (await readMeta<Cursor | null>(core.db, 'feed', null))?.cursor !== cursor) await run.ledger.confirm(run.keys, confirmed, at);
    count(run, rows, confirmed);
    if (rows.length > 0) core.changed('cases', 'visits', 'counts');
    if (!more) break;
  }
  progress.pullDone();
  return { ok: true, value: null };
}

/** This device's own acts come without their line: the journal has it. */
export async function confirmedOf({ core, keys }: Pick<Run, 'core' | 'keys'>, row: FeedRow): Promise<Confirmed | 'lost_line' | 'unknown_version'> {
  const line = row.line ?? (await core.journal.lineOf(keys, row.opId));
  if (line === null) return 'lost_line';
  const operation = operationSchema.safeParse(JSON.parse(line));
  if (!operation.success || !Object.hasOwn(bodies, `${operation.data.type}@${operation.data.version}`)) return 'unknown_version';
  return { seq: row.seq, opId: row.opId, streamId: row.caseId, operation: operation.data };
}

function count({ progress }: Run, rows: FeedRow[], confirmed: Confirmed[]): void {
  for (const [index, { operation }] of confirmed.entries()) {
    if (rows[index]?.county !== true) continue;
    if (operation.type === 'case.correctionRequested') progress.pulled.corrections++;
    else progress.pulled.statusChanges++;
  }
}
