import { feedReplySchema } from '#protocol/messages.ts';
import { Refusal } from '../failure.ts';
import { parseCursor, readFeed } from '../feed/read.ts';
import { reply, type Route } from './route.ts';

export const feed: Route = {
  method: 'get',
  path: '/api/v1/feed',
  caller: 'device',
  summary: "Changes of the tablet's station after a cursor, in order",
  reply: feedReplySchema,
  query: { cursor: 'as answered before; without one, from the start' },
  act: async ({ context, device, url }) => {
    const cursor = url.searchParams.get('cursor') ?? '';
    const after = cursor === '' ? 0 : parseCursor(cursor, context.instance.feedGeneration);
    if (after === null) throw new Refusal(409, 'not_found', '同步位置已失效，请重新下载本站全部办件（/api/v1/snapshot）。', 'cursor');
    return reply(feedReplySchema, await readFeed(context, device, after));
  }
};

export const snapshot: Route = {
  method: 'get',
  path: '/api/v1/snapshot',
  caller: 'device',
  summary: "The station's whole feed from the start; go on with `/feed` at the cursor while `more`",
  reply: feedReplySchema,
  act: async ({ context, device }) => reply(feedReplySchema, await readFeed(context, device, 0))
};
