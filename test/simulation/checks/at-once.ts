/** What must hold at every moment: asked when an answer leaves the county, and of every tablet's disk after each step. */
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import { batchReplySchema, commitReplySchema, feedReplySchema, type BatchHeader } from '#protocol/messages.ts';
import type { CountyHost } from '../county/host.ts';
import { pathOf } from '../county/host.ts';
import { station } from '../county/reviewer.ts';
import type { Tablet } from '../device/tablet.ts';
import type { Model } from '../model.ts';
import type { Answer, Message } from '../net.ts';

type Told = (invariant: string, what: string) => void;

/** Nothing leaves the county that a crash could take back. */
export async function checkAnswer(message: Message, answer: Answer, county: CountyHost, watcher: pg.Client, told: Told): Promise<void> {
  if (answer.status !== 200) {
    if (answer.status >= 500)
      told(
        '3',
        `the county answers ${String(answer.status)} to ${message.from} ${message.path}: ${Buffer.from(answer.bytes).toString()} ${county.logged.at(-1) ?? ''}`
      );
    return;
  }
  const json = (): unknown => JSON.parse(Buffer.from(answer.bytes).toString());
  if (message.path === '/api/v1/batches') await checkVerdicts(message, batchReplySchema.parse(json()), watcher, told);
  if (message.path === '/api/v1/blobs/commit') {
    for (const { sha256, committed } of commitReplySchema.parse(json()).results) {
      if (!committed) continue;
      if (!county.disk.isDurable(pathOf(sha256))) told('7', `the county confirms photo ${sha256}, whose file a power cut would take`);
      const { rowCount } = await watcher.query('SELECT 1 FROM blobs WHERE station_code = $1 AND sha256 = $2', [station, sha256]);
      if (rowCount === 0) told('7', `the county confirms photo ${sha256} before its row is committed`);
    }
  }
  if (message.path.startsWith('/api/v1/feed') || message.path === '/api/v1/snapshot')
    await checkPage(message, feedReplySchema.parse(json()).rows, watcher, told);
}

async function checkVerdicts(message: Message, reply: ReturnType<typeof batchReplySchema.parse>, watcher: pg.Client, told: Told): Promise<void> {
  const bytes = message.body ?? new Uint8Array(0);
  const text = (message.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
  // The county has taken it, so it has this shape.
  const header = JSON.parse(text.split('\n')[0] ?? '') as BatchHeader;
  const { rows } = await watcher.query<{ seq: number; op_id: string; verdict: string }>(
    'SELECT seq, op_id, verdict FROM journal WHERE station_code = $1 AND writer = $2 AND epoch = $3',
    [station, message.headers['x-bangban-device'], header.epoch]
  );
  const kept = new Map(rows.map((row) => [row.seq, row]));
  for (const { seq, opId, verdict } of reply.verdicts) {
    const row = kept.get(seq);
    if (row === undefined) told('3', `${message.from} hears "${verdict}" of ${opId} (${String(seq)}), which is not committed`);
    else if (row.op_id !== opId) told('2', `${message.from} hears of ${opId} at ${String(seq)}, where ${row.op_id} stands`);
    else if (row.verdict !== verdict) told('4', `${message.from} hears "${verdict}" of ${opId}, whose verdict is ${row.verdict}`);
  }
  const counted = header.count;
  if (reply.verdicts.length !== counted) told('4', `${message.from} sent ${String(counted)} operations and hears of ${String(reply.verdicts.length)}`);
}

async function checkPage(message: Message, page: { seq: number; opId: string }[], watcher: pg.Client, told: Told): Promise<void> {
  const cursor = /cursor=[^.]*\.(\d+)/.exec(decodeURIComponent(message.path));
  const after = Number(cursor?.[1] ?? 0);
  page.forEach(({ seq }, index) => {
    if (seq !== after + 1 + index) told('6', `${message.from} gets row ${String(seq)} of the feed where ${String(after + 1 + index)} is next`);
  });
  if (page.length > 0) return;
  const { rows } = await watcher.query<{ seq: number }>('SELECT max(seq) AS seq FROM feed WHERE station_code = $1', [station]);
  // What was committed before the county read must be in its page; the page was read before this question.
  if ((rows[0]?.seq ?? 0) > after + 1000) told('6', `${message.from} hears that nothing follows ${String(after)}`);
}

/** The disk of a tablet between two steps. */
export async function checkDisk(tablet: Tablet, model: Model, told: Told): Promise<void> {
  const rows = tablet.journal();
  const held = new Set(rows.flatMap((row) => row.opIds));
  for (const opId of tablet.disk.everHeld) if (!held.has(opId)) told('1', `${tablet.name}: ${opId} has gone from the journal`);
  tablet.disk.everHeld = held;
  let next = rows[0]?.seq ?? 1;
  for (const row of rows) {
    if (row.seq !== next) told('2', `${tablet.name}: number ${String(row.seq)} follows ${String(next - 1)}`);
    if (row.opIds.length !== row.count)
      told('5', `${tablet.name}: the group at ${String(row.seq)} counts ${String(row.count)} and holds ${String(row.opIds.length)}`);
    next = row.seq + row.count;
  }
  await model.read(tablet);
}
