/** What one table says against what the others say: counts of rows that contradict each other, each told with a sentence. */
import type pg from 'pg';
import { deviceTypes, epochOpenedType } from '#domain/case/operations.ts';
import { genesisOf } from '../devices/keys.ts';
import type { Chain } from './check-journal.ts';

/** Notes stand in no feed (SPEC P63, P98). */
const notes = [...deviceTypes].map((type) => `'${type}'`).join(', ');

const contradictions: readonly { says: string; sql: string }[] = [
  {
    says: '操作和它的原文对不上',
    sql: `SELECT count(*) AS n FROM operations o LEFT JOIN journal j USING (station_code, writer, epoch, seq)
      WHERE j.seq IS NULL OR j.op_id <> o.op_id::text OR j.line_hash <> o.line_hash OR j.verdict <> o.verdict OR j.final <> o.final`
  },
  {
    says: '原文已记为办理，却没有对应的操作',
    sql: `SELECT count(*) AS n FROM journal j WHERE j.verdict = 'applied' AND NOT EXISTS
      (SELECT 1 FROM operations o WHERE o.station_code = j.station_code AND o.op_id::text = j.op_id AND o.line_hash = j.line_hash)
      AND j.line NOT LIKE '%"${epochOpenedType}"%'`
  },
  {
    says: '已办理的操作和下发流水对不上',
    sql: `SELECT count(*) AS n FROM (SELECT * FROM operations WHERE verdict = 'applied' AND type NOT IN (${notes})) o FULL JOIN feed f USING (station_code, op_id)
      WHERE f.op_id IS NULL OR o.op_id IS NULL OR f.case_id <> o.case_id OR f.writer <> o.writer OR f.epoch <> o.epoch OR f.writer_seq <> o.seq`
  },
  {
    says: '下发流水的序号不连续，或和流水头对不上',
    sql: `SELECT count(*) AS n FROM (SELECT station_code, count(*) AS rows, min(seq) AS first, max(seq) AS last FROM feed GROUP BY 1) f FULL JOIN feed_heads h USING (station_code)
      WHERE coalesce(h.seq, -1) <> coalesce(f.last, 0) OR coalesce(f.rows, 0) <> coalesce(f.last, 0) OR f.first <> 1`
  }
];

export async function checkAgreement(sql: pg.Client, chains: readonly Chain[], tell: (problem: string) => void): Promise<void> {
  for (const { says, sql: question } of contradictions) {
    const { rows } = await sql.query<{ n: number }>(question);
    if ((rows[0]?.n ?? 0) > 0) tell(`${says}：${String(rows[0]?.n)} 处`);
  }
  await checkHeads(sql, chains, tell);
}

/** Each head has its chain, and each chain its head: a line that is missing at the end breaks no link. */
async function checkHeads(sql: pg.Client, chains: readonly Chain[], tell: (problem: string) => void): Promise<void> {
  const { rows } = await sql.query<{ station: string; writer: string; epoch: string; last: number; head: string }>(
    `SELECT station_code AS station, device_id AS writer, epoch, last_seq AS last, head_hash AS head FROM devices
     UNION ALL SELECT station_code, device_id, epoch, last_seq, head_hash FROM device_epochs
     UNION ALL SELECT station_code, 'county', instance_id, county_seq, county_link FROM feed_heads, county`
  );
  const key = (at: { station: string; writer: string; epoch: string }): string => `${at.station} ${at.writer} ${at.epoch}`;
  const found = new Map(chains.map((chain) => [key(chain), chain]));
  for (const row of rows) {
    const chain = found.get(key(row)) ?? { lastSeq: 0, head: await genesisOf(row.epoch) };
    if (chain.lastSeq !== row.last || chain.head !== row.head)
      tell(`${row.station} ${row.writer} 应记到第 ${String(row.last)} 条，链上到第 ${String(chain.lastSeq)} 条，或链头不符`);
    found.delete(key(row));
  }
  for (const at of found.keys()) tell(`${at} 有记录，却没有对应的平板`);
}
