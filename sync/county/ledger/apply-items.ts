/** New operations → verdicts, projections and feed rows, inside the batch's transaction. */
import type pg from 'pg';
import type { Operation } from '#domain/case/operations.ts';
import type { Catalogue } from '#domain/catalogue/format.ts';
import { countyDay, type Context } from '../context.ts';
import { appendFeed, lockFeed } from '../feed/append.ts';
import { groupsOf, judgeBatch, type Item, type Judged } from './judge-batch.ts';
import { loadKnown, loadStates, loadWaiting } from './load.ts';
import { writeQueryTokens } from './query-tokens.ts';
import { takeVoices } from '../voice/take.ts';
import { takeReveals } from '../reveals/take.ts';
import { writeCases } from './write-cases.ts';
import { releaseParked, writeJudged } from './write.ts';

/**
 * All at once. If the database can't take something in it, group by group: the one that it can't take is kept as lines, parked,
 * and keeps no other back.
 */
export async function applyItems(context: Context, sql: pg.PoolClient, station: string, items: readonly Item[], now: Date): Promise<Judged[]> {
  const whole = await attempt(context, sql, () => applySet(context, sql, station, items, now));
  if (whole !== null) return whole;
  const judged: Judged[] = [];
  for (const group of groupsOf(items)) {
    // What the database can't take may be a group of an earlier day that this one sets free.
    const done =
      (await attempt(context, sql, () => applySet(context, sql, station, group, now))) ??
      (await attempt(context, sql, () => applySet(context, sql, station, group, now, [])));
    if (done === null) {
      const problem = { code: 'internal', message: '县平台处理这组操作时出了问题，已原样保存，等修复后处理。', path: '' };
      const kept = group.map((item): Judged => ({ ...item, ruling: { verdict: 'parked', final: false, problem }, isFirst: false }));
      await writeJudged(sql, station, kept, now);
      judged.push(...kept);
    } else judged.push(...done);
  }
  return judged;
}

/** Null when the database refused the data; everything else propagates. */
export async function attempt<T>(context: Context, sql: pg.PoolClient, act: () => Promise<T>): Promise<T | null> {
  await sql.query('SAVEPOINT attempt');
  try {
    const result = await act();
    await sql.query('RELEASE SAVEPOINT attempt');
    return result;
  } catch (error) {
    const state = (error as { code?: string }).code ?? '';
    // Data exceptions, broken constraints, limits of the program: what was sent, not the state of the server.
    if (!/^(22|23|54)...$/.test(state)) throw error;
    context.log(`defect: the database refused a batch's data, SQLSTATE ${state}`);
    await sql.query('ROLLBACK TO SAVEPOINT attempt');
    return null;
  }
}

/** `waitingOnes`: parked groups to judge with them; all that the station has unless given. */
export async function applySet(
  context: Context,
  sql: pg.PoolClient,
  station: string,
  items: readonly Item[],
  now: Date,
  waitingOnes: readonly Item[][] | null = null,
  write: typeof writeJudged = writeJudged
): Promise<Judged[]> {
  const head = await lockFeed(sql, station, context.instance);
  const arrived = items.flatMap(({ read }) => (read.kind === 'invalid' ? [] : [read.op.opId]));
  const waiting = waitingOnes ?? (await loadWaiting(sql, station, context.known, arrived));
  const ops = [...items, ...waiting.flat()].flatMap(({ read }) => (read.kind === 'invalid' ? [] : [read.op]));
  const known = await loadKnown(sql, station, [...new Set(ops.flatMap((op) => [op.opId, ...op.dependsOn]))]);
  const states = await loadStates(sql, station, [...new Set(ops.map((op) => op.caseId))]);
  const outcome = judgeBatch(items, waiting, {
    known,
    registry: context.known,
    states,
    today: countyDay(now),
    catalogueFor: (op) => catalogueFor(context, op),
    onDefect: context.log
  });
  await write(sql, station, outcome.judged, now);
  await releaseParked(sql, station, outcome.released);
  await writeCases(sql, station, outcome, now);
  await writeQueryTokens(sql, station, outcome.applied);
  await takeReveals(sql, station, [...outcome.judged, ...outcome.released], now);
  await takeVoices(context, sql, station, [...outcome.judged, ...outcome.released], now);
  const entries = outcome.applied.map(({ entry, op }) => ({
    opId: op.opId,
    caseId: op.caseId,
    writer: entry.writer,
    epoch: entry.epoch,
    writerSeq: entry.seq
  }));
  await appendFeed(sql, station, head, entries, now);
  return outcome.judged;
}

/** By the revision that the form was filled in on, else the current one. */
function catalogueFor(context: Context, op: Operation): Catalogue | null {
  const body: unknown = op.body;
  const named = typeof body === 'object' && body !== null && 'catalogueRevision' in body ? body.catalogueRevision : null;
  const older = typeof named === 'number' ? context.catalogues.revision(named) : null;
  return older ?? context.catalogues.current()?.catalogue ?? null;
}
