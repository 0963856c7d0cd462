import * as z from 'zod/mini';
import { stationsReplySchema } from '#protocol/messages.ts';
import { addCode, consoleCodeMinutes, newCode } from '../devices/codes.ts';
import { readStationRows } from '../devices/station-rows.ts';
import { Refusal } from '../failure.ts';
import { audit } from '../people/audit.ts';
import { readStation } from '../people/stations.ts';
import { staffScope } from '../people/scope.ts';
import { decodeText, parseBody } from './body.ts';
import { reply, type Route } from './route.ts';
import { demand } from './staff-cookie.ts';

export const staffStations: Route = {
  method: 'get',
  path: '/api/v1/staff/stations',
  caller: 'staff',
  summary: 'Stations and their tablets: last contact, and what each still holds by its own count',
  reply: stationsReplySchema,
  act: async ({ context, member }) => {
    demand(member, 'readStations');
    return reply(stationsReplySchema, { stations: await readStationRows(context, await staffScope(context, member), member.township) });
  }
};

const codeRequestSchema = z.object({ stationCode: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/)) });
const codeReplySchema = z.object({ stationCode: z.string(), code: z.string(), expiresAt: z.iso.datetime() });

export const staffEnrolmentCodes: Route = {
  method: 'post',
  path: '/api/v1/staff/enrolment-codes',
  caller: 'staff',
  summary: 'A code for one tablet: one use, ten minutes',
  body: codeRequestSchema,
  reply: codeReplySchema,
  act: async ({ context, member, body }) => {
    demand(member, 'makeEnrolmentCodes');
    const { stationCode } = parseBody(codeRequestSchema, decodeText(body));
    const code = newCode();
    const expiresAt = new Date(context.now().getTime() + consoleCodeMinutes * 60_000);
    await context.database.inCounty(async (sql) => {
      if ((await readStation(sql, context.instance, stationCode)) === null) throw new Refusal(404, 'not_found', '没有这个站点。', 'stationCode');
      await addCode(sql, stationCode, code, { printed: false, expiresAt, madeBy: member.id });
    });
    await audit(context, member.id, 'enrolmentCode.made', stationCode, stationCode);
    return reply(codeReplySchema, { stationCode, code, expiresAt: expiresAt.toISOString() });
  }
};
