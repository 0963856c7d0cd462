/** Records up: from what the county has to the journal's head, in batches; verdicts are kept (SPEC P10-P19). */
import type { Problem } from '#protocol/errors.ts';
import { batchReplySchema, gapDetailsSchema } from '#protocol/messages.ts';
import type { Verdict } from '#protocol/messages.ts';
import type { GroupState } from '#store/database.ts';
import type { Group } from '#store/journal.ts';
import type { Result } from '../api.ts';
import { failure, problem } from '../sentences.ts';
import { pack, parcelFrom, stillFits } from './parcel.ts';
import type { Parcel } from './parcel.ts';
import { isPassing } from './passing.ts';
import { greetAgain, isOtherHistory, reconcile } from './reconcile.ts';
import type { Run } from './run.ts';

const batchDeadline = 120_000;
const smallestCap = 20;
/** Each is a request of its own, since a request carries neighbours only. */
const askedARun = 20;

export async function push(run: Run): Promise<Result<null>> {
  for (let ended = false; ; ended = true) {
    const met = await reconcile(run, ended);
    if (!met.ok) return met;
    const sent = await sendFrom(run, met.value);
    if (sent.ok || ended || !isOtherHistory(sent.error)) return sent;
    const greeted = await greetAgain(run);
    if (!greeted.ok) return greeted;
  }
}

/** While the county works on one parcel the next is packed, and the verdicts of the one before are written. */
async function sendFrom(run: Run, lacking: number): Promise<Result<null>> {
  const { core, self, progress } = run;
  const [pending, parked] = await Promise.all([core.journal.seqsOf('pending'), core.journal.seqsOf('parked')]);
  progress.startRecords(pending.length + parked.length);
  let from = Math.min(pending[0] ?? Infinity, lacking);
  // The county may answer with the number that it expects, once; a second time the two can't agree.
  let gaps = 0;
  const early = await run.early;
  let ahead = Promise.resolve(early && stillFits(run, self.limits, from, early) ? early : null);
  let settled: Promise<unknown> = Promise.resolve();
  for (;;) {
    // Acts that were saved since the parcel ahead found the journal's end go as well.
    const parcel = (await ahead) ?? (await parcelFrom(run, self.limits, from));
    if (parcel === null) break;
    const answer = post(run, parcel);
    ahead = parcelFrom(run, self.limits, parcel.next);
    // It is awaited when its turn comes; a failure of both is told once.
    ahead.catch(() => undefined);
    const sent = await answer;
    // A verdict of this parcel may hang on one of the parcel before.
    await settled;
    if (sent.ok) {
      settled = settle(run, parcel, sent.value);
      settled.catch(() => undefined);
      from = parcel.next;
      continue;
    }
    const { error } = sent;
    const gap = gapDetailsSchema.safeParse(error.details);
    if (error.code === 'too_large' && parcel.groups.length > 1) run.batch.cap = Math.max(1, Math.floor(parcel.count / 2));
    // The chain has no gaps: what comes after it can't go either.
    else if (error.code === 'too_large') return failure('record_too_large', parcel.groups[0]?.streamId ?? '');
    else if (error.code === 'sequence_gap' && gap.success && gaps++ === 0) from = gap.data.expected;
    else {
      if (isPassing(error)) run.batch.cap = Math.max(smallestCap, Math.floor(run.batch.cap / 2));
      return sent;
    }
    ahead = parcelFrom(run, self.limits, from);
  }
  await settled;
  run.batch.cap = self.limits.batchOperations;
  return askParked(run, parked);
}

/** A parked group may have got its verdict since; sending it again asks (SPEC P15). So many a run, where the last run stopped. */
async function askParked(run: Run, parked: number[]): Promise<Result<null>> {
  const later = parked.filter((seq) => seq > run.asked.through);
  for (const seq of (later.length > 0 ? later : parked).slice(0, askedARun)) {
    run.asked.through = seq;
    // Sent above together with what was pending, it may have its verdict already.
    const row = await run.core.db.journal.get(seq);
    if (row?.state !== 'parked') continue;
    const parcel = await pack(run, [await run.core.journal.openRow(run.keys, row)]);
    if (parcel === null) continue;
    const sent = await post(run, parcel);
    if (!sent.ok) return sent;
    await settle(run, parcel, sent.value);
  }
  return { ok: true, value: null };
}

