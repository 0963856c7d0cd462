import { stepOf } from '#domain/case/machine.ts';
import type { CaseState } from '#domain/case/state.ts';
import { consoleCaseSchema, decisionRequestSchema } from '#protocol/messages.ts';
import { readBlob } from '../blobs/read.ts';
import { Refusal } from '../failure.ts';
import { decide } from '../ledger/decide.ts';
import { readConsoleCase } from '../ledger/console-case.ts';
import { audit } from '../people/audit.ts';
import { staffScope } from '../people/scope.ts';
import type { StaffCall } from './route.ts';
import { reply, type Route } from './route.ts';
import { blobReply, parseHash } from './blob-reply.ts';
import { decodeText, parseBody } from './body.ts';
import { demand } from './staff-cookie.ts';

const path = '/api/v1/staff/cases/{station}/{id}';

function caseOf(params: StaffCall['params']): { station: string; id: string } {
  const { station = '', id = '' } = params;
  if (!/^[A-Z0-9]{2,12}$/.test(station)) throw notFound('station');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw notFound('id');
  return { station, id };
}
function notFound(at: string): Refusal {
  return new Refusal(404, 'not_found', '没有这个办件，或它不在您的管辖范围内。', at);
}

async function answerCase({ context, member }: StaffCall, station: string, id: string): Promise<Response> {
  const found = await readConsoleCase(context, await staffScope(context, member), station, id);
  if (found === null) throw notFound('id');
  await audit(context, member.id, 'case.read', station, id);
  return reply(consoleCaseSchema, found);
}

export const staffCase: Route = {
  method: 'get',
  path,
  caller: 'staff',
  summary: 'One case with its state and photos; the reading is audited',
  reply: consoleCaseSchema,
  act: async (call) => {
    demand(call.member, 'readCases');
    const { station, id } = caseOf(call.params);
    return answerCase(call, station, id);
  }
};

/** 2.8: who may do what. A station's acts are no decisions: `decide` refuses them. */
const rightOf = { station: 'decide', preReviewer: 'preCheck', reviewer: 'decide', lead: 'lead' } as const;

/** A second notice is a lead's (M17); a reviewer who says nothing of it is refused by the rules. */
function isAgain({ type, body }: { type: string; body?: unknown }): boolean {
  return type === 'case.correctionRequested' && typeof body === 'object' && body !== null && 'again' in body && body.again !== undefined;
}

export const staffDecision: Route = {
  method: 'post',
  path: `${path}/decisions`,
  caller: 'staff',
  summary: 'An act of the county on a case, by whoever may do it (rules 2.8); 409 when `base` is no longer the revision',
  body: decisionRequestSchema,
  reply: consoleCaseSchema,
  act: async (call) => {
    const { station, id } = caseOf(call.params);
    const request = parseBody(decisionRequestSchema, decodeText(call.body));
    demand(call.member, rightOf[isAgain(request) ? 'lead' : (stepOf(request.type)?.who ?? 'reviewer')]);
    if ((await readConsoleCase(call.context, await staffScope(call.context, call.member), station, id)) === null) throw notFound('id');
    await decide(call.context, call.member, station, id, request);
    await audit(call.context, call.member.id, request.type, station, id);
    if (request.type === 'case.correctionRequested') await auditUnlisted(call, station, id);
    return answerCase(call, station, id);
  }
};

/** 异常索要 (M14): what a notice asked for beyond every list leaves a line of its own. */
async function auditUnlisted({ context, member }: StaffCall, station: string, id: string): Promise<void> {
  const found = await readConsoleCase(context, await staffScope(context, member), station, id);
  // A row of the console is of a case.
  const unlisted = (found?.state as CaseState | undefined)?.correction?.unlisted ?? [];
  if (unlisted.length > 0) await audit(context, member.id, 'demand.unlisted', station, `${id} ${unlisted.join('、')}`.replaceAll('\0', '').slice(0, 500));
}

export const staffBlob: Route = {
  method: 'get',
  path: '/api/v1/staff/blobs/{station}/{sha256}',
  caller: 'staff',
  summary: 'A photo of a case; the reading is audited',
  reply: 'bytes',
  act: async ({ context, member, params }) => {
    demand(member, 'readCases');
    const hash = parseHash(params.sha256);
    const station = params.station ?? '';
    const scope = await staffScope(context, member);
    if (!/^[A-Z0-9]{2,12}$/.test(station) || (!scope.county && !scope.stations.includes(station))) throw notFound('station');
    const blob = await readBlob(context, station, hash);
    await audit(context, member.id, 'blob.read', station, hash);
    return blobReply(blob);
  }
};
