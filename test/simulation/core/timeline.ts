/** Virtual time: what is to happen, in order; one thing at a time, each to its end. */
import { createHash } from 'node:crypto';
import { settled } from './quiet.ts';

type Due = { at: number; turn: number; label: string; act: () => void };

const keptLines = 40_000;

export class Timeline {
  /** Milliseconds since 1970, of the world that no clock here shows. */ now: number;
  steps = 0;
  readonly lines: string[] = [];
  /** Told after each step. */ readonly watchers: (() => void | Promise<void>)[] = [];
  #queue: Due[] = [];
  #turns = 0;
  #hash = createHash('sha256');
  #blocked: () => Promise<number>;

  constructor(now: number, blocked: () => Promise<number>) {
    this.now = now;
    this.#blocked = blocked;
  }

  at(delay: number, label: string, act: () => void): () => void {
    const due = { at: this.now + Math.max(0, delay), turn: this.#turns++, label, act };
    this.#put(due);
    return () => {
      due.act = () => undefined;
      due.label = '';
    };
  }
  after(delay: number, label: string): Promise<void> {
    return new Promise((resolve) => this.at(delay, label, resolve));
  }
  /** Does what is due next; false when nothing is. */
  async step(): Promise<boolean> {
    let due = this.#take();
    if (due === undefined) {
      // What was begun outside of a step may still plan something.
      await settled(this.#blocked);
      due = this.#take();
    }
    if (due === undefined) return false;
    this.now = Math.max(this.now, due.at);
    // Taken back: no step.
    if (due.label === '') return true;
    this.steps++;
    this.tell(due.label);
    due.act();
    await settled(this.#blocked);
    for (const watch of this.watchers) await watch();
    return true;
  }
  /** What happened, for the trace; its hash tells whether two runs were the same. */
  tell(line: string): void {
    const full = `${this.steps} ${new Date(this.now).toISOString().slice(11, 23)} ${line}`;
    this.#hash.update(full);
    this.lines.push(full);
    if (this.lines.length > 2 * keptLines) this.lines.splice(0, keptLines);
  }
  get hash(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  /** A binary heap: by time, then by the order of planning. */
  #put(due: Due): void {
    const queue = this.#queue;
    let at = queue.push(due) - 1;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(due, queue[above]); above = (at - 1) >> 1) {
      queue[at] = queue[above] ?? due;
      at = above;
    }
    queue[at] = due;
  }
  #take(): Due | undefined {
    const queue = this.#queue;
    const [first, last] = [queue[0], queue.pop()];
    if (last === undefined || queue.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below + 1 < queue.length && isBefore(queue[below + 1], queue[below])) below++;
      const next = queue[below];
      if (next === undefined || !isBefore(next, last)) break;
      queue[at] = next;
      at = below;
    }
    queue[at] = last;
    return first;
  }
}
function isBefore(a: Due | undefined, b: Due | undefined): boolean {
  return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.turn < b.turn));
}
