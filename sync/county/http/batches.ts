import { batchReplySchema } from '#protocol/messages.ts';
import { defaultLimits } from '#protocol/version.ts';
import type { Context } from '../context.ts';
import { ingestBatch } from '../ledger/ingest.ts';
import { parseBatch } from '../ledger/parse-batch.ts';
import { decodeText, plainBytes } from './body.ts';
import { problemReply } from './problem-reply.ts';
import { reply, type Route } from './route.ts';
import { turnstile } from './turnstile.ts';

/** A batch under way takes ten times its bytes; those that wait are still compressed. A few keep both the database and this thread busy. */
const atOnce = 6;
const gates = new WeakMap<Context, ReturnType<typeof turnstile>>();
/** One gate a county: what one that is gone has left unfinished keeps no other's places. */
function gateOf(context: Context): ReturnType<typeof turnstile> {
  const gate = gates.get(context) ?? turnstile(atOnce);
  gates.set(context, gate);
  return gate;
}

export const batches: Route = {
  method: 'post',
  path: '/api/v1/batches',
  caller: 'device',
  summary: 'Operations of a tablet: a header line, then one operation a line (NDJSON, gzip welcome)',
  body: { mime: 'application/x-ndjson', limit: defaultLimits.batchBytes + 64 * 1024, describe: 'BatchHeader, then `count` lines, each an operation' },
  reply: batchReplySchema,
  act: async ({ context, device, body, headers }) => {
    // The header line rides on top of the operations' limit.
    const result = await gateOf(context)(async () => {
      const text = decodeText(await plainBytes(body, headers.get('content-encoding'), defaultLimits.batchBytes + 64 * 1024));
      return ingestBatch(context, device, parseBatch(text));
    });
    return result.ok ? reply(batchReplySchema, result.reply) : problemReply(result.refusal);
  }
};
