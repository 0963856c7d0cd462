/** The six bundles of the sample, for whatever children are chosen and whatever is answered (M7, M8; C34, C35). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { assess } from '#domain/form/assess.ts';
import { childValue } from '#domain/form/child-form.ts';
import { bundleDefinition, type IntakeDefinition } from '#domain/form/definition.ts';
import type { ServiceItem } from '#domain/catalogue/format.ts';
import type { MaterialEntry } from '#domain/case/schemas.ts';
import { fill } from '../answerer.ts';
import { today } from '../sample.ts';

const catalogue = sampleCatalogue(1, '2026-11-19T00:00:00Z');
const bundles = catalogue.bundles.map((bundle) => [bundle.id, bundle.children.flatMap(({ itemId }) => itemId ?? [])] as const);
const births = ['1939-03-08', '1960-01-10', '1976-05-20', '1995-02-14', '2012-06-01'];

/** Some children of a bundle, a person's birth, and what is picked where there is a choice. */
const choice = (itemIds: readonly string[]) =>
  fc.record({
    chosen: fc.subarray([...itemIds], { minLength: 1 }),
    born: fc.constantFrom(...births),
    picks: fc.infiniteStream(fc.nat(6)),
    thorough: fc.boolean(),
    defers: fc.boolean()
  });

function merged(id: string, chosen: readonly string[]): IntakeDefinition {
  const definition = bundleDefinition(catalogue, id, chosen);
  if (!definition) throw new Error(`no form for ${id}`);
  return definition;
}
/** The item's fields, rules and materials in the place of the merged ones; the others stay, for its conditions may look at them. */
function ownForm(definition: IntakeDefinition, item: ServiceItem): IntakeDefinition {
  const fields = new Map(item.fields.map((field) => [field.key, field]));
  return {
    ...definition,
    kind: 'item',
    rules: item.rules,
    materials: item.materials,
    fields: definition.fields.map((field) => fields.get(field.key) ?? field)
  };
}

it('has six bundles', () => {
  expect(bundles).toHaveLength(6);
  expect(bundles.flatMap(([, itemIds]) => itemIds).length).toBeGreaterThan(6);
});

describe.each(bundles)('[C34 C35 M7] %s', (id, itemIds) => {
  const form = choice(itemIds);

  it('asks nothing twice and loses nothing', () => {
    fc.assert(
      fc.property(form, ({ chosen }) => {
        const { fields, materials, questions } = merged(id, chosen);
        const once = (names: string[]): Set<string> => {
          expect(new Set(names).size).toBe(names.length);
          return new Set(names);
        };
        const [keys, papers, asked] = [fields.map(({ key }) => key), materials.map((each) => each.id), questions.map((each) => each.id)].map(once);
        const children = merged(id, chosen).items;
        const whole = catalogue.bundles.find((bundle) => bundle.id === id);
        const extra = whole?.extraFields ?? [];
        expect(keys).toEqual(new Set([...children.flatMap((child) => child.fields), ...extra].map(({ key }) => key)));
        expect(papers).toEqual(new Set(children.flatMap((child) => child.materials).map((each) => each.id)));
        expect(asked).toEqual(new Set([...children.flatMap((child) => child.questions), ...(whole?.questions ?? [])]));
        for (const child of children) {
          for (const field of child.fields) {
            const one = fields.find(({ key }) => key === field.key);
            expect(one?.options ?? []).toEqual(expect.arrayContaining(field.options ?? []));
            expect(one?.columns?.map(({ key }) => key) ?? []).toEqual(expect.arrayContaining(field.columns?.map(({ key }) => key) ?? []));
            expect(one?.checks ?? []).toEqual(expect.arrayContaining(field.checks ?? []));
            expect(one?.legallySensitive === true || field.legallySensitive !== true).toBe(true);
          }
          expect(merged(id, chosen).rules).toEqual(expect.arrayContaining(child.rules));
        }
      }),
      { numRuns: 30 }
    );
  });

  it('leaves each child complete when the one form is', () => {
    fc.assert(
      fc.property(form, ({ chosen, born, picks, thorough, defers }) => {
        const pick = (count: number): number => (picks.next().value as number) % count;
        const definition = merged(id, chosen);
        const { input, assessment } = fill(definition, { today, calendar: catalogue.calendar, pick, born, thorough, defers });
        fc.pre(assessment.ready);
        const { situation, answers, materials } = assessment.submission;
        const entries: Record<string, MaterialEntry> = Object.fromEntries(materials.map((entry) => [entry.id, entry]));
        const elsewhere = new Set(assessment.findings.filter(({ code }) => code === 'optionElsewhere').map(({ path }) => path));
        for (const item of definition.items) {
          const own = { ...answers };
          for (const field of item.fields) if (own[field.key] !== undefined) own[field.key] = childValue(field, own[field.key] ?? '');
          const alone = assess(ownForm(definition, item), { ...input, situation, answers: own, materials: entries }, today, catalogue.calendar);
          const places = [...item.fields.map(({ key }) => `answers.${key}`), ...item.materials.map((material) => `materials.${material.id}`)];
          const gaps = alone.missing.filter(({ path }) => places.some((place) => path === place || path.startsWith(`${place}.`)));
          // What this department's form has no word for was told at its place, and nothing else lacks.
          expect([item.id, gaps.filter(({ path }) => !elsewhere.has(path))]).toEqual([item.id, []]);
        }
      }),
      { numRuns: 60 }
    );
  });

  it('can be completed by somebody, all children together', () => {
    const definition = merged(id, itemIds);
    const done = births.some(
      (born) => fill(definition, { today, calendar: catalogue.calendar, pick: () => 0, born, thorough: true, defers: false }).assessment.ready
    );
    expect(done).toBe(true);
  });
});
