import { cataloguePackSchema } from '#protocol/messages.ts';
import { mayUseConsole } from '../people/roles.ts';
import { Refusal } from '../failure.ts';
import { reply, type Route } from './route.ts';

export const staffCatalogue: Route = {
  method: 'get',
  path: '/api/v1/staff/catalogue',
  caller: 'staff',
  summary: 'The current catalogue pack, for the labels of the console',
  reply: cataloguePackSchema,
  act: ({ context, member }) => {
    if (!mayUseConsole(member.role)) return Promise.reject(new Refusal(403, 'forbidden', '站点账号请在平板上登录。'));
    const pack = context.catalogues.current()?.pack;
    return Promise.resolve(reply(cataloguePackSchema, { revision: pack?.revision ?? 0, pack: pack?.pack ?? null, signature: pack?.signature ?? null }));
  }
};
