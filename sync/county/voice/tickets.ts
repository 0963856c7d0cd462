/** Tickets as the console shows them: what has waited longest first. */
import { isCountys, type TicketState } from '#domain/voice/ticket.ts';
import { ticketLight } from '#domain/voice/ticket-words.ts';
import type { TicketRow, TicketsReply } from '#protocol/tickets.ts';
import { countyDay, type Context } from '../context.ts';
import type { Scope } from '../database/database.ts';
import { jsonIn } from '../database/json.ts';
import { textToState } from '../ledger/state-text.ts';

const mostRows = 200;
type DbTicket = { station_code: string; station_name: string; state: string };
const selected = `SELECT c.station_code, s.name AS station_name, c.state FROM cases c JOIN stations s ON s.code = c.station_code WHERE c.kind = 'ticket'`;

export async function readTickets(context: Context, scope: Scope, closed: boolean): Promise<TicketsReply> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<DbTicket>(
      `${selected} AND (c.status = 'closed') = $1 ORDER BY ${jsonIn('c.state')} ->> 'due' ${closed ? 'DESC' : 'ASC'}, c.id LIMIT ${String(mostRows + 1)}`,
      [closed]
    );
    const open = await sql.query<{ category: string; count: number }>(
      `SELECT ${jsonIn('c.state')} -> 'opened' ->> 'category' AS category, count(*)::int AS count FROM cases c WHERE c.kind = 'ticket' AND c.status <> 'closed' GROUP BY 1`
    );
    return {
      rows: rows.slice(0, mostRows).flatMap((row) => toRow(context, row)),
      open: Object.fromEntries(open.rows.map(({ category, count }) => [category, count])),
      more: rows.length > mostRows
    };
  });
}

export async function readTicket(context: Context, scope: Scope, station: string, id: string): Promise<TicketRow | null> {
  return context.database.inScope(scope, async (sql) => {
    const { rows } = await sql.query<DbTicket>(`${selected} AND c.station_code = $1 AND c.id = $2`, [station, id]);
    return rows.flatMap((row) => toRow(context, row))[0] ?? null;
  });
}

function toRow(context: Context, { station_code, station_name, state: text }: DbTicket): TicketRow[] {
  const state = textToState(text);
  if (state.kind !== 'ticket') return [];
  const { id, revision, status, opened, first, owner, due, satisfied, rounds, timeline } = state satisfies TicketState;
  const calendar = context.catalogues.current()?.catalogue.calendar ?? {};
  return [
    {
      stationCode: station_code,
      stationName: station_name,
      id,
      revision,
      status,
      opened,
      first: first.name,
      owner: isCountys(opened.category) && owner.id !== null ? '' : owner.name,
      due,
      light: ticketLight(state, countyDay(context.now()), calendar),
      satisfied,
      rounds,
      timeline: timeline.map(({ opId, at, by, text: told }) => ({ opId, at, by, text: told }))
    }
  ];
}
