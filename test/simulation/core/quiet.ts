/**
 * When is a step over? When all that it set in motion has come to rest: promises, tasks of the fake IndexedDB, and real work outside
 * (queries of PostgreSQL). Only then is the next step chosen, so that chance is the seed's and not the machine's.
 */
import { gzipSync } from 'node:zlib';

const turn = globalThis.setImmediate;
/** Streams of Node take a few turns of the event loop between two promises of ours. */
const stillTurns = 4;
/** Real milliseconds after which a query that has not come back may be waiting for another's lock. */
const patience = 3;

const motion = { outside: 0, tasks: 0, moves: 0 };
let wake: (() => void) | null = null;

/** The fake IndexedDB runs on `setImmediate`: its tasks are counted. */
export function countTasks(): void {
  const counted = (act: (...args: unknown[]) => void, ...args: unknown[]) => {
    motion.tasks++;
    return turn(() => {
      motion.tasks--;
      motion.moves++;
      act(...args);
    });
  };
  // The promisified form of the original is used by nobody here.
  globalThis.setImmediate = counted as typeof setImmediate;
}

/** Compression runs on another thread, and a Blob is read by one: here both answer at once. */
export function zipHere(): void {
  class Zip extends TransformStream<Uint8Array, Uint8Array> {
    constructor() {
      const parts: Uint8Array[] = [];
      super({
        transform: (part) => void parts.push(part),
        flush: (controller) => controller.enqueue(gzipSync(Buffer.concat(parts)))
      });
    }
  }
  class Whole {
    #parts: Uint8Array[];
    constructor(parts: Uint8Array[]) {
      this.#parts = parts;
    }
    stream(): ReadableStream<Uint8Array> {
      const parts = this.#parts;
      return new ReadableStream({
        start: (controller) => {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        }
      });
    }
  }
  // The station makes no more of them than this.
  Object.assign(globalThis, { CompressionStream: Zip, Blob: Whole });
}

/** Real work outside this process. */
export async function outside<T>(work: () => Promise<T>): Promise<T> {
  const ended = began();
  try {
    return await work();
  } finally {
    ended();
  }
}
export function began(): () => void {
  let open = true;
  motion.outside++;
  return () => {
    if (!open) return;
    open = false;
    motion.outside--;
    motion.moves++;
    wake?.();
  };
}

/** `blocked`: how many of the queries under way wait for a lock that only a later step can give back. */
export async function settled(blocked: () => Promise<number>): Promise<void> {
  let [seen, still] = [-1, 0];
  while (still < stillTurns) {
    await new Promise<void>((resolve) => turn(resolve));
    if (motion.tasks > 0 || motion.moves !== seen) [seen, still] = [motion.moves, 0];
    else if (motion.outside === 0) still++;
    else if ((await isLate()) && (await blocked()) >= motion.outside) return;
  }
}
async function isLate(): Promise<boolean> {
  const before = motion.moves;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patience);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  wake = null;
  return motion.moves === before;
}
