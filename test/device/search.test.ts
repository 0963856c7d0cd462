import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { buildIndex, searchIndex } from '#device/search.ts';

const catalogue = sampleCatalogue(1, '2026-11-01T00:00:00.000Z');
const index = buildIndex(catalogue);
const found = (query: string) => searchIndex(index, query);

describe('search', () => {
  it.each([
    ['gljt', 'elderly-allowance'],
    ['GLJT', 'elderly-allowance'],
    ['gaolingjintie', 'elderly-allowance'],
    ['gao ling', 'elderly-allowance'],
    ['高龄', 'elderly-allowance'],
    ['临时救助', 'temporary-aid'],
    ['lsjz', 'temporary-aid']
  ])('finds by name, pinyin and initials: %s → %s', (query, id) => {
    expect(found(query)[0]?.id).toBe(id);
  });

  it('finds every item by its own name, its initials and each of its aliases', () => {
    const sounds = (id: string) => catalogue.pinyin[id] ?? [];
    for (const item of catalogue.items) {
      expect(found(item.name)[0]?.id).toBe(item.id);
      for (const text of [...item.aliases, ...sounds(item.id)]) expect(found(text).map(({ id }) => id)).toContain(item.id);
    }
    for (const bundle of catalogue.bundles) expect(found(bundle.name)[0]?.id).toBe(bundle.id);
  });

  it('shows the alias that matched, and matches departments and life events', () => {
    const item = catalogue.items.find(({ name, aliases }) => aliases.some((alias) => !name.includes(alias)));
    const alias = item?.aliases.find((one) => !item.name.includes(one)) ?? '';
    expect(found(alias).find(({ id }) => id === item?.id)?.alias).toBe(alias);
    const department = catalogue.items[0]?.department ?? '';
    for (const one of catalogue.items.filter((candidate) => candidate.department === department))
      expect(found(department).map(({ id }) => id)).toContain(one.id);
    const topic = catalogue.items[0]?.topics[0] ?? '';
    expect(found(topic).map(({ id }) => id)).toContain(catalogue.items[0]?.id);
  });

  it('wants every word, shows everything for nothing, and nothing for nonsense', () => {
    const both = found('民政 救助').map(({ id }) => id);
    expect(both.length).toBeGreaterThan(0);
    expect(both.every((id) => found('民政').some((hit) => hit.id === id) && found('救助').some((hit) => hit.id === id))).toBe(true);
    expect(found('  ')).toHaveLength(catalogue.items.length + catalogue.bundles.length);
    expect(found('xyzzy')).toEqual([]);
  });
});
