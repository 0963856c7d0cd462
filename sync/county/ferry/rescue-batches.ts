/** Groups of a rescued journal, in their order, as batches from where the county stands. */
import type { Problem } from '#protocol/errors.ts';
import type { Verdict } from '#protocol/messages.ts';
import { defaultLimits, protocolVersion } from '#protocol/version.ts';
import type { GroupContent } from '#protocol/sealed-row.ts';
import type { Context } from '../context.ts';
import type { Device } from '../devices/device.ts';
import { Refusal } from '../failure.ts';
import { ingestBatch } from '../ledger/ingest.ts';

type Group = { seq: number; content: GroupContent };

export class RescueBatches {
  readonly #context: Context;
  readonly #device: Device;
  readonly #epoch: string;
  /** Of another epoch the county wants everything; of its own, what it has not. */
  readonly #from: number;
  #waiting: Group[] = [];
  #size = { lines: 0, bytes: 0 };
  verdicts: Verdict[] = [];
  /** The chain has no gaps: what comes after a refusal is not tried. */
  error: Problem | null = null;

  constructor(context: Context, device: Device, epoch: string) {
    this.#context = context;
    this.#device = device;
    this.#epoch = epoch.toLowerCase();
    this.#from = device.epoch === this.#epoch ? device.lastSeq + 1 : 1;
  }

  async add({ seq, count }: { seq: number; count: number }, content: GroupContent): Promise<void> {
    // One that reaches over the county's head is sent whole: the county knows its front again.
    if (seq + count <= this.#from) return;
    const bytes = content.lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (this.#size.lines + count > defaultLimits.batchOperations || this.#size.bytes + bytes > defaultLimits.batchBytes) await this.end();
    this.#waiting.push({ seq, content });
    this.#size.lines += count;
    this.#size.bytes += bytes;
  }

  async end(): Promise<void> {
    const [first, last] = [this.#waiting[0], this.#waiting.at(-1)];
    const lines = this.#waiting.flatMap((group) => group.content.lines);
    this.#waiting = [];
    this.#size = { lines: 0, bytes: 0 };
    if (first === undefined || last === undefined || this.error !== null) return;
    const header = {
      protocol: protocolVersion,
      epoch: this.#epoch,
      fromSeq: first.seq,
      count: lines.length,
      prevHash: first.content.prev,
      headHash: last.content.head,
      signature: ''
    };
    try {
      const result = await ingestBatch(this.#context, this.#device, { header, lines }, true);
      if (result.ok) this.verdicts.push(...result.reply.verdicts);
      else this.error = result.refusal.problem;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.error = error.problem;
    }
  }
}
