/** What the county tells a resident's phone: no station worker, no store, one request a page. */
import type { PublicRating, publicRatingRequestSchema } from '#protocol/public-rating.ts';
import type { PublicGuide, Progress } from '#protocol/public.ts';
import { zhPublic } from '#lib/messages/zh-public.ts';
import type * as z from 'zod/mini';

type PublicRatingRequest = z.infer<typeof publicRatingRequestSchema>;

export type { PublicGuide, PublicRating, Progress };
/** `unknown`: the county has no such thing; `busy`: asked too often; `away`: no line to it. */
export type Answer<T> = { kind: 'found'; value: T } | { kind: 'unknown' | 'busy' | 'away' };

/** A phone on a weak line waits; longer, and the person taps again anyway. */
const deadlineMs = 20_000;

async function ask<T>(path: string, request: typeof fetch): Promise<Answer<T>> {
  try {
    const answer = await request(`/api/v1/public/${path}`, { signal: AbortSignal.timeout(deadlineMs) });
    if (answer.ok) return { kind: 'found', value: (await answer.json()) as T };
    return { kind: answer.status === 404 ? 'unknown' : answer.status === 429 ? 'busy' : 'away' };
  } catch {
    return { kind: 'away' };
  }
}

export function fetchGuide(id: string, request: typeof fetch): Promise<Answer<PublicGuide>> {
  return ask(`guides/${encodeURIComponent(id)}`, request);
}

export function fetchRating(token: string, request: typeof fetch): Promise<Answer<PublicRating>> {
  return ask(`ratings/${encodeURIComponent(token)}`, request);
}

/** The sentence of a refusal, or the rating as it stands now. */
export async function giveRating(token: string, rating: PublicRatingRequest, request: typeof fetch): Promise<PublicRating | string> {
  try {
    const answer = await request(`/api/v1/public/ratings/${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rating),
      signal: AbortSignal.timeout(deadlineMs)
    });
    const body = (await answer.json()) as PublicRating & { message?: string };
    return answer.ok ? body : (body.message ?? zhPublic.away.text);
  } catch {
    return zhPublic.away.text;
  }
}

export function fetchProgress(token: string, request: typeof fetch): Promise<Answer<Progress>> {
  return ask(`progress/${encodeURIComponent(token)}`, request);
}
