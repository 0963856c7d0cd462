/** The line between tablets and county: what is sent may come late, twice, cut, or not at all; so may the answer. */
import type { World } from '#device/world.ts';
import type { FaultCounts } from './core/faults.ts';
import type { Life } from './core/life.ts';
import { outside } from './core/quiet.ts';
import type { Random } from './core/random.ts';
import type { Timeline } from './core/timeline.ts';
import type { CountyHost } from './county/host.ts';

/** Chances a message. */
export type Weather = Record<'lostRequest' | 'lostReply' | 'doubled' | 'delayed' | 'truncatedRequest' | 'truncatedReply' | 'stalled', number>;
export const fairWeather: Weather = { lostRequest: 0, lostReply: 0, doubled: 0, delayed: 0, truncatedRequest: 0, truncatedReply: 0, stalled: 0 };

export type Message = { from: string; method: string; path: string; headers: Record<string, string>; body: Uint8Array<ArrayBuffer> | null };
export type Answer = { status: number; headers: [string, string][]; bytes: Uint8Array<ArrayBuffer> };
type Exchange = { message: Message; order: number; resolve: (answer: Response) => void; reject: (error: Error) => void };
type Cut = 'whole' | 'torn' | 'short';

const second = 1000;
const cutOff = () => new TypeError('terminated');

export class Net {
  weather: Weather = fairWeather;
  /** Tablets without a line. */ readonly offline = new Set<string>();
  /** Told before an answer leaves the county. */ onAnswer: (message: Message, answer: Answer) => Promise<void> = () => Promise.resolve();
  #timeline: Timeline;
  #random: Random;
  #county: CountyHost;
  #counts: FaultCounts;
  #open = new Set<Exchange>();
  #sent = 0;
  #arrived = new Map<string, number>();

