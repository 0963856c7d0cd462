import { publicGuideSchema } from '#protocol/public.ts';
import { publicGuideOf } from '../catalogue/public-guide.ts';
import { Refusal } from '../failure.ts';
import { reply, type Route } from './route.ts';

/** What a resident sees who scans an item's code (码上办, M28). */
export const publicGuide: Route = {
  method: 'get',
  path: '/api/v1/public/guides/{id}',
  caller: 'open',
  summary: 'The published guide of one item or bundle, for residents',
  reply: publicGuideSchema,
  act: ({ context, params }) => {
    const catalogue = context.catalogues.current()?.catalogue;
    const guide = catalogue === undefined ? null : publicGuideOf(catalogue, params['id'] ?? '');
    if (guide === null) throw new Refusal(404, 'not_found', '没有这个事项，请到窗口或打 12345 询问。', 'id');
    return Promise.resolve(reply(publicGuideSchema, guide));
  }
};
