import { cataloguePackSchema } from '#protocol/messages.ts';
import { reply, type Route } from './route.ts';

export const catalogue: Route = {
  method: 'get',
  path: '/api/v1/catalogue',
  caller: 'device',
  summary: 'The signed catalogue pack, when one newer than `since` is published: whole, or told from that revision',
  reply: cataloguePackSchema,
  query: { since: 'revision that the tablet has', delta: '`1`: the tablet can put a delta together' },
  act: ({ context, url }) => {
    const current = context.catalogues.current();
    const since = Number(url.searchParams.get('since') ?? '0');
    const revision = current?.pack.revision ?? 0;
    if (current === null || since >= revision) return Promise.resolve(reply(cataloguePackSchema, { revision, pack: null, signature: null }));
    const { pack, signature } = current.pack;
    // A tablet of version 1 knows only the whole.
    const delta = url.searchParams.get('delta') === '1' ? context.catalogues.delta(since) : null;
    return Promise.resolve(reply(cataloguePackSchema, delta === null ? { revision, pack, signature } : { revision, pack: null, delta, signature }));
  }
};
