/** The yardstick's server: gunzips what is posted and COPYs its lines into one table, in one commit. What is posted under `/photos/` becomes a file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export interface CopyServer extends AsyncDisposable {
  address: string;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export async function startCopyServer(connection: pg.ClientConfig): Promise<CopyServer> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('CREATE TABLE bench_lines (day integer, number integer, line text, PRIMARY KEY (day, number))');
  let day = 0;

  async function store(request: IncomingMessage): Promise<number> {
    const lines = gunzipSync(await bodyOf(request))
      .toString()
      .split('\n');
    day++;
    // Only the backslash needs escaping: a JSON line has neither tab nor line end.
    const rows = lines.map((line, index) => `${day}\t${index + 1}\t${line.replaceAll('\\', '\\\\')}\n`);
    await pipeline([rows.join('')], client.query(copyFrom('COPY bench_lines FROM STDIN')));
    const { rows: counted } = await client.query<{ count: string }>('SELECT count(*) FROM bench_lines WHERE day = $1', [day]);
    return Number(counted[0]?.count);
  }

  const folder = await mkdtemp(join(tmpdir(), 'bangban-bench-photos-'));
  async function keep(request: IncomingMessage): Promise<number> {
    const bytes = await bodyOf(request);
    await writeFile(join(folder, basename(request.url ?? '')), bytes);
    return bytes.length;
  }

  const server = createServer((request, response) => {
    const stored = request.url?.startsWith('/photos/') === true ? keep(request) : store(request);
    stored.then(
      (count) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end(String(count)),
      (error: unknown) => response.writeHead(500, { 'access-control-allow-origin': '*' }).end(String(error))
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await client.end();
      await rm(folder, { recursive: true, force: true });
    }
  };
}
