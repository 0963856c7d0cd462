import type { Question, ServiceItem } from '#domain/catalogue/format.ts';

export type PublicGuide = { revision: number; publishedAt: string; item: ServiceItem; questions: Question[] };

/** The published guide as the county tells everyone; null when there is none, or no line. */
export async function fetchGuide(itemId: string, request: typeof fetch): Promise<PublicGuide | null> {
  try {
    const answer = await request(`/api/v1/guides/${encodeURIComponent(itemId)}`);
    return answer.ok ? ((await answer.json()) as PublicGuide) : null;
  } catch {
    return null;
  }
}
