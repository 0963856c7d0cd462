/** The county's connections and the one place that opens transactions and names the station that they may see. */
import pg from 'pg';
import { StartFailure } from '../failure.ts';

/** Inside a transaction. */
export type Sql = Pick<pg.PoolClient, 'query'>;
/** What a member of the staff may see: the whole county, or the stations of a township. */
export type Scope = { county: true } | { county: false; stations: readonly string[] };

export type Database = {
  /** Rows of one station, as the application's role. */
  inStation<T>(station: string, act: (sql: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Rows of many stations, read as the staff's role under its own policy. */
  inScope<T>(scope: Scope, act: (sql: pg.PoolClient) => Promise<T>): Promise<T>;
  /** One statement without parameters over rows of one station, its transaction around it, in one round trip. */
  once<R extends pg.QueryResultRow>(station: string, statement: string): Promise<R[]>;
  /** Reference tables only: no station is set, so no station's row is seen. */
  inCounty<T>(act: (sql: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Throws when the database doesn't answer. */
  probe(): Promise<void>;
  close(): Promise<void>;
};

/** Never a number that a person reads: int8 counters here stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** Dates are the county's civil days, not instants. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export const applicationRole = 'bangban_app';
export const staffRole = 'bangban_staff';
const poolSize = 16;

export async function connectOwner(connection: pg.ClientConfig): Promise<pg.Client> {
  try {
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    // The error itself may quote the address, which holds the password.
    throw new StartFailure(`连不上数据库（${(error as NodeJS.ErrnoException).code ?? 'unknown'}），请检查 DATABASE_URL 和数据库是否已启动。`);
  }
}

/** A database that may forget what it has acknowledged can't hold a journal. */
export async function checkDurability(client: pg.Client): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [setting]);
    if (rows[0]?.value === 'off') throw new StartFailure(`数据库的 ${setting} 是关闭的，断电会丢失已确认的办件；请打开后再启动。`);
  }
}

export function openDatabase(connection: pg.ClientConfig, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
    onConnect: async (client: pg.ClientBase) => {
      await client.query(`SET ROLE ${applicationRole}; SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'`);
    }
  });
  pool.on('error', onError);

  /** `act` ends its transaction itself; where it throws, it is rolled back. */
  async function withClient<T>(act: (sql: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // The pool listens to idle clients only; a connection lost at work would end the process.
    const lost = (error: Error): void => {
      broken = error;
      onError(error);
    };
    client.on('error', lost);
    try {
      return await act(client);
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => {
        broken = failure as Error;
      });
      throw error;
    } finally {
      client.off('error', lost);
      client.release(broken);
    }
  }

  const transact = <T>(opening: string, act: (sql: pg.PoolClient) => Promise<T>): Promise<T> =>
    withClient(async (client) => {
      await client.query(opening);
      const result = await act(client);
      refuseRollback(await client.query('COMMIT'));
      return result;
    });
  const openingOf = (station: string): string => `BEGIN; SET LOCAL app.station = ${pg.escapeLiteral(station)}`;

  return {
    inStation: (station, act) => transact(openingOf(station), act),
    once: <R extends pg.QueryResultRow>(station: string, statement: string) =>
      withClient(async (client) => {
        // The types of `pg` don't know that several statements give several results.
        const results = (await client.query(`${openingOf(station)}; ${statement}; COMMIT`)) as unknown as pg.QueryResult<R>[];
        refuseRollback(results.at(-1));
        return results.at(-2)?.rows ?? [];
      }),
    inScope: (scope, act) =>
      transact(
        `BEGIN; SET LOCAL ROLE ${staffRole}; ` +
          (scope.county ? `SET LOCAL app.scope = 'county'` : `SET LOCAL app.stations = ${pg.escapeLiteral(scope.stations.join(','))}`),
        act
      ),
    inCounty: (act) => transact('BEGIN', act),
    probe: async () => {
      await pool.query('SELECT 1');
    },
    close: () => pool.end()
  };
}

/** PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction; nothing of it may be acknowledged. */
function refuseRollback(ended: pg.QueryResult | undefined): void {
  if (ended?.command !== 'COMMIT') throw new Error('the transaction was rolled back');
}
