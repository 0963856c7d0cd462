import { judgedAgainSchema, reviewReplySchema } from '#protocol/review.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../failure.ts';
import { judgeAgain } from '../ledger/judge-again.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import type { StaffMember } from '../people/sign-in.ts';
import { readStation } from '../people/stations.ts';
import { markSeen, readLines, type BatchName } from '../review/quarantine.ts';
import { readReview } from '../review/read.ts';
import { done, reply, type Route, type StaffCall } from './route.ts';
import { demand } from './staff-cookie.ts';

const path = '/api/v1/staff/review';
const batchPath = `${path}/{station}/batches/{device}/{head}`;

/** One within the member's scope; what lies outside is as if it were not there. */
async function batchOf({ context, member, params }: StaffCall): Promise<{ name: BatchName; lines: string[] }> {
  const { station = '', device = '', head = '' } = params;
  const name = { station, deviceId: device.replaceAll('\0', ''), headHash: head };
  const lines = /^[0-9a-f]{64}$/.test(head) ? await context.database.inScope(await staffScope(context, member), (sql) => readLines(sql, name)) : null;
  if (lines === null) throw new Refusal(404, 'not_found', '没有这批记录，或它不在您的管辖范围内。', 'head');
  return { name, lines };
}
async function stationOf(context: Context, member: StaffMember, station = ''): Promise<string> {
  const scope = await staffScope(context, member);
  const isKnown = /^[A-Z0-9]{2,12}$/.test(station) && (await context.database.inCounty((sql) => readStation(sql, context.instance, station))) !== null;
  if (!isKnown || (!scope.county && !scope.stations.includes(station)))
    throw new Refusal(404, 'not_found', '没有这个站点，或它不在您的管辖范围内。', 'station');
  return station;
}

export const staffReview: Route = {
  method: 'get',
  path,
  caller: 'staff',
  summary: 'Forked batches, parked groups and tablets that seem to live twice; the reading is audited',
  reply: reviewReplySchema,
  act: async ({ context, member }) => {
    demand(member, 'reviewHistories');
    const review = await readReview(context, await staffScope(context, member), member.township);
    await audit(context, member.id, 'review.read', null, `${String(review.quarantined.length)} batches, ${String(review.parked.length)} groups`);
    return reply(reviewReplySchema, review);
  }
};

export const staffReviewLines: Route = {
  method: 'get',
  path: batchPath,
  caller: 'staff',
  summary: 'The lines of a forked batch, as they came (NDJSON); the reading is audited',
  reply: 'bytes',
  act: async (call) => {
    demand(call.member, 'reviewHistories');
    const { name, lines } = await batchOf(call);
    await audit(call.context, call.member.id, 'quarantine.read', name.station, `${name.deviceId} ${name.headHash}`);
    const file = `${name.deviceId}-${name.headHash.slice(0, 8)}.ndjson`;
    return new Response(`${lines.join('\n')}\n`, {
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="${file}"`, 'Cache-Control': 'no-store' }
    });
  }
};

export const staffReviewSeen: Route = {
  method: 'post',
  path: `${batchPath}/seen`,
  caller: 'staff',
  summary: 'A person has looked at a forked batch; it stays',
  reply: 'none',
  act: async (call) => {
    demand(call.member, 'reviewHistories');
    const { name } = await batchOf(call);
    await markSeen(call.context, name, call.member.name);
    await audit(call.context, call.member.id, 'quarantine.seen', name.station, `${name.deviceId} ${name.headHash}`);
    return done();
  }
};

export const staffJudgeAgain: Route = {
  method: 'post',
  path: `${path}/{station}/judgements`,
  caller: 'staff',
  summary: "A station's parked groups judged once more",
  reply: judgedAgainSchema,
  act: async ({ context, member, params }) => {
    demand(member, 'reviewHistories');
    const station = await stationOf(context, member, params.station);
    const judged = await judgeAgain(context, station);
    await audit(context, member.id, 'parked.judged', station, `${String(judged.settled)} settled, ${String(judged.waiting)} waiting`);
    return reply(judgedAgainSchema, judged);
  }
};
