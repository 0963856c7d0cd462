/** The county's connections to the real PostgreSQL: each query waits for its turn in virtual time, and may be the last before a crash. */
import pg from 'pg';
import type { Life } from '../core/life.ts';
import { began, outside } from '../core/quiet.ts';

/** `pause`: a query's way to the database. `endsAtCommit`: whether the process dies at this side of the COMMIT that it asks for. */
type Owner = { life: Life; pause: () => Promise<void>; endsAtCommit: (moment: 'before' | 'after') => boolean };
const owners = new Map<string, Owner>();
const connected = new Map<string, Set<pg.Client>>();

type Callback = (error: Error | null, result?: unknown) => void;
type Query = (this: pg.Client, ...args: unknown[]) => Promise<unknown> | undefined;
type Connect = (this: pg.Client, callback?: Callback) => Promise<unknown> | undefined;
// Overloads that the patch passes through as they come.
const client = pg.Client.prototype as unknown as { query: Query; connect: Connect };
const [query, connect] = [client.query, client.connect];
// @types/pg leaves the parameters out.
const nameOf = (of: pg.Client) => (of as unknown as { connectionParameters: { application_name?: string } }).connectionParameters.application_name ?? '';

client.query = function (this: pg.Client, ...args: unknown[]) {
  const owner = owners.get(nameOf(this));
  if (owner === undefined) return query.apply(this, args);
  const heard = typeof args.at(-1) === 'function' ? (args.pop() as Callback) : null;
  const asked = (async () => {
    await owner.pause();
    const isCommit = typeof args[0] === 'string' && args[0].endsWith('COMMIT');
    if (isCommit && owner.endsAtCommit('before')) owner.life.crash();
    return owner.life.through(async () => {
      const result = await outside(async () => query.apply(this, args));
      if (isCommit && owner.endsAtCommit('after')) owner.life.crash();
      return result;
    });
  })();
  if (heard === null) return asked;
  asked.then(
    (result) => heard(null, result),
    (error: unknown) => heard(error as Error)
  );
  return undefined;
};
client.connect = function (this: pg.Client, callback?: Callback) {
  const name = nameOf(this);
  if (!owners.has(name) || callback === undefined) return connect.call(this, callback);
  this.on('error', () => undefined);
  connected.set(name, (connected.get(name) ?? new Set()).add(this));
  const ended = began();
  return connect.call(this, (error, result) => {
    ended();
    callback(error, result);
  });
};

/** All connections with this application name belong to `life`. */
export function own(name: string, owner: Owner): void {
  owners.set(name, owner);
}
/** The process is gone: its transactions with it, before anybody looks. */
export async function disown(name: string, watcher: pg.Client): Promise<void> {
  owners.delete(name);
  for (const each of connected.get(name) ?? []) each.connection.stream.destroy();
  connected.delete(name);
  await watcher.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1', [name]);
}
/** How many of a database's connections wait for a lock. */
export async function blockedIn(database: string, watcher: pg.Client): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(DISTINCT l.pid)::int AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = $1`,
    [database]
  );
  return rows[0]?.count ?? 0;
}
