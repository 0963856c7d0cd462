import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { checkCatalogue } from '#domain/catalogue/check.ts';
import type { IntakeDefinition } from '#domain/form/definition.ts';
import { bundleDefinition, itemDefinition } from '#domain/form/definition.ts';
import type { Person } from '../answerer.ts';
import { fill } from '../answerer.ts';

const catalogue = sampleCatalogue(1, '2026-11-19T00:00:00Z');
const steady: Person = { today: '2026-11-19', calendar: catalogue.calendar, pick: () => 0, born: '1939-03-08', thorough: false, defers: false };

const items = catalogue.items.map((item) => [item.id, itemDefinition(catalogue, item.id)] as const);
const bundles = catalogue.bundles.map((bundle) => {
  const ids = bundle.children.flatMap((child) => (child.itemId === null ? [] : [child.itemId]));
  return [bundle.id, bundleDefinition(catalogue, bundle.id, ids)] as const;
});

function expectReady(definition: IntakeDefinition | null, person: Person): void {
  expect(definition).not.toBeNull();
  if (!definition) return;
  const { assessment } = fill(definition, person);
  expect(assessment.missing).toEqual([]);
  expect(assessment.ready).toBe(true);
}

describe('the sample catalogue', () => {
  it('[C36-C39] has no broken reference', () => {
    expect(checkCatalogue(catalogue)).toMatchObject({ ok: true });
  });
});

describe.each([...items, ...bundles.filter(([, definition]) => definition !== null)])('%s can be brought to 收件', (_id, definition) => {
  it('by an old applicant who answers the least', () => expectReady(definition, steady));
  it('by an agent, with everything filled in', () => expectReady(definition, { ...steady, pick: (count) => count - 1, thorough: true }));
  it('by a child', () => expectReady(definition, { ...steady, born: '2020-06-01' }));
  it('with every deferrable material deferred', () => expectReady(definition, { ...steady, defers: true }));
  it('whatever the situation', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.nat(1000)),
        fc.constantFrom('1939-03-08', '1980-01-01', '2012-02-29', '2025-10-01'),
        fc.boolean(),
        (stream, born, thorough) => {
          const pick = (count: number): number => (stream.next().value as number) % count;
          expectReady(definition, { ...steady, pick, born, thorough });
        }
      ),
      { numRuns: 15 }
    );
  });
});
