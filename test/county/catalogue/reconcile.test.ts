import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from '#county/catalogue/sample/load.ts';
import { fieldPairs, materialPairs } from './pairs.ts';
import { caseTypeNames, necessityNames, policySource, unitNames } from './policy-source.ts';

const catalogue = sampleCatalogue(1, '2026-11-22T00:00:00Z');
const days = (from: { value: number | null; unit: string; note: string | null }) => ({ ...from, unit: unitNames[from.unit] });

describe('the sample catalogue against its policy source', () => {
  it('[C30] holds the same 30 items, 6 bundles, 223 materials and 607 fields', () => {
    const ids = (list: { id: string }[]) => list.map((entry) => entry.id);
    expect(ids(catalogue.items)).toEqual(ids(policySource.items));
    expect(ids(catalogue.bundles)).toEqual(ids(policySource.bundles));
    expect([catalogue.items.length, catalogue.bundles.length]).toEqual([30, 6]);
    expect(catalogue.items.flatMap((item) => item.materials)).toHaveLength(223);
    expect(catalogue.items.flatMap((item) => item.fields)).toHaveLength(607);
    for (const item of catalogue.items) {
      const source = policySource.items.find((from) => from.id === item.id);
      expect(
        item.fields.map((field) => field.key),
        item.id
      ).toEqual(source?.formFields.map((field) => field.key));
      expect(
        item.materials.map((material) => material.id),
        item.id
      ).toEqual(source?.materials.map((material) => material.materialId));
    }
  });

  it('[C30] keeps every element of every guide', () => {
    for (const [index, from] of policySource.items.entries()) {
      const to = catalogue.items[index];
      const { materials: _m, formFields: _f, departmentUsccSample, sampleRegionCode, aliases, ...same } = from;
      expect(to, from.id).toMatchObject({
        ...same,
        departmentUscc: departmentUsccSample,
        caseType: caseTypeNames[from.caseType],
        process: from.process.split('→'),
        statutoryDays: days(from.statutoryDays),
        promisedDays: days(from.promisedDays),
        publicNotice: from.publicNotice && { ...from.publicNotice, unit: unitNames[from.publicNotice.unit], note: from.publicNotice.note ?? null }
      });
      // Words that people really use may be added to the official aliases, never taken away.
      expect(to?.aliases.slice(0, aliases.length), from.id).toEqual(aliases);
      expect(sampleRegionCode).toBe(catalogue.region.code);
    }
    expect(catalogue).toMatchObject({ title: policySource.meta.title, version: policySource.meta.version });
  });

  it('[C30] keeps every element of every bundle', () => {
    const itemNames = new Map(catalogue.items.map((item) => [item.id, item.name]));
    for (const [index, from] of policySource.bundles.entries()) {
      const { mergedItems, sharedMaterials, extraFields: _e, promisedDays, ...same } = from;
      const to = catalogue.bundles[index];
      expect(to, from.id).toMatchObject({
        ...same,
        promisedDays: days(promisedDays),
        sharedMaterials: sharedMaterials.map(({ materialId, ...rest }) => ({ id: materialId, ...rest })),
        children: mergedItems.map(({ inCatalogue: _i, dependsOn, ...rest }) => ({ ...rest, dependsOn: dependsOn.map((name) => itemNames.get(name) ?? name) }))
      });
      expect(to?.children).toHaveLength(mergedItems.length);
      expect(to?.children.map((child) => child.itemId !== null)).toEqual(mergedItems.map((child) => child.inCatalogue));
    }
  });

  it('[C30] keeps label, type, options, obligation and sensitivity of every field', () => {
    const pairs = fieldPairs(catalogue);
    expect(pairs).toHaveLength(607 + 20);
    for (const { where, from, to } of pairs) {
      expect([to.label, to.type, to.options, to.sensitive], where).toEqual([from.label, from.type, from.options, from.sensitive]);
      const { rule, note, visibleWhen } = from;
      const said = rule !== undefined || note !== undefined || visibleWhen !== undefined;
      expect(to.source, where).toEqual(said ? JSON.parse(JSON.stringify({ rule, note, visibleWhen })) : undefined);
    }
    const looser = pairs.filter(({ from, to }) => from.required !== to.required);
    // 未满14周岁必填: obligatory under an age, so by condition.
    expect(looser.map(({ where, to }) => [where, to.requiredWhen])).toEqual([
      ['unattended-child.guardianConsent', { field: 'applicantBirthDate', age: { max: 13 } }]
    ]);
  });

  it('[C30] keeps every attribute of every material', () => {
    const pairs = materialPairs(catalogue);
    expect(pairs).toHaveLength(223);
    for (const { where, from, to } of pairs) {
      const { materialId, condition, necessity, ...same } = from;
      expect(to, where).toMatchObject({ id: materialId, ...same, necessity: necessityNames[necessity] });
      expect(to.conditionText ?? null, where).toBe(condition);
      expect(to.when !== undefined, where).toBe(condition !== null);
      expect(to.generated, where).toBe(from.medium === '系统生成');
    }
  });
});
