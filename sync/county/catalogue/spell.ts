/** The spellings by which a tablet finds an item (SPEC C6). */
import { pinyin } from 'pinyin-pro';

/** Full syllables joined, and initials: 高龄补贴 → gaolingbutie, glbt. Brackets and marks fall away. */
export function spell(words: string): string[] {
  const syllables = pinyin(words, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((part) => part !== '');
  const initials = syllables.map((part) => (/^[a-z]/.test(part) ? part.charAt(0) : part));
  return [syllables.join(''), initials.join('')];
}

type Named = { id: string; name: string; aliases?: readonly string[] | undefined };

/** Every item's and bundle's id → spellings of its name and aliases, each once. */
export function spellings(named: readonly Named[]): Record<string, string[]> {
  return Object.fromEntries(named.map(({ id, name, aliases = [] }) => [id, [...new Set([name, ...aliases].flatMap(spell))]]));
}
