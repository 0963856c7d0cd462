/** What every answer must be, whatever was asked. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { isRaw } from '#county/http/route.ts';
import { routes } from '#county/http/routes.ts';
import { errorCodes } from '#protocol/errors.ts';
import type { Answer } from './wire.ts';
import { longHeader, type Plan } from './plan.ts';

const codes: ReadonlySet<string> = new Set(errorCodes);
const replies = new Map(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route.reply] as const));

export function textOf({ headers, body }: NonNullable<Answer>): string {
  const coding = headers.get('content-encoding');
  return (coding === 'gzip' ? gunzipSync(body) : coding === 'deflate' ? inflateSync(body) : body).toString();
}
/** The refusal's code; null when it was none. */
export function codeOf(answer: NonNullable<Answer>): string | null {
  if (answer.status < 400 || answer.body.length === 0 || !answer.headers.has('content-type')) return null;
  const { code } = JSON.parse(textOf(answer)) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

/** A sentence on what is wrong with the answer, or null. */
export function faultOf(plan: Plan, answer: Answer): string | null {
  if (answer === null) return mayStayUnanswered(plan) ? null : 'no answer';
  if (answer.status >= 500) return `answered ${answer.status}: ${textOf(answer).slice(0, 300)}`;
  if (plan.method === 'HEAD' || isBesideTheApi(plan)) return null;
  if (answer.status >= 400) return refusalFault(answer);
  return replyFault(plan, answer);
}

/** A sender that has gone hears half of an answer; a path that is none leads to the app's pages. */
export function isBesideTheApi({ framing }: Plan): boolean {
  return framing === 'long' || framing === 'raw path';
}

/** Refused before all of it was read, and the connection reset over what came after: the answer may be lost on the way. */
function mayStayUnanswered({ framing, content, headers, params, query }: Plan): boolean {
  const longAddress = JSON.stringify([params, query]).length > 1000;
  return framing !== 'whole' || content.kind !== 'none' || longAddress || headers.some(([name]) => name === longHeader);
}

function refusalFault(answer: NonNullable<Answer>): string | null {
  const text = textOf(answer);
  let problem: { code?: unknown; path?: unknown; message?: unknown };
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    return `a refusal that is no JSON: ${answer.status} ${text.slice(0, 200)}`;
  }
  if (typeof problem.code !== 'string' || !codes.has(problem.code)) return `a refusal without a known code: ${text.slice(0, 200)}`;
  if (typeof problem.path !== 'string') return `a refusal without a path: ${text.slice(0, 200)}`;
  if (typeof problem.message !== 'string' || !/\p{Script=Han}.*[。；]$/u.test(problem.message)) return `a refusal without a sentence: ${text.slice(0, 200)}`;
  if (/\.ts:|node_modules| at /.test(text)) return `a refusal that tells of the code: ${text.slice(0, 300)}`;
  return null;
}

function replyFault({ endpoint, method }: Plan, answer: NonNullable<Answer>): string | null {
  const schema = method === endpoint.method ? replies.get(`${endpoint.method} ${endpoint.path}`) : undefined;
  if (schema === undefined || schema === 'bytes' || answer.status !== 200) return null;
  if (schema === 'none') return 'a body where none was promised';
  if (isRaw(schema)) return null;
  const read = schema.safeParse(JSON.parse(textOf(answer)));
  return read.success ? null : `not the promised reply: ${JSON.stringify(read.error.issues[0])}`;
}
