import type { OrderLevel } from '#domain/assist/order.ts';
import { mandateReplySchema, orderActRequestSchema, orderRowSchema, ordersReplySchema } from '#protocol/assist.ts';
import { readMandate, readOrder, readOrders } from '../assist/orders.ts';
import { Refusal } from '../failure.ts';
import { decide } from '../ledger/decide.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import type { StaffMember } from '../people/sign-in.ts';
import { decodeText, parseBody } from './body.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

const mostRows = 200;
const levelOf = (member: StaffMember): OrderLevel => (member.role === 'townshipReviewer' ? 'township' : 'county');

function placeOf(params: Readonly<Record<string, string>>): { station: string; id: string } {
  const { station = '', id = '' } = params;
  if (!/^[A-Z0-9]{2,12}$/.test(station)) throw notFound('station');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw notFound('id');
  return { station, id };
}
function notFound(at: string): Refusal {
  return new Refusal(404, 'not_found', '没有这份工单或委托书，或它不在您的管辖范围内。', at);
}

export const staffOrders: Route = {
  method: 'get',
  path: '/api/v1/staff/orders',
  caller: 'staff',
  summary: 'Orders of assistance: those offered to the caller first; the reading is audited',
  reply: ordersReplySchema,
  query: { closed: '1 for those that are over; without it those that are not', offset: 'rows to skip' },
  act: async ({ context, member, url }) => {
    demand(member, 'assist');
    const offset = /^\d{1,6}$/.exec(url.searchParams.get('offset') ?? '')?.[0] ?? '0';
    const filter = { closed: url.searchParams.get('closed') === '1', offset: Number(offset), limit: mostRows };
    const level = levelOf(member);
    const found = await readOrders(context, await staffScope(context, member), level, filter);
    await audit(context, member.id, 'orders.read', null, `${String(found.rows.length)} rows`);
    return reply(ordersReplySchema, { level, ...found });
  }
};

export const staffOrderAct: Route = {
  method: 'post',
  path: '/api/v1/staff/orders/{station}/{id}/acts',
  caller: 'staff',
  summary: "Take an order that was offered to the caller's level, pass it on with a reason, or advise; 409 when `base` is no longer the revision",
  body: orderActRequestSchema,
  reply: orderRowSchema,
  act: async ({ context, member, params, body }) => {
    demand(member, 'assist');
    const { station, id } = placeOf(params);
    const request = parseBody(orderActRequestSchema, decodeText(body));
    const scope = await staffScope(context, member);
    if ((await readOrder(context, scope, station, id)) === null) throw notFound('id');
    // At which level somebody acts is their office's, not theirs to say.
    const level = levelOf(member);
    await decide(context, member, station, id, { ...request, body: { ...request.body, level, from: level } });
    await audit(context, member.id, request.type, station, id);
    const order = await readOrder(context, scope, station, id);
    if (order === null) throw notFound('id');
    return reply(orderRowSchema, order);
  }
};

export const staffMandate: Route = {
  method: 'get',
  path: '/api/v1/staff/mandates/{station}/{id}',
  caller: 'staff',
  summary: 'A mandate with its paper and signatures; the reading is audited',
  reply: mandateReplySchema,
  act: async ({ context, member, params }) => {
    demand(member, 'readCases');
    const { station, id } = placeOf(params);
    const mandate = await readMandate(context, await staffScope(context, member), station, id);
    if (mandate === null) throw notFound('id');
    await audit(context, member.id, 'mandate.read', station, id);
    return reply(mandateReplySchema, { mandate });
  }
};
