/** A signed batch → verdicts, in one transaction; the reply is made after its COMMIT. */
import type * as z from 'zod/mini';
import { batchHeadText } from '#protocol/chain.ts';
import type { batchReplySchema, Verdict } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { lockDevice, type Device } from '../devices/device.ts';
import { retireEpoch } from '../devices/epochs.ts';
import { genesisOf, isSignedBy } from '../devices/keys.ts';
import { Refusal } from '../failure.ts';
import { chainEntries } from './chain-entries.ts';
import { readLine } from './entry.ts';
import { findReplay, quarantine } from './replay.ts';
import { applyItems } from './apply-items.ts';
import type { Item, Judged } from './judge-batch.ts';
import type { Batch } from './parse-batch.ts';

export type IngestResult = { ok: true; reply: z.infer<typeof batchReplySchema> } | { ok: false; refusal: Refusal };

/**
 * `rescued`: the lines come out of a rescue file, whose own signature stands for the batch's, since a locked tablet can't read its head; and an
 * administrator brings them in, whether the tablet is revoked or not (SPEC P84).
 */
export async function ingestBatch(context: Context, sender: Device, batch: Batch, rescued = false): Promise<IngestResult> {
  const { header } = batch;
  if (!rescued && !isSignedBy(sender.signKey, batchHeadText(sender.deviceId, header.epoch, header.fromSeq, header.count, header.headHash), header.signature)) {
    throw new Refusal(401, 'bad_signature', '批次的签名不对，请重新发送。', 'header.signature');
  }
  const entries = chainEntries(sender.deviceId, batch);
  if (entries.at(-1)?.link !== header.headHash) throw new Refusal(400, 'chain_broken', '批次的校验链对不上，请重新发送。', 'header.headHash');
  const items = entries.map((entry): Item => ({ entry, read: readLine(entry.line, context.known) }));
  refuseSplitTail(items);
  const now = context.now();

  return context.database.inStation(sender.stationCode, async (sql): Promise<IngestResult> => {
    const device = await lockDevice(sql, sender.stationCode, sender.deviceId);
    if (device === null || (device.revoked && !rescued)) throw new Refusal(403, 'device_revoked', '这台平板已被县平台停用，请联系县管理员。');
    const replay = await findReplay(sql, device, header, entries, await genesisOf(header.epoch));
    if (replay.kind === 'refused') return { ok: false, refusal: replay.refusal };
    if (replay.kind === 'fork') {
      await quarantine(sql, device, header, batch.lines, now);
      return { ok: false, refusal: new Refusal(409, 'fork', '这台平板的记录和县平台的对不上，已整批另存，请联系县管理员核对。', 'header.headHash') };
    }
    const fresh = items.slice(replay.verdicts.length);
    const judged = fresh.length === 0 ? null : await applyItems(context, sql, device.stationCode, fresh, now);
    if (!replay.keepsEpoch) {
      const first = items[0]?.read;
      await retireEpoch(sql, device, header.epoch, first === undefined || first.kind === 'invalid' ? null : first.op, now);
    }
    const head = judged === null ? replay.head : { lastSeq: header.fromSeq + header.count - 1, headHash: header.headHash };
    // Backups are counted in the numbers of the epoch, which begin anew.
    await sql.query(
      `UPDATE devices SET epoch = $3, last_seq = $4, head_hash = $5, last_sync_at = $6, backed_up_through = CASE WHEN epoch = $3 THEN backed_up_through ELSE 0 END
       WHERE station_code = $1 AND device_id = $2`,
      [
        device.stationCode,
        device.deviceId,
        replay.keepsEpoch ? device.epoch : header.epoch,
        replay.keepsEpoch && judged === null ? device.lastSeq : head.lastSeq,
        replay.keepsEpoch && judged === null ? device.headHash : head.headHash,
        now
      ]
    );
    const verdicts = [...replay.verdicts, ...(judged ?? []).map(judgedToVerdict)];
    return { ok: true, reply: { lastSeq: head.lastSeq, headHash: head.headHash, durableThrough: head.lastSeq, verdicts } };
  });
}

/** A group that goes on in the next batch would have to wait unjudged. */
function refuseSplitTail(items: readonly Item[]): void {
  const last = items.at(-1)?.read;
  if (last === undefined || last.kind === 'invalid') return;
  let length = 0;
  for (let at = items.length - 1; at >= 0; at--) {
    const { read } = items[at] ?? {};
    if (read === undefined || read.kind === 'invalid' || read.op.groupId !== last.op.groupId) break;
    length++;
  }
  // A size that no batch can carry is a lie, and is rejected as a group instead.
  if (length < last.op.groupSize && last.op.groupSize <= defaultLimits.batchOperations)
    throw new Refusal(400, 'group_split', '最后一组操作没有发全，请整组一起发送。', 'groupSize');
}

function judgedToVerdict({ entry, read, ruling }: Judged): Verdict {
  const opId = read.kind === 'invalid' ? read.opId : read.op.opId;
  return { seq: entry.seq, opId, verdict: ruling.verdict, final: ruling.final, ...(ruling.problem === null ? {} : { error: ruling.problem }) };
}