  constructor(timeline: Timeline, random: Random, county: CountyHost, counts: FaultCounts) {
    [this.#timeline, this.#random, this.#county, this.#counts] = [timeline, random, county, counts];
  }

  fetchFor(from: string, life: Life): World['fetch'] {
    return (url, init) =>
      life.through(
        () =>
          new Promise<Response>((resolve, reject) => {
            const { pathname, search } = new URL(url);
            // The station sends bytes or nothing.
            const body = (init.body ?? null) as Uint8Array<ArrayBuffer> | null;
            const headers = { ...(init.headers as Record<string, string>), ...(body !== null && { 'content-length': String(body.length) }) };
            const message = { from, method: init.method ?? 'GET', path: pathname + search, headers, body };
            const exchange: Exchange = { message, order: ++this.#sent, resolve, reject };
            init.signal?.addEventListener('abort', () => {
              if (this.#open.delete(exchange) && init.signal?.reason === 'deadline') this.#count('stalled', from);
              reject(new DOMException('aborted', 'AbortError'));
            });
            if (init.signal?.aborted === true) return reject(new DOMException('aborted', 'AbortError'));
            this.#open.add(exchange);
            this.#send(exchange);
          })
      );
  }

  #send(exchange: Exchange): void {
    const { weather } = this;
    const { message } = exchange;
    const takes = this.#random.between(20, 200);
    if (this.offline.has(message.from)) return this.#fail(exchange, 5);
    if (this.#random.chance(weather.lostRequest)) {
      this.#count('lostRequest', message.from);
      return this.#fail(exchange, takes);
    }
    // Never arrives, and nobody says so: the deadline must.
    if (this.#random.chance(weather.stalled)) return;
    if (this.#random.chance(weather.doubled))
      this.#timeline.at(takes + this.#random.between(0, 20 * second), `net again ${label(message)}`, () => {
        this.#count('doubled', message.from);
        void this.#deliver(exchange, message, true);
      });
    const late = this.#random.chance(weather.delayed) ? this.#random.between(second, 90 * second) : 0;
    const isCut = message.body !== null && message.body.length > 1 && this.#random.chance(weather.truncatedRequest);
    this.#timeline.at(takes + late, `net ${label(message)}`, () => void this.#deliver(exchange, isCut ? this.#cutShort(message) : message, false));
  }
  async #deliver(exchange: Exchange, message: Message, isCopy: boolean): Promise<void> {
    const last = this.#arrived.get(message.from) ?? 0;
    if (exchange.order < last && !isCopy) this.#count('reordered', message.from);
    this.#arrived.set(message.from, Math.max(last, exchange.order));
    const tornAt = message.headers['x-sim-torn'];
    if (this.#county.process === null) return isCopy ? undefined : this.#fail(exchange, 10);
    const response = await this.#county.answer(requestOf(message, tornAt !== undefined));
    if (response === null) return isCopy ? undefined : this.#fail(exchange, 10);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const answer: Answer = { status: response.status, headers: [...response.headers], bytes };
    this.#timeline.tell(`county answers ${String(answer.status)} to ${label(message)}${answer.status < 400 ? '' : ` ${codeOf(bytes)}`}`);
    await outside(() => this.onAnswer(message, answer));
    if (!isCopy) this.#reply(exchange, answer);
  }
  #reply(exchange: Exchange, answer: Answer): void {
    if (!this.#open.has(exchange)) return;
    const { from } = exchange.message;
    if (this.offline.has(from)) return this.#fail(exchange, 5);
    if (this.#random.chance(this.weather.lostReply)) {
      this.#count('lostReply', from);
      return this.#fail(exchange, 20);
    }
    if (this.#random.chance(this.weather.stalled)) return;
    const cut: Cut = answer.bytes.length > 1 && this.#random.chance(this.weather.truncatedReply) ? this.#random.pick(['torn', 'short'] as const) : 'whole';
    const length = cut === 'whole' ? answer.bytes.length : this.#random.below(answer.bytes.length);
    this.#timeline.at(this.#random.between(20, 200), `net back ${label(exchange.message)}`, () => {
      if (!this.#open.delete(exchange)) return;
      if (cut !== 'whole') this.#count('truncatedReply', from);
      exchange.resolve(responseOf(answer, length, cut));
    });
  }
  /** The county has crashed: its connections are reset, or just hang. */
  countyGone(): void {
    for (const exchange of this.#open) if (this.#random.chance(0.8)) this.#fail(exchange, this.#random.between(1, 50));
  }
  /** Nothing that is on the way arrives any more. */
  #fail(exchange: Exchange, takes: number): void {
    this.#timeline.at(takes, `net fails ${label(exchange.message)}`, () => {
      if (this.#open.delete(exchange)) exchange.reject(new TypeError('failed to fetch'));
    });
  }
  #cutShort(message: Message): Message {
    const body = message.body ?? new Uint8Array(0);
    const headers = { ...message.headers };
    // Either the county notices that the connection broke, or something between made a whole request of what it had.
    if (this.#random.chance(0.5)) headers['x-sim-torn'] = '1';
    else delete headers['content-length'];
    this.#count('truncatedRequest', message.from);
    return { ...message, headers, body: body.slice(0, this.#random.below(body.length)) };
  }
  #count(kind: keyof FaultCounts, from: string): void {
    this.#counts[kind]++;
    this.#timeline.tell(`fault ${kind} ${from}`);
  }
}

function label({ from, method, path }: Message): string {
  return `${from} ${method} ${path.split('?')[0] ?? ''}`;
}
function codeOf(bytes: Uint8Array): string {
  return /"code":"(\w+)"/.exec(Buffer.from(bytes).toString())?.[1] ?? '';
}
function requestOf({ method, path, headers: { 'x-sim-torn': _torn, ...headers }, body }: Message, isTorn: boolean): Request {
  const url = `http://county${path}`;
  if (body === null) return new Request(url, { method, headers });
  if (!isTorn) return new Request(url, { method, headers, body });
  // Node asks for `duplex`; the browser's types don't know it.
  return new Request(url, { method, headers, body: tornStream(body), duplex: 'half' } as RequestInit);
}
function responseOf({ status, headers, bytes }: Answer, length: number, cut: Cut): Response {
  const empty = status === 204 || status === 304;
  const part = bytes.subarray(0, length);
  return new Response(empty ? null : cut === 'torn' ? tornStream(part) : part, { status, headers });
}
function tornStream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isRead = false;
  return new ReadableStream({
    pull(controller) {
      if (isRead || bytes.length === 0) controller.error(cutOff());
      else controller.enqueue(bytes);
      isRead = true;
    }
  });
}
