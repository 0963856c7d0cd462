/** Requests as bytes on a socket: what a client library would refuse to send goes out as well. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

export type Sent = { method: string; path: string; headers: [string, string][]; body: Uint8Array };
/** Null: the connection was closed without an answer. */
export type Answer = { status: number; headers: ReadonlyMap<string, string>; body: Buffer } | null;

/** A request that is not answered by then hangs, ms. */
const patience = 20_000;

export class Wire implements Disposable {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** The caller's address; limits count by it. */
  from = '127.0.0.1';

  constructor(url: string) {
    this.#url = new URL(url);
  }

  ask({ method, path, headers, body }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          method,
          path,
          agent: this.#agent,
          localAddress: this.from,
          headers: [
            ['Host', 'county'],
            ...headers,
            ...(body.length > 0 || method === 'POST' || method === 'PUT' ? [['Content-Length', String(body.length)]] : [])
          ].flat()
        },
        (reply) => {
          const parts: Buffer[] = [];
          reply.on('data', (part: Buffer) => parts.push(part));
          reply.on('end', () =>
            resolve({
              status: reply.statusCode ?? 0,
              headers: new Map(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
              body: Buffer.concat(parts)
            })
          );
          reply.on('error', reject);
        }
      );
      asked.setTimeout(patience, () => asked.destroy(new Error(`no answer in ${patience} ms`)));
      // A refusal may come, and the connection end, before the whole body is out.
      asked.on('error', (error: NodeJS.ErrnoException) => (['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? resolve(null) : reject(error)));
      asked.end(body);
    });
  }

  /** `length`: what the head says of the body; null sends it as one chunk. `goes`: the sender leaves when it has written. */
  raw({ method, path, headers, body }: Sent, length: string[] | null, goes = false): Promise<Answer> {
    const framing = length === null ? ['Transfer-Encoding: chunked'] : length.map((text) => `Content-Length: ${text}`);
    const head = [
      `${method} ${path} HTTP/1.1`,
      'Host: county',
      'Connection: close',
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...framing,
      '',
      ''
    ].join('\r\n');
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port), localAddress: this.from, allowHalfOpen: true });
      const timer = setTimeout(() => {
        socket.destroy();
        reject(new Error(`no answer in ${patience} ms to ${head.slice(0, 300)}`));
      }, patience);
      socket.on('data', (part) => parts.push(part));
      // Reset by the county: what it had said before counts.
      socket.on('error', () => socket.destroy());
      socket.on('end', () => socket.destroy());
      socket.on('close', () => {
        clearTimeout(timer);
        resolve(parse(Buffer.concat(parts)));
      });
      socket.write(Buffer.from(head, 'latin1'));
      socket.write(
        length === null ? Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(body.length > 0 ? '\r\n0\r\n\r\n' : '\r\n')]) : body
      );
      if (goes) socket.end();
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function parse(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...rest] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const));
  const body = bytes.subarray(end + 4);
  // `100 Continue`: the answer follows.
  if (/^HTTP\/1\.1 1/.test(first)) return parse(body);
  return { status: Number(first.split(' ')[1]), headers, body: headers.get('transfer-encoding') === 'chunked' ? unchunked(body) : body };
}
function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end < 0 ? 0 : Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
