/** The county's feed down: each page and its cursor in one transaction (SPEC P24-P28). */
import { foldVersion } from '#domain/case/fold-version.ts';
import { lineToOperation } from '#domain/case/upcast.ts';
import { feedReplySchema } from '#protocol/messages.ts';
import type { FeedRow } from '#protocol/messages.ts';
import { readMeta, writeMeta } from '#store/database.ts';
import type { Confirmed } from '#store/ledger.ts';
import type { Result } from '../api.ts';
import { keepNews } from '../board.ts';
import { failure } from '../sentences.ts';
import type { Run } from './run.ts';

type Cursor = { generation: string; cursor: string };
const feedDeadline = 60_000;
/** The county's own acts, to be shown on 同步. */
type News = { caseId: string; type: string }[];

export async function pull(run: Run): Promise<Result<null>> {
  const { core, self, keys, ledger, progress } = run;
  if (await ledger.readKept(keys)) core.changed('cases', 'visits');
  const news: News = [];
  let at = await readMeta<Cursor | null>(core.db, 'feed', null);
  if (at !== null && at.generation !== self.feedGeneration) at = await startAnew(run);
  if ((await readMeta(core.db, 'foldedBy', 1)) < foldVersion) {
    if (at !== null) at = await startAnew(run);
    await writeMeta(core.db, 'foldedBy', foldVersion);
  }
  for (;;) {
    let reply = await ask(run, at, false);
    if (!reply.ok && reply.error.code === 'cursor_unknown' && at !== null) {
      at = await startAnew(run);
      continue;
    }
    if (!reply.ok) return reply;
    let read = await Promise.all(reply.value.rows.map((row) => confirmedOf(run, row)));
    // A copy of this device wrote it, in the time that we don't know of.
    if (read.includes('lost_line')) {
      reply = await ask(run, at, true);
      if (!reply.ok) return reply;
      read = await Promise.all(reply.value.rows.map((row) => confirmedOf(run, row)));
    }
    const { rows, cursor, more } = reply.value;
    const confirmed = read.filter((row) => row !== 'lost_line');
    const stop = read.indexOf('lost_line');
    if (stop >= 0) {
      // What comes before it is shown; the cursor stays, so that the page comes again.
      await ledger.confirm(keys, confirmed.slice(0, stop), null);
      core.changed('cases', 'visits', 'counts');
      return failure('lost_line', rows[stop]?.opId);
    }
    at = { generation: self.feedGeneration, cursor };
    if (rows.length > 0 || (await readMeta<Cursor | null>(core.db, 'feed', null))?.cursor !== cursor) await ledger.confirm(keys, confirmed, at);
    news.push(...count(run, rows, confirmed));
    if (rows.length > 0) core.changed('cases', 'visits', 'counts');
    if (!more) break;
  }
  await keepNews(core, news);
  progress.pullDone();
  return (await core.db.unread.count()) > 0 ? failure('unknown_version') : { ok: true, value: null };
}

/** The feed that the cursor was of is no more, or the rules are others: what was confirmed is taken anew from the snapshot. */
async function startAnew({ ledger, keys }: Run): Promise<null> {
  await ledger.restart(keys);
  return null;
}

/** `whole`: with the lines that this device wrote itself. */
function ask({ core, signer, signal }: Run, at: Cursor | null, whole: boolean) {
  const query = new URLSearchParams({ ...(at !== null && { cursor: at.cursor }), ...(whole && { lines: 'all' }) }).toString();
  const path = `/api/v1/${at === null ? 'snapshot' : 'feed'}${query === '' ? '' : `?${query}`}`;
  return core.line.call({ method: 'GET', path, reply: feedReplySchema, signer, signal, deadline: feedDeadline });
}

/** This device's own acts come without their line: the journal has it. */
export async function confirmedOf({ core, keys }: Pick<Run, 'core' | 'keys'>, row: FeedRow): Promise<Confirmed | 'lost_line'> {
  const line = row.line ?? (await core.journal.lineOf(keys, row.opId));
  if (line === null) return 'lost_line';
  return { seq: row.seq, opId: row.opId, streamId: row.caseId, line, operation: lineToOperation(line, core.world.known) };
}

function count({ progress }: Run, rows: FeedRow[], confirmed: Confirmed[]): News {
  const news: News = [];
  for (const [index, { operation, streamId }] of confirmed.entries()) {
    if (rows[index]?.county !== true) continue;
    if (operation !== null) news.push({ caseId: streamId, type: operation.type });
    if (operation?.type === 'case.correctionRequested') progress.pulled.corrections++;
    else progress.pulled.statusChanges++;
  }
  return news;
}
