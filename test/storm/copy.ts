/** The limit: COPY of the same lines into one plain table over many connections, one commit a day. The rows are written out ahead. */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export interface CopyLimit extends AsyncDisposable {
  /** Seconds for all days. */
  copy(days: readonly (readonly string[])[]): Promise<number>;
}

export async function openCopyLimit(connection: pg.ClientConfig, connections: number): Promise<CopyLimit> {
  await using opened = new AsyncDisposableStack();
  const clients: pg.Client[] = [];
  for (let at = 0; at < connections; at++) {
    const client = new pg.Client(connection);
    await client.connect();
    opened.defer(() => client.end());
    clients.push(client);
  }
  await clients[0]?.query('CREATE TABLE IF NOT EXISTS copied_lines (day integer, number integer, line text, PRIMARY KEY (day, number))');
  const rest = opened.move();
  let last = 0;
  return {
    async copy(days) {
      // Only the backslash needs escaping: a JSON line has neither tab nor line end.
      const waiting = days.map((lines) => {
        const day = ++last;
        return Buffer.from(lines.map((line, index) => `${day}\t${index + 1}\t${line.replaceAll('\\', '\\\\')}\n`).join(''));
      });
      const started = performance.now();
      await Promise.all(
        clients.map(async (client) => {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
            await pipeline([next], client.query(copyFrom('COPY copied_lines FROM STDIN')));
        })
      );
      return (performance.now() - started) / 1000;
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync()
  };
}
