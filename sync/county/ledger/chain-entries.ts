/** The lines of a batch with their hashes and links (SPEC P3). `hash` of Node in one step: an object for each line costs as much as its hashing. */
import { hash } from 'node:crypto';
import type { Batch } from './parse-batch.ts';
import type { Entry } from './entry.ts';

export function chainEntries(writer: string, { header, lines }: Batch): Entry[] {
  // Link(n−1) ‖ uint64be(n) ‖ SHA-256(line n), written over for each line.
  const buffer = Buffer.alloc(72);
  buffer.write(header.prevHash, 'hex');
  return lines.map((line, at) => {
    const seq = header.fromSeq + at;
    const lineHash = hash('sha256', line);
    buffer.writeBigUInt64BE(BigInt(seq), 32);
    buffer.write(lineHash, 40, 'hex');
    const link = hash('sha256', buffer);
    buffer.write(link, 0, 'hex');
    return { writer, epoch: header.epoch, seq, line, lineHash, link };
  });
}
