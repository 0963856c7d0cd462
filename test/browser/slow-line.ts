/** The line between a tablet and the county: it can be slow, and it can be cut. */
import { createServer, connect, type Server, type Socket } from 'node:net';

export class SlowLine {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** Upwards, bytes a second. */
  rate = Infinity;
  #up = true;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async to(countyUrl: string): Promise<SlowLine> {
    const { hostname, port } = new URL(countyUrl);
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const line = new SlowLine(server, typeof address === 'object' && address !== null ? address.port : 0);
    server.on('connection', (near) => line.#join(near, connect(Number(port), hostname)));
    return line;
  }

  #join(near: Socket, far: Socket): void {
    if (!this.#up) {
      near.destroy();
      far.destroy();
      return;
    }
    for (const [one, other] of [
      [near, far],
      [far, near]
    ] as const) {
      this.#open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        other.destroy();
      });
    }
    far.pipe(near);
    near.on('data', (chunk) => {
      far.write(chunk);
      if (this.rate === Infinity) return;
      near.pause();
      setTimeout(() => near.resume(), (chunk.length / this.rate) * 1000);
    });
    near.on('end', () => far.end());
  }

  cut(): void {
    this.#up = false;
    for (const socket of this.#open) socket.destroy();
  }
  mend(): void {
    this.#up = true;
  }
  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
