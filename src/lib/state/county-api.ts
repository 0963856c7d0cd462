/**
 * The console's line to the county. Cookies carry the session; the CSRF token of the session is kept in memory and goes
 * with every change. Every call has a deadline, every reply is checked, and a refusal is a value with its sentence.
 */
import './county-jitless.ts';
import * as z from 'zod/mini';
import {
  backupStatusSchema,
  cataloguePackSchema,
  ferryImportSchema,
  ferryImportsSchema,
  queueReplySchema,
  sessionReplySchema,
  stationsReplySchema
} from '#protocol/messages.ts';
import { orderRowSchema, ordersReplySchema, mandateReplySchema, type OrderRow } from '#protocol/assist.ts';
import { revealsReplySchema } from '#protocol/reveals.ts';
import { judgedAgainSchema, reviewReplySchema } from '#protocol/review.ts';
import { problemSchema, type Problem } from '#protocol/errors.ts';
import { ticketRowSchema, ticketsReplySchema, type TicketAct } from '#protocol/tickets.ts';
import { voiceRowSchema, voicesReplySchema, type VoiceRow } from '#protocol/voices.ts';
import type { VoiceStep } from '#domain/voice/rectify.ts';
import { say } from '#lib/messages/zh-county.ts';
import { caseReplySchema, enrolmentCodeSchema } from './county-replies.ts';

type Refused = { ok: false; status: number; problem: Problem };
export type Reply<T> = { ok: true; value: T } | Refused;
export type Decision = { type: string; base: number; body: unknown };
export type QueueQuery = { status: string; department: string; q: string; offset: number; limit: number };
type Ask = {
  method?: string;
  body?: unknown;
  /** Sent as it is, with its own patience. */ file?: Blob;
  signal?: AbortSignal | undefined;
  signingIn?: boolean;
  again?: boolean;
};

/** Records answer in well under a second; a minute would leave the clerk guessing. */
const deadlineMs = 20_000;
/** The county ends a request after five minutes itself. */
const uploadMs = 310_000;
const base = '/api/v1/staff';
const nothing = z.unknown();

export class CountyApi {
  #fetch: typeof fetch;
  #csrf = '';
  /** Called when a call is answered 401. */
  onUnauthenticated: () => void = () => undefined;

  constructor(fetcher: typeof fetch) {
    this.#fetch = fetcher;
  }

