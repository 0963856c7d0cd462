/** What must hold when all trouble is over and everything has come to rest: both ends, line by line and byte by byte. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { apply } from '#domain/case/fold.ts';
import { deviceTypes } from '#domain/case/operations.ts';
import type { StreamState } from '#domain/case/state.ts';
import { lineToOperation } from '#domain/case/upcast.ts';
import { loadStates } from '#county/ledger/load.ts';
import { genesis, link } from '#protocol/chain.ts';
import { codec } from '#store/bytes.ts';
import type { BlobRecord, StateRecord } from '#store/database.ts';
import type { GroupContent } from '#protocol/sealed-row.ts';
import { lookupId, openJson } from '#store/seal.ts';
import { pathOf, type CountyHost } from '../county/host.ts';
import { station } from '../county/reviewer.ts';
import type { Tablet } from '../device/tablet.ts';
import type { Model } from '../model.ts';
import { nextRegistry } from '../upgrade.ts';

type Told = (invariant: string, what: string) => void;
type JournalLine = {
  writer: string;
  epoch: string;
  seq: number;
  link: string;
  line_hash: string;
  op_id: string;
  verdict: string;
  final: boolean;
  line: string;
};
type Known = { op_id: string; line_hash: string; verdict: string };
type FeedRow = { seq: number; op_id: string; case_id: string; line: string };
const digest = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const hashOf = (line: string) => createHash('sha256').update(line).digest('hex');
const same = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && sameEntries(a, b));
function sameEntries(a: object, b: object): boolean {
  const [left, right] = [Object.entries(a).filter(([, value]) => value !== undefined), new Map(Object.entries(b).filter(([, value]) => value !== undefined))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

export async function checkEnd(tablets: Tablet[], county: CountyHost, watcher: pg.Client, model: Model, told: Told): Promise<void> {
  const journal = (await watcher.query<JournalLine>('SELECT * FROM journal WHERE station_code = $1 ORDER BY writer, epoch, seq', [station])).rows;
  const feed = (
    await watcher.query<FeedRow>(
      `SELECT f.seq, f.op_id, f.case_id, j.line FROM feed f
       JOIN journal j ON j.station_code = f.station_code AND j.writer = f.writer AND j.epoch = f.epoch AND j.seq = f.writer_seq
       WHERE f.station_code = $1 ORDER BY f.seq`,
      [station]
    )
  ).rows;
  const { rows: known } = await watcher.query<Known>('SELECT op_id, line_hash, verdict FROM operations WHERE station_code = $1', [station]);
  await checkChains(journal, told);
  // A line whose content can't be read is kept in the journal alone.
  const verdicts = new Map([...journal, ...known].map((row) => [row.op_id, row]));
  checkOperations(model, verdicts, feed, told);
  const states = checkFeed(feed, told);
  await checkCases(states, watcher, told);
  for (const tablet of tablets) {
    await checkTablet(tablet, verdicts, states, told);
    await checkPhotos(tablet, county, watcher, model, told);
  }
}

async function checkChains(journal: JournalLine[], told: Told): Promise<void> {
  let before: JournalLine | null = null;
  for (const row of journal) {
    const begins: boolean = before?.writer !== row.writer || before.epoch !== row.epoch;
    const seq: number = begins ? 1 : (before?.seq ?? 0) + 1;
    if (row.seq !== seq) told('2', `the county's journal of ${row.writer} has ${String(row.seq)} after ${String(seq - 1)}`);
    const previous: string = begins ? await genesis(row.epoch, digest, codec) : (before?.link ?? '');
    if ((await link(previous, row.seq, row.line, digest, codec)) !== row.link) told('2', `the county's chain of ${row.writer} breaks at ${String(row.seq)}`);
    if (hashOf(row.line) !== row.line_hash) told('2', `a line's hash is another at ${row.writer} ${String(row.seq)}`);
    before = row;
  }
}

function checkOperations(model: Model, verdicts: Map<string, Known>, feed: FeedRow[], told: Told): void {
  const fed = new Map<string, number>();
  for (const { op_id } of feed) fed.set(op_id, (fed.get(op_id) ?? 0) + 1);
  const groups = new Map<string, Set<string>>();
  for (const op of model.ops.values()) {
    const found = verdicts.get(op.opId);
    if (found === undefined) {
      if (!op.excused) told('1', `${op.operation.type} ${op.opId} of ${op.tablet} was saved and is nowhere at the county`);
      continue;
    }
    if (found.line_hash !== op.lineHash) told('2', `${op.opId} of ${op.tablet} stands at the county with other words than were saved`);
    groups.set(op.groupId, (groups.get(op.groupId) ?? new Set()).add(found.verdict));
    const times = fed.get(op.opId) ?? 0;
    const wanted = found.verdict === 'applied' && !deviceTypes.has(op.operation.type) ? 1 : 0;
    if (times !== wanted) told(times > 1 ? '3' : '6', `${op.opId} is ${found.verdict} and ${String(times)} times in the feed`);
  }
  for (const [group, kinds] of groups) if (kinds.size > 1) told('5', `group ${group} is ${[...kinds].join(' and ')}`);
  for (const [opId, { excused }] of model.decisions)
    if (!excused && (fed.get(opId) ?? 0) !== 1) told('6', `decision ${opId} is ${String(fed.get(opId) ?? 0)} times in the feed`);
}

/** The states that the feed makes. */
function checkFeed(feed: FeedRow[], told: Told): Map<string, StreamState> {
  const states = new Map<string, StreamState>();
  const seen = new Set<string>();
  feed.forEach((row, index) => {
    if (row.seq !== index + 1) told('6', `the feed has ${String(row.seq)} where ${String(index + 1)} is next`);
    if (seen.has(row.op_id)) told('3', `${row.op_id} is applied twice`);
    seen.add(row.op_id);
    const operation = lineToOperation(row.line, nextRegistry);
    if (operation === null) return told('4', `${row.op_id} is applied, and nobody can read it`);
    states.set(row.case_id, apply(states.get(row.case_id) ?? null, operation));
  });
  return states;
}
async function checkCases(states: Map<string, StreamState>, watcher: pg.Client, told: Told): Promise<void> {
  const { rows } = await watcher.query<{ id: string }>('SELECT id FROM cases WHERE station_code = $1', [station]);
  for (const { id } of rows) if (!states.has(id)) told('3', `the county shows ${id}, of which its feed knows nothing`);
  const shown = await loadStates(watcher, station, [...states.keys()]);
  for (const [id, state] of states) if (!same(shown.get(id), state)) told('3', `the county shows ${id} otherwise than its feed makes it`);
}

