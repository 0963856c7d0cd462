/** Orders and mandates out of the projection; a record is a row of `cases` with its state. */
import type { OrderLevel } from '#domain/assist/order.ts';
import type { OrderRow } from '#protocol/assist.ts';
import type { StreamState } from '#domain/case/state.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { jsonIn } from '../database/json.ts';
import { textToState } from '../ledger/state-text.ts';

export type OrderFilter = { closed: boolean; offset: number; limit: number };
type Row = { station_code: string; station_name: string; township_name: string; state: string };
const columns = 'c.station_code, s.name AS station_name, t.name AS township_name, c.state';
const tables = 'cases c JOIN stations s ON s.code = c.station_code JOIN townships t ON t.code = s.township';

export async function readOrders(context: Context, scope: Scope, level: OrderLevel, filter: OrderFilter): Promise<{ rows: OrderRow[]; total: number }> {
  const matches = `c.kind = 'order' AND c.status ${filter.closed ? '=' : '<>'} 'closed'`;
  return context.database.inScope(scope, async (sql) => {
    const counted = await sql.query<{ count: number }>(`SELECT count(*) AS count FROM cases c WHERE ${matches}`);
    const { rows } = await sql.query<Row>(
      // What is offered to the caller's own level first, then what they hold; among equals the one that has waited longest.
      `SELECT ${columns} FROM ${tables} WHERE ${matches}
       ORDER BY (${jsonIn('c.state')} -> 'pending' ->> 'to') IS DISTINCT FROM $1, (${jsonIn('c.state')} -> 'owner' ->> 'level') IS DISTINCT FROM $1, c.updated_at, c.id
       OFFSET $2 LIMIT $3`,
      [level, filter.offset, filter.limit]
    );
    return { rows: rows.flatMap(orderRow), total: Number(counted.rows[0]?.count ?? 0) };
  });
}

/** Null without one of that kind in the caller's scope. */
async function readRecord(context: Context, scope: Scope, station: string, id: string): Promise<Row | null> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<Row>(`SELECT ${columns} FROM ${tables} WHERE c.station_code = $1 AND c.id = $2`, [station, id]);
    return rows[0] ?? null;
  });
}
export async function readOrder(context: Context, scope: Scope, station: string, id: string): Promise<OrderRow | null> {
  const row = await readRecord(context, scope, station, id);
  return row === null ? null : (orderRow(row)[0] ?? null);
}
export async function readMandate(context: Context, scope: Scope, station: string, id: string): Promise<Extract<StreamState, { kind: 'mandate' }> | null> {
  const row = await readRecord(context, scope, station, id);
  const state = row === null ? null : textToState(row.state);
  return state?.kind === 'mandate' ? state : null;
}

function orderRow({ station_code, station_name, township_name, state }: Row): OrderRow[] {
  const order = textToState(state);
  return order.kind === 'order' ? [{ stationCode: station_code, stationName: station_name, township: township_name, order }] : [];
}
