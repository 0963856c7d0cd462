import type { Catalogue, Question } from '#domain/catalogue/format.ts';
import type { Situation } from '#domain/form/values.ts';

/** The answers given on a guide page live in its address, so that large print, paper and a reload show the same. */
export function readSituation(search: URLSearchParams, questions: readonly Question[]): Situation {
  const situation: Situation = {};
  for (const question of questions) {
    const chosen = search.get(`s.${question.id}`) ?? question.default;
    if (chosen !== undefined && question.options.some(({ value }) => value === chosen)) situation[question.id] = chosen;
  }
  return situation;
}
/** The address with one answer more. */
export function withAnswer(url: URL, question: string, value: string): string {
  const search = new URLSearchParams(url.searchParams);
  search.set(`s.${question}`, value);
  return `${url.pathname}?${search.toString()}`;
}

/** What the item's QR holds (码上办, M28): public address of the guide, item code and version; no person. */
export const guideAddress = (origin: string, itemId: string, code: string, version: number): string => `${origin}/g/${itemId}?c=${code}&v=${version}`;

export const questionsOf = (catalogue: Catalogue, ids: readonly string[]): Question[] =>
  ids.flatMap((id) => catalogue.questions.find((question) => question.id === id) ?? []);
