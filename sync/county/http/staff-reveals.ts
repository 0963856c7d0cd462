import { revealsReplySchema } from '#protocol/reveals.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import { readReveals } from '../reveals/read.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

export const staffReveals: Route = {
  method: 'get',
  path: '/api/v1/staff/reveals',
  caller: 'staff',
  summary: 'Who asked a tablet to show what it masks; the reading is audited',
  query: { staff: "one person's id; everybody without" },
  reply: revealsReplySchema,
  act: async ({ context, member, url }) => {
    demand(member, 'readReveals');
    const staff = url.searchParams.get('staff')?.replaceAll('\0', '').slice(0, 100) || null;
    const reveals = await readReveals(context, await staffScope(context, member), staff);
    await audit(context, member.id, 'reveals.read', null, `${String(reveals.looks.length)} looks`);
    return reply(revealsReplySchema, reveals);
  }
};
