import { queueReplySchema } from '#protocol/messages.ts';
import { readQueue } from '../ledger/queue.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

const mostRows = 200;
/** Longer words are no search. */
const longestWord = 100;

function wholeNumber(text: string | null, fallback: number, most: number): number {
  const value = text === null || !/^\d{1,9}$/.test(text) ? fallback : Number(text);
  return Math.min(value, most);
}

export const staffQueue: Route = {
  method: 'get',
  path: '/api/v1/staff/queue',
  caller: 'staff',
  summary: 'Cases by status, department and words',
  reply: queueReplySchema,
  query: {
    status: 'a case status, or `lapsed` for what is owed past its day; all without',
    department: 'exact name',
    q: 'part of applicant, item, local or case number',
    offset: 'rows to skip',
    limit: `up to ${String(mostRows)}`
  },
  act: async ({ context, member, url }) => {
    demand(member, 'readCases');
    const text = (name: string): string | null => url.searchParams.get(name)?.replaceAll('\0', '').slice(0, longestWord).trim() || null;
    const queue = await readQueue(context, await staffScope(context, member), {
      status: text('status'),
      department: text('department'),
      words: text('q'),
      offset: wholeNumber(url.searchParams.get('offset'), 0, 1_000_000),
      limit: wholeNumber(url.searchParams.get('limit'), 50, mostRows)
    });
    // The rows name applicants. What was searched for may be a name itself, so only their number is kept.
    await audit(context, member.id, 'queue.read', null, `${String(queue.rows.length)} rows`);
    return reply(queueReplySchema, queue);
  }
};
