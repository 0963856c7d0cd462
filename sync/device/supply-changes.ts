/** What a supply carries: what the person changed since the draft began, not what the feed has brought since then. */
import type { Received } from '#domain/case/operations.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import type { Finding } from '#domain/form/values.ts';
import { theirWords } from './sentences.ts';

export type Content = Pick<Received, 'answers' | 'materials'>;

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
const entryOf = (materials: MaterialEntry[], id: string) => materials.find((material) => material.id === id);

/** What `after` has and `before` has not, or has otherwise. */
export function changes(before: Content, after: Content): Content {
  return {
    answers: Object.fromEntries(Object.entries(after.answers).filter(([key, value]) => differs(value, before.answers[key]))),
    materials: after.materials.filter((material) => differs(material, entryOf(before.materials, material.id)))
  };
}
export function isEmpty({ answers, materials }: Content): boolean {
  return Object.keys(answers).length === 0 && materials.length === 0;
}

/** Where both the person and somebody else have changed what the draft began from, and to different things. `current`: the case as it stands. */
export function conflicts(begunFrom: Content, current: Content, mine: Content): Content {
  const theirs = changes(begunFrom, current);
  const disputed = changes(current, mine);
  return {
    answers: Object.fromEntries(Object.entries(theirs.answers).filter(([key]) => Object.hasOwn(disputed.answers, key))),
    materials: theirs.materials.filter(({ id }) => entryOf(disputed.materials, id) !== undefined)
  };
}
export function conflictFindings({ answers, materials }: Content): Finding[] {
  const finding = (path: string, value: unknown): Finding => ({ code: 'changed_meanwhile', path, level: 'error', message: theirWords(value) });
  return [...Object.entries(answers).map(([key, value]) => finding(`answers.${key}`, value)), ...materials.map(({ id }) => finding(`materials.${id}`, null))];
}
/** What the person has been told of: a second try is made knowing it. */
export function laidOver(content: Content, told: Content): Content {
  return {
    answers: { ...content.answers, ...told.answers },
    materials: [...content.materials.filter(({ id }) => entryOf(told.materials, id) === undefined), ...told.materials]
  };
}