  async me() {
    return this.#keepToken(await this.#ask('/me', sessionReplySchema));
  }
  async signIn(username: string, password: string) {
    return this.#keepToken(await this.#ask('/session', sessionReplySchema, { method: 'POST', body: { username, password }, signingIn: true }));
  }
  signOut() {
    return this.#ask('/session', nothing, { method: 'DELETE' });
  }
  queue(query: QueueQuery, signal?: AbortSignal) {
    const filled = Object.entries(query)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, String(value)]);
    return this.#ask(`/queue?${new URLSearchParams(filled)}`, queueReplySchema, { signal });
  }
  case(station: string, id: string, signal?: AbortSignal) {
    return this.#ask(casePath(station, id), caseReplySchema, { signal });
  }
  decide(station: string, id: string, decision: Decision) {
    return this.#ask(`${casePath(station, id)}/decisions`, caseReplySchema, { method: 'POST', body: decision });
  }
  stations(signal?: AbortSignal) {
    return this.#ask('/stations', stationsReplySchema, { signal });
  }
  backup() {
    return this.#ask('/backup', backupStatusSchema);
  }
  tickets(closed: boolean) {
    return this.#ask(`/tickets${closed ? '?closed=1' : ''}`, ticketsReplySchema);
  }
  actOnTicket(station: string, id: string, act: TicketAct) {
    return this.#ask(`/tickets/${encodeURIComponent(station)}/${id}/acts`, ticketRowSchema, { method: 'POST', body: act });
  }
  orders(closed: boolean) {
    return this.#ask(`/orders${closed ? '?closed=1' : ''}`, ordersReplySchema);
  }
  actOnOrder({ stationCode, order }: OrderRow, type: string, body: object) {
    const path = `/orders/${encodeURIComponent(stationCode)}/${order.id}/acts`;
    return this.#ask(path, orderRowSchema, { method: 'POST', body: { type, base: order.revision, body } });
  }
  mandate(station: string, id: string) {
    return this.#ask(`/mandates/${encodeURIComponent(station)}/${id}`, mandateReplySchema);
  }
  ratings(show: string) {
    return this.#ask(`/ratings?show=${show}`, voicesReplySchema);
  }
  rectify({ stationCode, about, occasion, steps }: VoiceRow, step: VoiceStep) {
    const path = `/ratings/${encodeURIComponent(stationCode)}/${about}/${occasion}/steps`;
    return this.#ask(path, voiceRowSchema, { method: 'POST', body: { base: steps.length, step } });
  }
  review() {
    return this.#ask('/review', reviewReplySchema);
  }
  /** `staff`: of one person alone. */
  reveals(staff: string | null) {
    return this.#ask(`/reveals${staff === null ? '' : `?staff=${encodeURIComponent(staff)}`}`, revealsReplySchema);
  }
  markSeen(station: string, device: string, headHash: string) {
    return this.#ask(`${batchPath(station, device, headHash)}/seen`, nothing, { method: 'POST' });
  }
  judgeAgain(station: string) {
    return this.#ask(`/review/${encodeURIComponent(station)}/judgements`, judgedAgainSchema, { method: 'POST' });
  }
  catalogue() {
    return this.#ask('/catalogue', cataloguePackSchema);
  }
  makeEnrolmentCode(stationCode: string) {
    return this.#ask('/enrolment-codes', enrolmentCodeSchema, { method: 'POST', body: { stationCode } });
  }

  importFerry(file: Blob) {
    return this.#ask('/ferry', ferryImportSchema, { method: 'POST', file });
  }
  ferryImports() {
    return this.#ask('/ferry', ferryImportsSchema);
  }

  #keepToken<R extends Reply<{ csrf: string }>>(reply: R): R {
    if (reply.ok) this.#csrf = reply.value.csrf;
    return reply;
  }

  async #ask<S extends z.ZodMiniType>(path: string, schema: S, ask: Ask = {}): Promise<Reply<z.infer<S>>> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (ask.body !== undefined) headers['content-type'] = 'application/json';
    if (ask.method) headers['x-csrf-token'] = this.#csrf;
    const deadline = AbortSignal.timeout(ask.file === undefined ? deadlineMs : uploadMs);
    // AbortSignal.any is younger than the oldest supported browser.
    const stop = new AbortController();
    const abort = () => stop.abort();
    deadline.addEventListener('abort', abort);
    ask.signal?.addEventListener('abort', abort);
    try {
      const response = await this.#fetch(base + path, {
        method: ask.method ?? 'GET',
        headers,
        credentials: 'same-origin',
        signal: stop.signal,
        ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
        ...(ask.file === undefined ? {} : { body: ask.file })
      });
      const text = await response.text();
      if (response.status === 401 && !ask.signingIn) this.onUnauthenticated();
      if (response.ok) return readBody(text, schema, response.status);
      const refusal = refused(response.status, text);
      // Signed in anew in another tab: this one's token is old, the session is good.
      if (refusal.problem.code === 'csrf' && !ask.again && (await this.me()).ok) return await this.#ask(path, schema, { ...ask, again: true });
      return refusal;
    } catch {
      if (ask.signal?.aborted) return failed(0, 'stopped', '');
      return deadline.aborted ? failed(0, 'deadline', say.api.deadline) : failed(0, 'unreachable', say.api.unreachable);
    } finally {
      deadline.removeEventListener('abort', abort);
      ask.signal?.removeEventListener('abort', abort);
    }
  }
}

/** Where a link finds the answer to an import; the cookie opens it. */
export function answerAddress(station: string, id: string): string {
  return `${base}/ferry/${encodeURIComponent(station)}/${id}/answer`;
}

/** Where an image tag finds a photo; the cookie opens it. */
export function blobAddress(station: string, sha256: string): string {
  return `${base}/blobs/${encodeURIComponent(station)}/${sha256}`;
}

/** Where a forked batch is downloaded; the cookie opens it. */
export function batchAddress({ stationCode, deviceId, headHash }: { stationCode: string; deviceId: string; headHash: string }): string {
  return base + batchPath(stationCode, deviceId, headHash);
}
function batchPath(station: string, device: string, headHash: string): string {
  return `/review/${encodeURIComponent(station)}/batches/${encodeURIComponent(device)}/${headHash}`;
}

function casePath(station: string, id: string): string {
  return `/cases/${encodeURIComponent(station)}/${encodeURIComponent(id)}`;
}

function readBody<S extends z.ZodMiniType>(text: string, schema: S, status: number): Reply<z.infer<S>> {
  const parsed = schema.safeParse(text === '' ? null : parseJson(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  return failed(status, 'unreadable', say.api.unreadable(place));
}

function refused(status: number, text: string): Refused {
  const problem = problemSchema.safeParse(parseJson(text));
  return problem.success ? { ok: false, status, problem: problem.data } : failed(status, 'unavailable', say.api.status(status));
}

function failed(status: number, code: string, message: string): Refused {
  return { ok: false, status, problem: { code, message, path: '' } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
