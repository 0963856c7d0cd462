import type { Catalogue } from '#domain/catalogue/format.ts';

/** In order of first appearance; one thing may stand in several groups. */
export function groupBy<T>(things: readonly T[], keys: (thing: T) => readonly string[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    for (const key of keys(thing)) {
      const group = groups.get(key);
      if (group) group.push(thing);
      else groups.set(key, [thing]);
    }
  }
  return [...groups];
}

export type GuideEntry = { id: string; name: string; sub: string; href: string; bundle: boolean };

export const itemHref = (id: string): string => `/guide/${id}`;
export const bundleHref = (id: string): string => `/guide/bundle/${id}`;

export const itemEntries = (catalogue: Catalogue): (GuideEntry & { topics: string[]; department: string })[] =>
  catalogue.items.map((item) => ({
    id: item.id,
    name: item.name,
    sub: item.aliases.length > 0 ? item.aliases.join('、') : item.department,
    href: itemHref(item.id),
    bundle: false,
    topics: item.topics,
    department: item.department
  }));

const recentKey = 'bangban.recentItems';
const recentMost = 6;
/** Items last begun on this device: ids only. */
export function recentItems(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]');
    return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string').slice(0, recentMost) : [];
  } catch {
    return [];
  }
}
export function rememberItem(id: string): void {
  try {
    localStorage.setItem(recentKey, JSON.stringify([id, ...recentItems().filter((other) => other !== id)].slice(0, recentMost)));
  } catch {
    // Only a convenience is lost.
  }
}