async function checkTablet(tablet: Tablet, verdicts: Map<string, { verdict: string }>, states: Map<string, StreamState>, told: Told): Promise<void> {
  const keys = await tablet.keys();
  if (keys === null) return;
  const platform = tablet.bystander();
  let previous = '';
  const waiting = new Set<string>();
  for (const row of tablet.journal()) {
    const content = await openJson<GroupContent>(keys, `journal/${String(row.seq)}`, row.sealed, platform);
    if (previous === '' && row.seq === 1) previous = await genesis(row.epoch, digest, codec);
    if (previous !== '' && content.prev !== previous) told('2', `${tablet.name}: the chain breaks before ${String(row.seq)}`);
    previous = content.prev;
    for (const [index, line] of content.lines.entries()) previous = await link(previous, row.seq + index, line, digest, codec);
    if (previous !== content.head) told('2', `${tablet.name}: the chain breaks in ${String(row.seq)}`);
    if (row.state !== 'applied') waiting.add(row.streamId);
    for (const opId of row.opIds) {
      const verdict = verdicts.get(opId)?.verdict;
      // What waits in vain for a refused act is shown as refused (SPEC P31).
      if (verdict !== row.state && !(verdict === 'parked' && row.state === 'rejected'))
        told('4', `${tablet.name} shows ${opId} as ${row.state}, the county has it as ${verdict ?? 'unknown'}`);
    }
  }
  const shown = new Map(tablet.rows<StateRecord>('states').map((row) => [row.id, row]));
  for (const [id, state] of states) {
    const row = shown.get(id);
    if (row === undefined) {
      told('6', `${tablet.name} does not know ${id}`);
      continue;
    }
    const { confirmed, current } = await openJson<{ confirmed: StreamState | null; current: StreamState | 'same' | null }>(
      keys,
      `states/${id}`,
      row.sealed,
      platform
    );
    if (!same(confirmed, state)) told('3', `${tablet.name} has ${id} otherwise than the feed makes it`);
    if (!waiting.has(id) && current !== 'same' && !same(current, state)) told('3', `${tablet.name} shows ${id} otherwise than it stands`);
  }
}

async function checkPhotos(tablet: Tablet, county: CountyHost, watcher: pg.Client, model: Model, told: Told): Promise<void> {
  const keys = await tablet.keys();
  if (keys === null) return;
  const held = new Map(tablet.rows<BlobRecord>('blobs').map((row) => [row.id, row.state]));
  const bytes = new Set(tablet.rows<{ id: string }>('blobBytes').map(({ id }) => id));
  const { rows } = await watcher.query<{ sha256: string }>('SELECT sha256 FROM blobs WHERE station_code = $1', [station]);
  const committed = new Set(rows.map(({ sha256 }) => sha256));
  const named = new Set([...model.ops.values()].filter((op) => op.tablet === tablet.name).flatMap(({ operation }) => operation.blobs));
  for (const { sha256, bytes: original, tablet: owner, excused } of model.photos.values()) {
    if (owner !== tablet.name || !named.has(sha256)) continue;
    const id = await lookupId(keys, sha256, tablet.bystander());
    const file = county.disk.peek(pathOf(sha256));
    const isThere = committed.has(sha256) && file !== null;
    if (isThere && !file.equals(original)) told('7', `photo ${sha256} has other bytes at the county`);
    if (!isThere && !excused) told('7', `photo ${sha256} of ${tablet.name} (${held.get(id) ?? 'gone'}) is not at the county`);
    if (!isThere && held.get(id) === 'committed') told('7', `${tablet.name} takes photo ${sha256} for committed, and the county lacks it`);
    if (!isThere && !excused && !bytes.has(id)) told('7', `${tablet.name} has deleted photo ${sha256}, and the county lacks it`);
  }
}
