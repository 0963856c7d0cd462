import { feedReplySchema } from '#protocol/messages.ts';
import { Refusal } from '../failure.ts';
import { parseCursor, readFeed } from '../feed/read.ts';
import { reply, type DeviceCall, type Route } from './route.ts';

const lines = '`all`: with the lines that the tablet wrote itself, which it has in its journal as a rule';

async function answer({ context, device, url }: DeviceCall, cursor: string): Promise<Response> {
  const place = parseCursor(cursor, context.instance.feedGeneration);
  const page = place === null ? null : await readFeed(context, device, place, url.searchParams.get('lines') === 'all');
  if (page === null) throw new Refusal(409, 'cursor_unknown', '同步位置已失效，请重新下载本站全部办件（/api/v1/snapshot）。', 'cursor');
  return reply(feedReplySchema, page);
}

export const feed: Route = {
  method: 'get',
  path: '/api/v1/feed',
  caller: 'device',
  summary: "Changes of the tablet's station after a cursor, in order",
  reply: feedReplySchema,
  query: { cursor: 'as answered before; without one, from the start', lines },
  act: (call) => answer(call, call.url.searchParams.get('cursor') ?? '')
};

export const snapshot: Route = {
  method: 'get',
  path: '/api/v1/snapshot',
  caller: 'device',
  summary: "The station's whole feed from the start; go on with `/feed` at the cursor while `more`",
  reply: feedReplySchema,
  query: { lines },
  act: (call) => answer(call, '')
};
