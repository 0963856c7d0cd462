import { progressSchema } from '#protocol/public.ts';
import { Refusal } from '../failure.ts';
import { readProgress } from '../ledger/progress.ts';
import { createLimit } from './rate-limit.ts';
import { reply, type Route } from './route.ts';

/** A token has 144 random bits; the brake is for the database. Many people may share one address. */
const wrongTokens = createLimit(200, 10 * 60_000);
const tokenShape = /^[0-9A-Za-z_-]{16,64}$/;

/** What a resident sees who scans the code of a receipt (扫二维码查进度). */
export const publicProgress: Route = {
  method: 'get',
  path: '/api/v1/public/progress/{token}',
  caller: 'open',
  summary: "Where a case stands, for the holder of its receipt's token; says nothing of the person",
  reply: progressSchema,
  act: async ({ context, params, remote }) => {
    const now = context.now().getTime();
    if (wrongTokens.isReached(remote, now)) throw new Refusal(429, 'rate_limited', '查不到的次数太多，请过十分钟再试。', 'token');
    const token = params['token'] ?? '';
    const found = tokenShape.test(token) ? await readProgress(context, token) : null;
    if (found !== null) return reply(progressSchema, found);
    wrongTokens.count(remote, now);
    throw new Refusal(404, 'not_found', '没有查到这件。刚收的件要等站里联网送到县里；第二天还查不到，请打凭证上的电话。', 'token');
  }
};
