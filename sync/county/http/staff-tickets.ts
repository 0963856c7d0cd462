import { ticketActRequestSchema, ticketRowSchema, ticketsReplySchema } from '#protocol/tickets.ts';
import { Refusal } from '../failure.ts';
import { decide } from '../ledger/decide.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import { readTicket, readTickets } from '../voice/tickets.ts';
import { decodeText, parseBody } from './body.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

const path = '/api/v1/staff/tickets';
const notFound = (): Refusal => new Refusal(404, 'not_found', '没有这张工单，或它不在您的管辖范围内。', 'id');

export const staffTickets: Route = {
  method: 'get',
  path,
  caller: 'staff',
  summary: 'Tickets of the stations, by the day of their answer; the reading is audited',
  reply: ticketsReplySchema,
  query: { closed: '1 for those that are over; without it those that are not' },
  act: async ({ context, member, url }) => {
    demand(member, 'readTickets');
    const tickets = await readTickets(context, await staffScope(context, member), url.searchParams.get('closed') === '1');
    await audit(context, member.id, 'tickets.read', null, `${String(tickets.rows.length)} rows`);
    return reply(ticketsReplySchema, tickets);
  }
};

export const staffTicketAct: Route = {
  method: 'post',
  path: `${path}/{station}/{id}/acts`,
  caller: 'staff',
  summary: 'Assign a ticket with an owner and a day, answer it, or close it once it is answered; 409 when `base` is no longer the revision',
  body: ticketActRequestSchema,
  reply: ticketRowSchema,
  act: async ({ context, member, params, body }) => {
    demand(member, 'answerTickets');
    const { station = '', id = '' } = params;
    if (!/^[A-Z0-9]{2,12}$/.test(station) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw notFound();
    const request = parseBody(ticketActRequestSchema, decodeText(body));
    const scope = await staffScope(context, member);
    if ((await readTicket(context, scope, station, id)) === null) throw notFound();
    await decide(context, member, station, id, request);
    await audit(context, member.id, request.type, station, id);
    const ticket = await readTicket(context, scope, station, id);
    if (ticket === null) throw notFound();
    return reply(ticketRowSchema, ticket);
  }
};
