/** Every line hashed and every link recomputed, up to the heads that devices and the county's own side have. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Operation } from '#domain/case/operations.ts';
import { link } from '#protocol/chain.ts';
import { genesisOf, sha256, textCodec } from '../devices/keys.ts';
import { readLine } from '../ledger/entry.ts';

/** A chain's place and its last link; `through`: the last number up to which every photo that the lines name is in the copy. */
export type Chain = { station: string; writer: string; epoch: string; lastSeq: number; head: string; through: number };
export type Photos = {
  /** Which of these are in the copy. */
  held: (station: string, hashes: readonly string[]) => Promise<ReadonlySet<string>>;
};

type Walk = Chain & { broken: boolean; whole: boolean };
type Row = { writer: string; epoch: string; seq: number; link: string; line_hash: string; op_id: string; line: string; verdict: string };
const pageRows = 2000;
const digest = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

export async function checkJournal(sql: pg.Client, station: string, photos: Photos, tell: (problem: string) => void, signal: AbortSignal): Promise<Chain[]> {
  const chains: Walk[] = [];
  for (let after: Row | null = null; ;) {
    signal.throwIfAborted();
    const rows = await page(sql, station, after);
    const read = rows.map(({ line }) => readLine(line));
    const named = read.flatMap((each) => (each.kind === 'invalid' ? [] : blobsOf(each.op)));
    const held = named.length === 0 ? new Set<string>() : await photos.held(station, [...new Set(named)]);
    for (const [at, row] of rows.entries()) {
      let chain = chains.at(-1);
      if (chain?.writer !== row.writer || chain.epoch !== row.epoch) {
        chain = { station, writer: row.writer, epoch: row.epoch, lastSeq: 0, head: await genesisOf(row.epoch), through: 0, broken: false, whole: true };
        chains.push(chain);
      }
      const place = `${station} ${row.writer} ${row.epoch} 第 ${String(row.seq)} 条`;
      const each = read[at];
      const opId = each === undefined || each.kind === 'invalid' ? null : each.op.opId;
      if (sha256(textCodec.encode(row.line)) !== row.line_hash || (opId !== null && opId !== row.op_id)) tell(`${place}的原文和它的校验值不符`);
      const head = await link(chain.head, row.seq, row.line, digest, textCodec);
      // One break breaks all that follow: it is told once.
      if (!chain.broken && (row.seq !== chain.lastSeq + 1 || head !== row.link)) {
        tell(`${place}起校验链断开（前一条是第 ${String(chain.lastSeq)} 条）`);
        chain.broken = true;
      }
      chain.head = chain.broken ? row.link : head;
      chain.lastSeq = row.seq;
      chain.whole &&= each === undefined || each.kind === 'invalid' || blobsOf(each.op).every((hash) => held.has(hash));
      if (chain.whole) chain.through = row.seq;
    }
    if (rows.length < pageRows) return chains;
    after = rows.at(-1) ?? null;
  }
}

/** A later version of the app may write other things there. */
function blobsOf(op: Operation): string[] {
  return op.blobs.filter((hash) => /^[0-9a-f]{64}$/.test(hash));
}

async function page(sql: pg.Client, station: string, after: Row | null): Promise<Row[]> {
  const { rows } = await sql.query<Row>(
    `SELECT writer, epoch, seq, link, line_hash, op_id, line, verdict FROM journal
     WHERE station_code = $1 AND ($2::text IS NULL OR (writer, epoch, seq) > ($2, $3::uuid, $4)) ORDER BY writer, epoch, seq LIMIT ${String(pageRows)}`,
    [station, after?.writer ?? null, after?.epoch ?? null, after?.seq ?? null]
  );
  return rows;
}
