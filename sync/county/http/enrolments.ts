import { enrolmentReplySchema, enrolmentRequestSchema } from '#protocol/messages.ts';
import { enrol } from '../devices/enrol.ts';
import { Refusal } from '../failure.ts';
import { decodeText, parseBody } from './body.ts';
import { createLimit } from './rate-limit.ts';
import { reply, type Route } from './route.ts';

/** Guessing forty bits at this pace is hopeless; a county whose tablets share one address isn't stopped. */
const wrongCodes = createLimit(60, 10 * 60_000);

export const enrolments: Route = {
  method: 'post',
  path: '/api/v1/enrolments',
  caller: 'open',
  summary: 'Enrol a tablet with a one-time code and proof of its new key',
  body: enrolmentRequestSchema,
  reply: enrolmentReplySchema,
  act: async ({ context, body, remote }) => {
    const request = parseBody(enrolmentRequestSchema, decodeText(body));
    const now = context.now().getTime();
    if (wrongCodes.isReached(remote, now)) throw new Refusal(429, 'rate_limited', '登记码输错太多次，请过十分钟再试。', 'code');
    try {
      return reply(enrolmentReplySchema, await enrol(context, request));
    } catch (error) {
      if (error instanceof Refusal && error.problem.code === 'code_unknown') wrongCodes.count(remote, now);
      throw error;
    }
  }
};
