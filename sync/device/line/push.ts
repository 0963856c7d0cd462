/** Records up: from what the county has to the journal's head, in batches; verdicts are kept (SPEC P10-P19). */
import { batchHeadText } from '#protocol/chain.ts';
import type { Problem } from '#protocol/errors.ts';
import { batchReplySchema, gapDetailsSchema } from '#protocol/messages.ts';
import type { BatchHeader, Verdict } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { codec } from '#store/bytes.ts';
import type { GroupState } from '#store/database.ts';
import type { Group } from '#store/journal.ts';
import type { Result } from '../api.ts';
import { signText } from '../http.ts';
import { failure, problem } from '../sentences.ts';
import { isPassing } from './passing.ts';
import { greetAgain, isOtherHistory, reconcile } from './reconcile.ts';
import type { Run } from './run.ts';

const batchDeadline = 120_000;
const smallestCap = 20;
/** For the header and its line. */
const headerRoom = 1024;
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

async function sendFrom(run: Run, lacking: number): Promise<Result<null>> {
  const { core, keys, self, progress } = run;
  const [pending, parked] = await Promise.all([core.journal.seqsOf('pending'), core.journal.seqsOf('parked')]);
  progress.startRecords(pending.length + parked.length);
  let from = Math.min(pending[0] ?? Infinity, lacking);
  // The county may answer with the number that it expects, once; a second time the two can't agree.
  let gaps = 0;
  for (;;) {
    const groups = await core.journal.slice(keys, from, Math.min(self.limits.batchOperations, run.batch.cap), self.limits.batchBytes - headerRoom);
    if (groups.length === 0) break;
    // Before the lines: what had its verdict and goes again is unknown to a restored county, and so may its photos be.
    const again = groups.filter((group) => group.state !== 'pending').flatMap((group) => group.operations.flatMap((operation) => operation.blobs));
    if (again.length > 0) await core.blobs.queueAgain(keys, again);
    const sent = await send(run, groups);
    if (sent.ok) {
      from = (groups.at(-1)?.seq ?? from) + (groups.at(-1)?.count ?? 1);
      continue;
    }
    const { error } = sent;
    if (error.code === 'too_large' && groups.length > 1) {
      run.batch.cap = Math.max(1, Math.floor(groups.reduce((sum, group) => sum + group.count, 0) / 2));
      continue;
    }
    // The chain has no gaps: what comes after it can't go either.
    if (error.code === 'too_large') return failure('record_too_large', groups[0]?.streamId ?? '');
    const gap = gapDetailsSchema.safeParse(error.details);
    if (error.code === 'sequence_gap' && gap.success && gaps++ === 0) {
      from = gap.data.expected;
      continue;
    }
    if (isPassing(error)) run.batch.cap = Math.max(smallestCap, Math.floor(run.batch.cap / 2));
    return sent;
  }
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
    const sent = await send(run, [await run.core.journal.openRow(run.keys, row)]);
    if (!sent.ok) return sent;
  }
  return { ok: true, value: null };
}

async function send(run: Run, groups: Group[]): Promise<Result<null>> {
  const { core, keys, signer, epoch, progress, signal } = run;
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) return { ok: true, value: null };
  const lines = groups.flatMap((group) => group.content.lines);
  const header: BatchHeader = {
    protocol: protocolVersion,
    epoch,
    fromSeq: first.seq,
    count: lines.length,
    prevHash: first.content.prev,
    headHash: last.content.head,
    signature: await signText(core.world, signer.key, batchHeadText(signer.deviceId, epoch, first.seq, lines.length, last.content.head))
  };
  const fresh = groups.filter((group) => group.state === 'pending');
  for (const group of fresh) run.underWay.add(group.streamId);
  progress.records.sent = Math.min(progress.records.total, progress.records.sent + fresh.length);
  progress.tell();
  core.changed('cases');
  const reply = await core.line.call({
    method: 'POST',
    path: '/api/v1/batches',
    reply: batchReplySchema,
    bytes: codec.encode(`${[JSON.stringify(header), ...lines].join('\n')}\n`),
    type: 'application/x-ndjson',
    zip: true,
    signer,
    signal,
    deadline: batchDeadline
  });
  if (!reply.ok) {
    progress.records.sent = Math.max(0, progress.records.sent - fresh.length);
    // Without an answer they may have arrived: they stay "sent". An answer that refuses the batch says that they have not.
    if (!isPassing(reply.error)) for (const group of fresh) run.underWay.delete(group.streamId);
    return reply;
  }
  const verdicts = verdictsOf(groups, reply.value.verdicts);
  await refuseOrphans(run, groups, verdicts);
  await run.ledger.settle(keys, verdicts);
  for (const group of groups) run.underWay.delete(group.streamId);
  for (const group of fresh) {
    const state = verdicts.get(group.seq)?.state;
    if (state === 'applied') progress.records.confirmed++;
    if (state === 'rejected') progress.records.rejected++;
  }
  progress.tell();
  core.changed('cases', 'visits', 'counts');
  return { ok: true, value: null };
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
    const state = rejected !== undefined ? 'rejected' : own.some((verdict) => verdict.verdict === 'parked') ? 'parked' : 'applied';
    found.set(group.seq, { state, problem: rejected?.error ?? null });
  }
  return found;
}
