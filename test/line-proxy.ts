/**
 * The line between a tablet and the county: a TCP proxy that can be slow, and can be cut, refused or stalled. A model of the
 * line and of nothing else: each way has one rate that all connections share in turns, each byte arrives half a round trip
 * after it went out, and a new connection waits one round trip for its handshake. Slow start and loss are not modelled.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface LineShape {
  /** Milliseconds there and back. */
  roundTrip: number;
  /** Bytes a second over all connections. */
  up: number;
  down: number;
}

export const fastLine: LineShape = { roundTrip: 0, up: Infinity, down: Infinity };
/** A village's: 400 ms, 1 Mbit/s up, 4 down. */
export const poorLine: LineShape = { roundTrip: 400, up: 125_000, down: 500_000 };

/** What one connection sends before the next one gets its turn. */
const turn = 4096;
/** A connection that has this much waiting is not read from: the sender's own buffer fills, as on a real line. */
const patience = 64 * 1024;

/** One way of one connection. Null ends it. */
type Flow = { from: Socket; to: Socket; waiting: (Buffer | null)[]; bytes: number; readyAt: number; blocked: boolean };
type Delivery = { flow: Flow; chunk: Buffer | null; at: number };

/** One way of the line. */
class Way {
  rate = Infinity;
  delay = 0;
  stalled = false;
  bytes = 0;
  readonly #flows = new Set<Flow>();
  readonly #onTheLine: Delivery[] = [];
  readonly #passed: () => void;
  #freeAt = 0;
  #busy = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(passed: () => void) {
    this.#passed = passed;
  }

  carry(from: Socket, to: Socket, readyAt: number): void {
    const flow: Flow = { from, to, waiting: [], bytes: 0, readyAt, blocked: false };
    this.#flows.add(flow);
    from.on('data', (chunk: Buffer) => {
      flow.waiting.push(chunk);
      flow.bytes += chunk.length;
      if (flow.bytes >= patience) from.pause();
      this.run();
    });
    from.on('end', () => {
      flow.waiting.push(null);
      this.run();
    });
    to.on('drain', () => {
      flow.blocked = false;
      this.run();
    });
    to.on('close', () => this.#flows.delete(flow));
  }

  /** After a stall or a change of rate: the time that has passed is not made up for. */
  restart(): void {
    this.#busy = false;
    this.run();
  }

  run(): void {
    clearTimeout(this.#timer);
    if (this.stalled) return;
    const now = performance.now();
    const nextTurn = this.#send(now);
    const next = Math.min(nextTurn, this.#deliver(now));
    if (next < Infinity) this.#timer = setTimeout(() => this.run(), Math.max(0, next - now));
  }

  /** Puts on the line what has its turn; answers when to come again. */
  #send(now: number): number {
    for (;;) {
      const flow = this.#next(now);
      if (flow === null) {
        this.#busy = false;
        return Math.min(...[...this.#flows].filter(({ waiting, readyAt }) => waiting.length > 0 && readyAt > now).map(({ readyAt }) => readyAt));
      }
      // A timer that comes late must not cost capacity: a line that was busy goes on where it was.
      const start = this.#busy ? this.#freeAt : Math.max(now, this.#freeAt);
      this.#busy = true;
      if (start > now) return start;
      const chunk = take(flow);
      this.#freeAt = start + ((chunk?.length ?? 0) / this.rate) * 1000;
      this.#onTheLine.push({ flow, chunk, at: this.#freeAt + this.delay });
    }
  }

  #next(now: number): Flow | null {
    for (const flow of this.#flows) {
      if (flow.waiting.length === 0 || flow.readyAt > now || flow.blocked) continue;
      // To the end of the queue.
      this.#flows.delete(flow);
      this.#flows.add(flow);
      return flow;
    }
    return null;
  }

  #deliver(now: number): number {
    for (;;) {
      const [first] = this.#onTheLine;
      if (first === undefined) return Infinity;
      if (first.at > now) return first.at;
      this.#onTheLine.shift();
      this.#arrive(first);
    }
  }

  #arrive({ flow, chunk }: Delivery): void {
    if (flow.to.destroyed) return;
    if (chunk === null) {
      flow.to.end();
      return;
    }
    flow.blocked = !flow.to.write(chunk);
    this.bytes += chunk.length;
    this.#passed();
  }
}

function take(flow: Flow): Buffer | null {
  const [first = null] = flow.waiting;
  if (first === null || first.length <= turn) flow.waiting.shift();
  else flow.waiting[0] = first.subarray(turn);
  const chunk = first?.subarray(0, turn) ?? null;
  flow.bytes -= chunk?.length ?? 0;
  if (flow.bytes < patience) flow.from.resume();
  return chunk;
}

export class LineProxy implements AsyncDisposable {
  readonly url: string;
  /** How many connections were reset by `cut`, `cutAfter` and `refuse`. */
  broken = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #up = new Way(() => this.#cutWhenDue());
  readonly #down = new Way(() => undefined);
  #roundTrip = 0;
  #refuses = false;
  #cutAt = Infinity;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async to(countyUrl: string, shape: LineShape = fastLine): Promise<LineProxy> {
    const { hostname, port } = new URL(countyUrl);
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const line = new LineProxy(server, typeof address === 'object' && address !== null ? address.port : 0);
    line.becomes(shape);
    server.on('connection', (near) => line.#join(near, connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true })));
    return line;
  }

  get bytesUp(): number {
    return this.#up.bytes;
  }
  get bytesDown(): number {
    return this.#down.bytes;
  }

  becomes({ roundTrip, up, down }: LineShape): void {
    this.#roundTrip = roundTrip;
    for (const [way, rate] of [
      [this.#up, up],
      [this.#down, down]
    ] as const) {
      way.rate = rate;
      way.delay = roundTrip / 2;
      way.restart();
    }
  }

  #join(near: Socket, far: Socket): void {
    if (this.#refuses) {
      near.resetAndDestroy();
      far.destroy();
      return;
    }
    for (const [one, other] of [
      [near, far],
      [far, near]
    ] as const) {
      this.#open.add(one);
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => this.#open.delete(one));
    }
    const readyAt = performance.now() + this.#roundTrip;
    this.#up.carry(near, far, readyAt);
    this.#down.carry(far, near, readyAt);
  }

  /** All connections are reset, in the middle of whatever they carry; new ones are let through. */
  cut(): void {
    this.broken += this.#open.size / 2;
    this.#cutAt = Infinity;
    for (const socket of this.#open) socket.resetAndDestroy();
  }
  /** Cuts once so many more bytes have gone up. */
  cutAfter(bytes: number): void {
    this.#cutAt = this.#up.bytes + bytes;
  }
  #cutWhenDue(): void {
    if (this.#up.bytes >= this.#cutAt) this.cut();
  }
  /** Cut, and nobody gets through until `mend`. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }
  /** Connections stand, and nothing moves until `mend`. */
  stall(): void {
    this.#up.stalled = this.#down.stalled = true;
  }
  mend(): void {
    this.#refuses = false;
    for (const way of [this.#up, this.#down]) {
      way.stalled = false;
      way.restart();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.refuse();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
