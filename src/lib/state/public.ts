/** What the county tells a resident's phone: no station worker, no store, one request a page. */
import type { PublicGuide, Progress } from '#protocol/public.ts';

export type { PublicGuide, Progress };
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

export function fetchProgress(token: string, request: typeof fetch): Promise<Answer<Progress>> {
  return ask(`progress/${encodeURIComponent(token)}`, request);
}
