/** Where a batch stands against what the county has: a continuation, sent again, a gap, another history, a new epoch. */
import type { Problem } from '#protocol/errors.ts';
import type { BatchHeader, Verdict } from '#protocol/messages.ts';
import type { Sql } from '../database/database.ts';
import type { Device } from '../devices/device.ts';
import { isRetired } from '../devices/epochs.ts';
import { Refusal } from '../failure.ts';
import type { Entry } from './entry.ts';

export type Head = { lastSeq: number; headHash: string };
export type Replay =
  /** `verdicts`: of the lines that the county has already, in front. */
  | {
      kind: 'continues';
      verdicts: Verdict[];
      head: Head;
      /** The batch is of the device's present epoch, or a repetition out of an old one. */ keepsEpoch: boolean;
    }
  | { kind: 'fork' }
  | { kind: 'refused'; refusal: Refusal };

type JournalRow = { seq: number; link: string; op_id: string; verdict: Verdict['verdict']; final: boolean; problem: string | null };

export async function findReplay(sql: Sql, device: Device, header: BatchHeader, entries: readonly Entry[], genesis: string): Promise<Replay> {
  const current = header.epoch === device.epoch;
  const stored = current && header.fromSeq > device.lastSeq ? [] : await readJournal(sql, device, header);
  if (stored.some((row) => row.link !== entries[row.seq - header.fromSeq]?.link)) return { kind: 'fork' };
  const verdicts = stored.map(rowToVerdict);

  if (!current) {
    const last = stored.at(-1);
    if (last !== undefined && stored.length === entries.length)
      return { kind: 'continues', verdicts, head: { lastSeq: last.seq, headHash: last.link }, keepsEpoch: true };
    if (stored.length > 0 || (await isRetired(sql, device, header.epoch)))
      return refuse(device, 'epoch_retired', '这台平板的另一份副本已经另起了记录，这里的记录会按新的编号重新送来。');
    const opens = header.fromSeq === 1 && header.prevHash === genesis;
    if (opens) return { kind: 'continues', verdicts: [], head: { lastSeq: 0, headHash: genesis }, keepsEpoch: false };
    return refuse(device, 'unknown_epoch', '平板的记录来自县平台不认识的一次恢复，请从头发送。');
  }
  const own = { lastSeq: device.lastSeq, headHash: device.headHash };
  if (header.fromSeq > device.lastSeq + 1) return refuse(device, 'sequence_gap', '中间缺了几条操作，请从县平台要的序号开始发送。');
  if (header.fromSeq === device.lastSeq + 1 && header.prevHash !== device.headHash) return { kind: 'fork' };
  return { kind: 'continues', verdicts, head: own, keepsEpoch: true };
}

function refuse(device: Device, code: 'unknown_epoch' | 'epoch_retired' | 'sequence_gap', message: string): Replay {
  const details = { expected: device.lastSeq + 1, headHash: device.headHash, epoch: device.epoch };
  return { kind: 'refused', refusal: new Refusal(409, code, message, 'header.fromSeq', details) };
}

async function readJournal(sql: Sql, device: Device, header: BatchHeader): Promise<JournalRow[]> {
  const { rows } = await sql.query<JournalRow>(
    'SELECT seq, link, op_id, verdict, final, problem FROM journal WHERE station_code = $1 AND writer = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq',
    [device.stationCode, device.deviceId, header.epoch, header.fromSeq, header.fromSeq + header.count - 1]
  );
  return rows;
}

function rowToVerdict(row: JournalRow): Verdict {
  return {
    seq: row.seq,
    opId: row.op_id,
    verdict: row.verdict,
    final: row.final,
    ...(row.problem === null ? {} : { error: JSON.parse(row.problem) as Problem })
  };
}

/** Kept whole for a person to look at; the same one is kept once. */
export async function quarantine(sql: Sql, device: Device, header: BatchHeader, lines: readonly string[], now: Date): Promise<void> {
  await sql.query(
    'INSERT INTO quarantine (station_code, device_id, epoch, from_seq, head_hash, lines, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING',
    [device.stationCode, device.deviceId, header.epoch, header.fromSeq, header.headHash, lines.join('\n'), now]
  );
}
