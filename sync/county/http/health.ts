import * as z from 'zod/mini';
import { protocolVersion } from '#protocol/version.ts';
import { reply, type Route } from './route.ts';

const healthSchema = z.object({ ok: z.boolean(), protocol: z.number(), serverTime: z.iso.datetime() });

export const health: Route = {
  method: 'get',
  path: '/healthz',
  caller: 'open',
  summary: 'Whether the county answers and its database does',
  reply: healthSchema,
  act: async ({ context }) => {
    await context.database.probe();
    return reply(healthSchema, { ok: true, protocol: protocolVersion, serverTime: context.now().toISOString() });
  }
};
