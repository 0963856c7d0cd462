import type { Page, Value } from '#domain/form/values.ts';

function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && 'sha256' in value;
}
/** Every page that answers and materials name. */
export function pagesOf(answers: Record<string, Value>, materials: { pages: Omit<Page, 'thumbnail'>[] }[]): Omit<Page, 'thumbnail'>[] {
  const inAnswers = Object.values(answers).flatMap((value) => (Array.isArray(value) ? (value as unknown[]).filter(isPage) : []));
  return [...materials.flatMap((material) => material.pages), ...inAnswers];
}
