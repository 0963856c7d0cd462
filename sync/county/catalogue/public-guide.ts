import type { Catalogue } from '#domain/catalogue/format.ts';
import type { PublicGuide } from '#protocol/public.ts';

/** What residents may read of an item or a bundle; null when the catalogue has neither. */
export function publicGuideOf(catalogue: Catalogue, id: string): PublicGuide | null {
  const bundle = catalogue.bundles.find((candidate) => candidate.id === id) ?? null;
  const itemIds = bundle === null ? [id] : bundle.children.flatMap(({ itemId }) => itemId ?? []);
  const items = itemIds.flatMap((itemId) => catalogue.items.find((item) => item.id === itemId) ?? []);
  if (bundle === null && items.length === 0) return null;
  const asked = [...new Set(items.flatMap((item) => item.questions))];
  return {
    revision: catalogue.revision,
    publishedAt: catalogue.publishedAt,
    bundle,
    items,
    questions: asked.flatMap((questionId) => catalogue.questions.find((question) => question.id === questionId) ?? [])
  };
}
