/** The bench's day: the same for the same seed, complete in the eyes of the domain, and as heavy as a real one. */
import { expect, test } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { receivedSchema } from '#domain/case/operations.ts';
import { assess } from '#domain/form/assess.ts';
import { itemDefinition } from '#domain/form/definition.ts';
import { makeDay } from '#test/bench/day.ts';
import { anyPlace } from '#test/bench/place.ts';
import { median } from '#test/bench/row.ts';

const place = anyPlace();

test('one seed, one day', () => {
  expect(makeDay(3, 5, place)).toEqual(makeDay(3, 5, place));
  const ids = [1, 2].flatMap((seed) => makeDay(seed, 50, place).flatMap(({ opId, groupId, caseId }) => [opId, groupId, caseId]));
  expect(new Set(ids).size).toBe(300);
});

test('every case could be received', () => {
  const catalogue = sampleCatalogue(1, `${place.today}T00:00:00Z`);
  const definition = itemDefinition(catalogue, place.item.id);
  if (definition === null) throw new Error('no such item');
  for (const { body } of makeDay(1, 30, place)) {
    const { situation, answers, materials, signatures, privacyNotice } = receivedSchema.parse(body);
    const entries = Object.fromEntries(materials.map((material) => [material.id, material]));
    const { missing, ready } = assess(definition, { situation, answers, materials: entries, signatures, privacyNotice }, place.today, catalogue.calendar);
    expect({ missing, ready }).toEqual({ missing: [], ready: true });
  }
});

test('a case weighs what a case with eight events weighs', () => {
  const lines = makeDay(1, 200, place).map((operation) => JSON.stringify(operation));
  const weight = median(lines.map((line) => Buffer.byteLength(line)));
  expect(weight).toBeGreaterThan(5200);
  expect(weight).toBeLessThan(5800);
});
