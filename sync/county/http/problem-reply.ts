/** Refusals and defects as answers. A defect tells the caller nothing and the log no personal data. */
import type { Context } from '../context.ts';
import type { Refusal } from '../failure.ts';

export function problemReply(refusal: Refusal, headers: Record<string, string> = {}): Response {
  return Response.json(refusal.problem, { status: refusal.status, headers });
}

export function internalReply(context: Context, error: unknown): Response {
  if (isUnavailable(error)) {
    context.log(`unavailable ${(error as { code?: string }).code ?? 'no connection'}`);
    return Response.json({ code: 'unavailable', message: '县平台暂时忙不过来，请稍后再试。', path: '' }, { status: 503, headers: { 'Retry-After': '5' } });
  }
  // Messages of the database and of parsers quote values; class, code and place don't.
  const { name = 'Error', code = '', stack = '' } = error as { name?: string; code?: string; stack?: string };
  const place =
    stack
      .split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim() ?? '';
  context.log(`defect ${name} ${code} ${place}`);
  return Response.json({ code: 'internal', message: '县平台出了问题，请稍后再试；若一直这样，请联系县管理员。', path: '' }, { status: 500 });
}

/** SQLSTATE classes of a server that is away, full, busy or asks to try again; none says that the data is bad. */
const passingStates = /^(08|53|40|57)...$|^(25P03|55P03)$/;
const passingErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);
const passingMessages = /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** The database or a disk is away or full: the same request may go well later. */
function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return passingErrors.has(code) || passingStates.test(code) || passingMessages.test(message);
}
