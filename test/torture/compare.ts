/** County = device: each line and link, each photo's bytes, each case's state; and each save that resolved, once. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '#domain/case/operations.ts';
import { genesis, link } from '#protocol/chain.ts';
import type { CountyReading } from './county-reading.ts';
import type { Saved } from './hand.ts';
import type { DeviceReading } from './page/inspect.ts';

export interface Comparison {
  operations: number;
  blobs: number;
  /** A sentence each. What differs counts as lost: the device's own is not there. */
  lost: string[];
  doubled: string[];
}

const digest = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const codec = { encode: (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) };

export async function compare(device: DeviceReading, county: CountyReading, saved: readonly Saved[]): Promise<Comparison> {
  const lines = device.groups.flatMap((group) => group.lines.map((line, index) => ({ epoch: group.epoch, seq: group.seq + index, line, state: group.state })));
  const found: Comparison = { operations: lines.length, blobs: 0, lost: [], doubled: [] };
  await compareJournals(device, county, lines, found);
  compareSaves(county, lines, saved, found);
  comparePhotos(device, county, lines, found);
  compareStates(device, county, found);
  return found;
}

type Line = { epoch: string; seq: number; line: string; state: string };

async function compareJournals(device: DeviceReading, county: CountyReading, lines: Line[], { lost, doubled }: Comparison): Promise<void> {
  const at = ({ epoch, seq }: { epoch: string; seq: number }): string => `${epoch} ${seq}`;
  const there = new Map(county.journal.map((row) => [at(row), row]));
  let hash = await genesis(device.epoch, digest, codec);
  for (const [index, each] of lines.entries()) {
    if (each.seq !== index + 1 || each.epoch !== device.epoch) lost.push(`number ${index + 1} of the device's journal: there is ${at(each)}`);
    hash = await link(hash, each.seq, each.line, digest, codec);
    const row = there.get(at(each));
    if (row?.line !== each.line) lost.push(`line ${at(each)}: ${row === undefined ? 'not at the county' : 'other bytes at the county'}`);
    else if (row.link !== hash) lost.push(`link ${at(each)} is another at the county`);
    if (each.state !== row?.verdict) lost.push(`verdict ${at(each)}: ${each.state} on the device, ${row?.verdict ?? 'none'} at the county`);
    there.delete(at(each));
  }
  for (const extra of there.values()) doubled.push(`line ${at(extra)} is at the county alone`);
  const heads = { device: [device.epoch, device.lastSeq, device.headHash], county: [county.device.epoch, county.device.lastSeq, county.device.headHash] };
  if (device.headHash !== hash || !isDeepStrictEqual(heads.device, heads.county)) lost.push(`heads differ: ${JSON.stringify(heads)}`);
}

function compareSaves({ applied, feed }: CountyReading, lines: Line[], saved: readonly Saved[], { lost, doubled }: Comparison): void {
  const types = { case: 'case.received', visit: 'visit.planned', withdrawal: 'case.withdrawn' };
  for (const { kind, id, sure } of saved) {
    const count = applied.filter(({ caseId, type }) => caseId === id && type === types[kind]).length;
    if (count === 0 && sure) lost.push(`${kind} ${id} was called saved and is not at the county`);
    if (count > 1) doubled.push(`${kind} ${id} is applied ${count} times`);
  }
  const named = new Set(saved.filter(({ kind }) => kind === 'case').map(({ id }) => id));
  for (const { caseId, type } of applied) if (type === types.case && !named.has(caseId)) doubled.push(`case ${caseId}: nobody took it in`);
  const numbers = lines.flatMap(({ line }) => {
    // What the device's journal holds is operations.
    const { type, caseId, body } = JSON.parse(line) as Operation & { body: { localNo: string } };
    return type === types.case ? [[body.localNo, caseId] as const] : [];
  });
  if (new Set(numbers.map(([localNo]) => localNo)).size !== new Set(numbers.map(([, caseId]) => caseId)).size)
    doubled.push('a local number stands on two cases');
  const seqs = feed.map(({ seq }) => seq);
  if (
    !isDeepStrictEqual(
      seqs,
      seqs.map((_, index) => index + 1)
    )
  )
    lost.push('the feed has a gap');
  const shown = new Map(feed.map(({ opId }) => [opId, 0]));
  for (const { opId } of feed) shown.set(opId, (shown.get(opId) ?? 0) + 1);
  for (const [opId, count] of shown) if (count > 1) doubled.push(`act ${opId} is ${count} times in the feed`);
  for (const { opId } of applied) if (!shown.has(opId)) lost.push(`act ${opId} is applied and not in the feed`);
}

function comparePhotos(device: DeviceReading, county: CountyReading, lines: Line[], found: Comparison): void {
  // What the device's journal holds is operations.
  const named = new Set(lines.flatMap(({ line }) => (JSON.parse(line) as Operation).blobs));
  const [held, there] = [new Map(device.blobs.map((blob) => [blob.sha256, blob])), new Map(county.blobs.map((blob) => [blob.sha256, blob]))];
  found.blobs = named.size;
  for (const sha256 of named) {
    const [own, theirs] = [held.get(sha256), there.get(sha256)];
    if (own?.actual !== sha256) found.lost.push(`photo ${sha256} on the device: ${own === undefined ? 'gone' : 'other bytes'}`);
    if (theirs?.actual !== sha256) found.lost.push(`photo ${sha256} at the county: ${theirs === undefined ? 'not committed' : 'other bytes'}`);
    else if (own !== undefined && own.bytes !== theirs.bytes) found.lost.push(`photo ${sha256}: ${own.bytes} B and ${theirs.bytes} B`);
    there.delete(sha256);
  }
  for (const sha256 of there.keys()) found.doubled.push(`photo ${sha256} is at the county and no act names it`);
}

function compareStates(device: DeviceReading, county: CountyReading, { lost, doubled }: Comparison): void {
  const there = new Map(county.cases.map(({ id, state }) => [id, state]));
  for (const { id, confirmed, current } of device.states) {
    // Both ends store JSON: what it does not carry is no difference.
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
    if (!isDeepStrictEqual(plain(confirmed), plain(there.get(id)))) lost.push(`state of ${id} is another at the county`);
    if (!isDeepStrictEqual(plain(confirmed), plain(current))) lost.push(`state of ${id}: the device still waits for something`);
    there.delete(id);
  }
  for (const id of there.keys()) doubled.push(`case ${id} is at the county alone`);
}
