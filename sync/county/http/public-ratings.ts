import { publicRatingRequestSchema, publicRatingSchema, type PublicRating } from '#protocol/public-rating.ts';
import { Refusal } from '../failure.ts';
import { ratePublicly, readPublicRating } from '../voice/public.ts';
import { decodeText, parseBody } from './body.ts';
import { createLimit } from './rate-limit.ts';
import { reply, type Call, type Route } from './route.ts';

/** Many people may share one address; the brakes are for who tries tokens, or floods the county. */
const wrongTokens = createLimit(200, 10 * 60_000);
const givenRatings = createLimit(60, 10 * 60_000);
const tokenShape = /^[0-9A-Za-z_-]{16,64}$/;
const path = '/api/v1/public/ratings/{token}';

async function withToken({ context, params, remote }: Call, act: (token: string) => Promise<PublicRating | null>): Promise<Response> {
  const now = context.now().getTime();
  if (wrongTokens.isReached(remote, now)) throw new Refusal(429, 'rate_limited', '查不到的次数太多，请过十分钟再试。', 'token');
  const token = params['token'] ?? '';
  const found = tokenShape.test(token) ? await act(token) : null;
  if (found !== null) return reply(publicRatingSchema, found);
  wrongTokens.count(remote, now);
  throw new Refusal(404, 'not_found', '没有查到这件。刚收的件要等站里联网送到县里，请明天再扫一次。', 'token');
}

export const publicRating: Route = {
  method: 'get',
  path,
  caller: 'open',
  summary: "Whether a case was rated by its receipt's token; nothing of what was said",
  reply: publicRatingSchema,
  act: (call) => withToken(call, (token) => readPublicRating(call.context, token))
};

export const publicRatingGiven: Route = {
  method: 'post',
  path,
  caller: 'open',
  summary: "Rate a case by its receipt's token, once",
  body: publicRatingRequestSchema,
  reply: publicRatingSchema,
  act: async (call) => {
    const now = call.context.now().getTime();
    if (givenRatings.isReached(call.remote, now)) throw new Refusal(429, 'rate_limited', '评价的次数太多，请过十分钟再试。', 'token');
    givenRatings.count(call.remote, now);
    const request = parseBody(publicRatingRequestSchema, decodeText(call.body));
    return withToken(call, (token) => ratePublicly(call.context, token, request));
  }
};