async function post(run: Run, { epoch, groups, zipped }: Parcel): Promise<Result<Verdict[]>> {
  const { core, progress, signer, signal } = run;
  // Before the lines: what had its verdict and is unknown to the county tells that it was put back to an earlier day, or that another history
  // begins. It may lack any photo then, of what it knows as well.
  const isLacked = (group: Group) => group.state !== 'pending' && (epoch !== run.self.epoch || group.seq > run.self.lastSeq);
  if (groups.some(isLacked)) await core.blobs.queueAllAgain();
  const fresh = groups.filter((group) => group.state === 'pending');
  for (const group of fresh) run.underWay.add(group.streamId);
  progress.records.sent = Math.min(progress.records.total, progress.records.sent + fresh.length);
  progress.tell();
  core.changed('cases');
  const reply = await core.line.call({
    method: 'POST',
    path: '/api/v1/batches',
    reply: batchReplySchema,
    bytes: zipped,
    type: 'application/x-ndjson',
    headers: { 'content-encoding': 'gzip' },
    signer,
    signal,
    deadline: batchDeadline
  });
  if (reply.ok) return { ok: true, value: reply.value.verdicts };
  progress.records.sent = Math.max(0, progress.records.sent - fresh.length);
  // Without an answer they may have arrived: they stay "sent". An answer that refuses the batch says that they have not.
  if (!isPassing(reply.error)) for (const group of fresh) run.underWay.delete(group.streamId);
  return reply;
}

async function settle(run: Run, { epoch, groups }: Parcel, told: Verdict[]): Promise<void> {
  const { core, keys, progress } = run;
  const verdicts = verdictsOf(groups, told);
  await refuseOrphans(run, groups, verdicts);
  await run.ledger.settle(keys, epoch, verdicts);
  for (const group of groups) run.underWay.delete(group.streamId);
  for (const group of groups) {
    const state = group.state === 'pending' ? verdicts.get(group.seq)?.state : undefined;
    if (state === 'applied') progress.records.confirmed++;
    if (state === 'rejected') progress.records.rejected++;
  }
  progress.tell();
  core.changed('cases', 'visits', 'counts');
}

/** What waits for an act that was refused for good waits in vain: it comes back to the person together with that act. */
export async function refuseOrphans({ core }: Pick<Run, 'core'>, groups: Group[], verdicts: ReturnType<typeof verdictsOf>): Promise<void> {
  const refused = new Set(groups.filter((group) => verdicts.get(group.seq)?.state === 'rejected').flatMap((group) => group.operations.map(({ opId }) => opId)));
  for (const group of groups) {
    if (verdicts.get(group.seq)?.state !== 'parked') continue;
    const needs = group.operations.flatMap((operation) => operation.dependsOn);
    const rows = await core.db.journal.where('opIds').anyOf(needs).toArray();
    if (!needs.some((opId) => refused.has(opId)) && !rows.some((row) => row.state === 'rejected')) continue;
    verdicts.set(group.seq, { state: 'rejected', problem: problem('depends_on_refused') });
    for (const { opId } of group.operations) refused.add(opId);
  }
}

/** A group stands or falls as one: the worst verdict of its operations is its own. */
export function verdictsOf(groups: Group[], verdicts: Verdict[]): Map<number, { state: GroupState; problem: Problem | null }> {
  const bySeq = new Map(verdicts.map((verdict) => [verdict.seq, verdict]));
  const found = new Map<number, { state: GroupState; problem: Problem | null }>();
  for (const group of groups) {
    const own = Array.from({ length: group.count }, (_, index) => bySeq.get(group.seq + index)).filter((verdict) => verdict !== undefined);
    // A reply that leaves one out has not judged the group: it stays pending and goes again.
    if (own.length < group.count) continue;
    const rejected = own.find((verdict) => verdict.verdict === 'rejected');
    const parked = own.find((verdict) => verdict.verdict === 'parked');
    const state = rejected !== undefined ? 'rejected' : parked !== undefined ? 'parked' : 'applied';
    found.set(group.seq, { state, problem: (rejected ?? parked)?.error ?? null });
  }
  return found;
}
