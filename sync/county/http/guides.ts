import * as z from 'zod/mini';
import { itemSchema, questionSchema } from '#domain/catalogue/format.ts';
import { Refusal } from '../failure.ts';
import { reply, type Route } from './route.ts';

const guideSchema = z.object({ revision: z.number(), publishedAt: z.string(), item: itemSchema, questions: z.array(questionSchema) });

/** What a resident sees who scans an item's code (码上办, M28): public data, no session. */
export const publicGuide: Route = {
  method: 'get',
  path: '/api/v1/guides/{item}',
  caller: 'open',
  summary: 'The published guide of one service item, for residents',
  reply: guideSchema,
  act: ({ context, params }) => {
    const catalogue = context.catalogues.current()?.catalogue;
    const item = catalogue?.items.find(({ id }) => id === params['item']);
    if (!catalogue || !item) throw new Refusal(404, 'not_found', '没有这个事项，请到窗口或打 12345 询问。', 'item');
    const questions = item.questions.flatMap((id) => catalogue.questions.find((question) => question.id === id) ?? []);
    return Promise.resolve(reply(guideSchema, { revision: catalogue.revision, publishedAt: catalogue.publishedAt, item, questions }));
  }
};
