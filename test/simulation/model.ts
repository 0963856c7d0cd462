/** What must be true because somebody was told so: every act whose saving resolved, every photo in one, every decision of the county. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Operation } from '#domain/case/operations.ts';
import { openJson } from '#store/seal.ts';
import type { GroupContent } from '#protocol/sealed-row.ts';
import { lookupId } from '#store/seal.ts';
import type { CountyHost } from './county/host.ts';
import { pathOf } from './county/host.ts';
import { station } from './county/reviewer.ts';
import type { Tablet } from './device/tablet.ts';

export type SavedOp = {
  opId: string;
  tablet: string;
  groupId: string;
  line: string;
  lineHash: string;
  operation: Operation;
  /** The only disk that had it is gone for good, as a stolen tablet's is: it may be missing. */ excused: boolean;
};
export type Photo = { sha256: string; bytes: Buffer; tablet: string; excused: boolean };
export type Violation = { seed: number; step: number; invariant: string; what: string; trace: string[] };

export class Model {
  readonly ops = new Map<string, SavedOp>();
  readonly photos = new Map<string, Photo>();
  /** The county's own operations, by opId. */ readonly decisions = new Map<string, { excused: boolean }>();
  readonly #seen = new Map<string, Set<string>>();
  readonly #unclaimed = new Map<string, Set<string>>();

  /** Whatever is in a durable journal is promised from then on. */
  async read(tablet: Tablet): Promise<void> {
    const seen = this.#seen.get(tablet.name) ?? new Set<string>();
    this.#seen.set(tablet.name, seen);
    const fresh = tablet.journal().filter((row) => row.opIds.some((opId) => !seen.has(opId)));
    if (fresh.length === 0) return;
    const keys = await tablet.keys();
    if (keys === null) return;
    for (const row of fresh) {
      const { lines } = await openJson<GroupContent>(keys, `journal/${String(row.seq)}`, row.sealed, tablet.bystander());
      for (const line of lines) {
        const operation = JSON.parse(line) as Operation;
        seen.add(operation.opId);
        if (this.ops.has(operation.opId)) continue;
        const lineHash = createHash('sha256').update(line).digest('hex');
        this.ops.set(operation.opId, { opId: operation.opId, tablet: tablet.name, groupId: operation.groupId, line, lineHash, operation, excused: false });
      }
      const unclaimed = this.#unclaimed.get(tablet.name) ?? new Set<string>();
      this.#unclaimed.set(tablet.name, unclaimed.add(row.streamId));
    }
  }
  /** Something was put back to an earlier day: what no disk holds any more is nobody's fault. */
  async excuse(tablets: Tablet[], county: CountyHost, sql: pg.Client): Promise<void> {
    const { rows } = await sql.query<{ op_id: string }>('SELECT op_id FROM journal WHERE station_code = $1', [station]);
    const held = new Set([...rows.map(({ op_id }) => op_id), ...tablets.flatMap((tablet) => tablet.journal().flatMap((row) => row.opIds))]);
    for (const op of this.ops.values()) op.excused ||= !held.has(op.opId);
    for (const [opId, decision] of this.decisions) decision.excused ||= !held.has(opId);
    for (const photo of this.photos.values()) {
      const tablet = tablets.find(({ name }) => name === photo.tablet);
      const keys = (await tablet?.keys()) ?? null;
      const id = tablet === undefined || keys === null ? '' : await lookupId(keys, photo.sha256, tablet.bystander());
      const isOnTablet = tablet?.rows<{ id: string }>('blobBytes').some((row) => row.id === id) === true;
      photo.excused ||= !isOnTablet && county.disk.peek(pathOf(photo.sha256)) === null;
    }
  }
  /** A person was told that an act on this stream is saved: false when no journal has it. */
  async claim(tablet: Tablet, streamId: string): Promise<boolean> {
    await this.read(tablet);
    return this.#unclaimed.get(tablet.name)?.delete(streamId) === true;
  }
}
