import { voiceRowSchema, voicesReplySchema, voiceStepRequestSchema } from '#protocol/voices.ts';
import { Refusal } from '../failure.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import { voiceDays } from '../voice/days.ts';
import { isVoiceFilter, readVoice, readVoices } from '../voice/read.ts';
import { addStep } from '../voice/steps.ts';
import { decodeText, parseBody } from './body.ts';
import { reply, type Route, type StaffCall } from './route.ts';
import { demand } from './staff-cookie.ts';

const path = '/api/v1/staff/ratings';

export const staffRatings: Route = {
  method: 'get',
  path,
  caller: 'staff',
  summary: 'What residents said in private, what is to be rectified, and who was never asked; the reading is audited',
  reply: voicesReplySchema,
  query: { show: 'open (to be rectified; the default), closed, or all' },
  act: async ({ context, member, url }) => {
    demand(member, 'readRatings');
    const show = url.searchParams.get('show') ?? 'open';
    if (!isVoiceFilter(show)) throw new Refusal(400, 'invalid_body', 'show 只能是 open、closed 或 all。', 'show');
    const voices = await readVoices(context, await staffScope(context, member), show, voiceDays(context));
    await audit(context, member.id, 'ratings.read', null, `${String(voices.rows.length)} rows`);
    return reply(voicesReplySchema, voices);
  }
};

function nameOf({ params }: StaffCall): { station: string; about: string; occasion: string } {
  const { station = '', about = '', occasion = '' } = params;
  const isName = /^[A-Z0-9]{2,12}$/.test(station) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(about) && /^[a-z0-9-]{1,60}$/.test(occasion);
  if (!isName) throw notFound();
  return { station, about, occasion };
}
const notFound = (): Refusal => new Refusal(404, 'not_found', '没有这条评价，或它不在您的管辖范围内。', 'about');

export const staffRatingStep: Route = {
  method: 'post',
  path: `${path}/{station}/{about}/{occasion}/steps`,
  caller: 'staff',
  summary: 'A step of rectification: contacted, replied, closed with a finding; 409 when `base` is no longer the number of steps',
  body: voiceStepRequestSchema,
  reply: voiceRowSchema,
  act: async (call) => {
    const { context, member } = call;
    demand(member, 'rectify');
    const name = nameOf(call);
    const { base, step } = parseBody(voiceStepRequestSchema, decodeText(call.body));
    const scope = await staffScope(context, member);
    const days = voiceDays(context);
    const read = () => context.database.inScope(scope, (sql) => readVoice(context, sql, name.station, name.about, name.occasion, days));
    if ((await read()) === null) throw notFound();
    await addStep(context, member, name, base, step);
    await audit(context, member.id, `rating.${step.kind}`, name.station, `${name.about} ${name.occasion}`);
    const row = await read();
    if (row === null) throw notFound();
    return reply(voiceRowSchema, row);
  }
};
