/** What stands inside a sealed file: frames of `uint8 kind | uint32be length | bytes`, one after the other (SPEC P77). */
import { SealFailure } from './sealed-batch.ts';
import type { Bytes } from './web-crypto.ts';

/** A number once given keeps its meaning. */
export const frameKind = {
  /** JSON; always the first. */ manifest: 1,
  /** The body of a `POST /batches`. */ batch: 2,
  /** JSON: which photo follows. */ photo: 3,
  /** The bytes of what the frame before it names. */ bytes: 4,
  /** JSON: a page of the feed. */ feed: 5,
  /** JSON: the clear columns of a row as a locked tablet holds it; its sealed columns follow as bytes, in the order that it names. */ row: 6,
  /** JSON: the catalogue pack. */ catalogue: 7,
  /** JSON: verdicts of the file's lines. */ verdicts: 8
} as const;
export type FrameKind = (typeof frameKind)[keyof typeof frameKind];
export type Frame = { kind: number; bytes: Bytes };

const headBytes = 5;
/** The largest photo and the largest batch are below it: this is the memory that a file can ask for. */
export const longestFrame = 9 * 1024 * 1024;

/** As two pieces: the bytes of a photo are not copied for five more. */
export function* frame(kind: FrameKind, bytes: Uint8Array): Generator<Uint8Array> {
  const head = new Uint8Array(headBytes);
  head[0] = kind;
  new DataView(head.buffer).setUint32(1, bytes.length);
  yield head;
  yield bytes;
}

/** An unknown kind is handed on: who reads leaves out what they don't know. */
export async function* readFrames(plain: AsyncIterable<Bytes>): AsyncGenerator<Frame> {
  const head = new Uint8Array(headBytes);
  let headFilled = 0;
  let body: Bytes | null = null;
  let filled = 0;
  for await (const piece of plain) {
    for (let at = 0; at < piece.length;) {
      if (body === null) {
        const taken = piece.subarray(at, at + headBytes - headFilled);
        head.set(taken, headFilled);
        headFilled += taken.length;
        at += taken.length;
        if (headFilled < headBytes) break;
        const length = new DataView(head.buffer).getUint32(1);
        if (length > longestFrame) throw new SealFailure('unknown_format');
        body = new Uint8Array(length);
        filled = 0;
      }
      const taken = piece.subarray(at, at + body.length - filled);
      body.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < body.length) continue;
      yield { kind: head[0] ?? 0, bytes: body };
      body = null;
      headFilled = 0;
    }
  }
  if (body !== null || headFilled > 0) throw new SealFailure('truncated');
}
