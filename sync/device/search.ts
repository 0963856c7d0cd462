/** Search as you type: names, aliases, pinyin and initials, departments, life events. A plain scan: 5,000 entries cost less than a frame. */
import type { Catalogue } from '#domain/catalogue/format.ts';
import type { SearchHit } from './api.ts';

export type SearchEntry = { hit: Omit<SearchHit, 'alias'>; name: string; aliases: { shown: string; text: string }[]; pinyin: string[]; also: string[] };

const mostHits = 60;

/** Width and case don't matter, nor do the spaces and marks that input methods put between syllables. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s'’·“”"()（）、，]/g, '');
}

export function buildIndex(catalogue: Pick<Catalogue, 'items' | 'bundles' | 'pinyin'>): SearchEntry[] {
  const pinyin = (id: string) => (catalogue.pinyin[id] ?? []).map(plain);
  return [
    ...catalogue.items.map((item): SearchEntry => ({
      hit: { id: item.id, kind: 'item', name: item.name, department: item.department },
      name: plain(item.name),
      aliases: item.aliases.map((shown) => ({ shown, text: plain(shown) })),
      pinyin: pinyin(item.id),
      also: [item.department, ...item.topics].map(plain)
    })),
    ...catalogue.bundles.map((bundle): SearchEntry => ({
      hit: { id: bundle.id, kind: 'bundle', name: bundle.name, department: bundle.leadDepartment },
      name: plain(bundle.name),
      aliases: [],
      pinyin: pinyin(bundle.id),
      also: [bundle.leadDepartment, ...bundle.children.map((child) => child.name)].map(plain)
    }))
  ];
}

/** Whole before beginning before middle; the name before its aliases, those before sounds, those before the rest. */
function score(entry: SearchEntry, word: string): { points: number; alias: string | null } {
  const rank = (text: string, weight: number) => (text === word ? weight + 3 : text.startsWith(word) ? weight + 2 : text.includes(word) ? weight + 1 : 0);
  let [points, alias] = [rank(entry.name, 40), null as string | null];
  for (const { shown, text } of entry.aliases) {
    const found = rank(text, 30);
    if (found > points) [points, alias] = [found, shown];
  }
  for (const sound of entry.pinyin) points = Math.max(points, rank(sound, 20));
  for (const other of entry.also) points = Math.max(points, rank(other, 10));
  return { points, alias };
}

/** Every word must be found; nothing asked shows everything. */
export function searchIndex(index: SearchEntry[], query: string): SearchHit[] {
  const words = query
    .split(/\s+/)
    .map(plain)
    .filter((word) => word !== '');
  const whole = plain(query);
  const hits: { hit: SearchHit; points: number }[] = [];
  for (const entry of index) {
    // `gao ling` is one word in two syllables, `老年 民政` are two words.
    const asOne = whole === '' ? { points: 1, alias: null } : score(entry, whole);
    const each = words.length > 1 && asOne.points === 0 ? words.map((word) => score(entry, word)) : [asOne];
    if (each.some(({ points }) => points === 0)) continue;
    const points = each.reduce((sum, one) => sum + one.points, 0) / each.length;
    hits.push({ hit: { ...entry.hit, alias: each.find(({ alias }) => alias !== null)?.alias ?? null }, points });
  }
  // Stable: entries of equal rank stay in the catalogue's order.
  return hits
    .sort((a, b) => b.points - a.points)
    .slice(0, query.trim() === '' ? hits.length : mostHits)
    .map(({ hit }) => hit);
}
