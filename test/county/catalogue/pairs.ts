/** Every field and material of the policy source beside the one of the same item and key in the catalogue. */
import type { Catalogue, Field, Material, ServiceItem } from '#domain/catalogue/format.ts';
import { policySource, type SourceField } from './policy-source.ts';

export type FieldPair = { where: string; owner: string; from: SourceField; to: Field };
export type MaterialPair = { where: string; item: ServiceItem; from: (typeof policySource.items)[number]['materials'][number]; to: Material };

function found<T>(entry: T | undefined, where: string): T {
  if (entry === undefined) throw new Error(`${where} was dropped`);
  return entry;
}

/** Of items and of bundles' extra fields. */
export function fieldPairs(catalogue: Catalogue): FieldPair[] {
  const owners = [
    ...policySource.items.map((from) => ({ id: from.id, fields: from.formFields, target: catalogue.items.find((item) => item.id === from.id)?.fields })),
    ...policySource.bundles.map((from) => ({
      id: from.id,
      fields: from.extraFields,
      target: catalogue.bundles.find((bundle) => bundle.id === from.id)?.extraFields
    }))
  ];
  return owners.flatMap(({ id, fields, target }) =>
    fields.map((from) => {
      const where = `${id}.${from.key}`;
      return {
        where,
        owner: id,
        from,
        to: found(
          target?.find((field) => field.key === from.key),
          where
        )
      };
    })
  );
}

export function materialPairs(catalogue: Catalogue): MaterialPair[] {
  return policySource.items.flatMap((source) => {
    const item = found(
      catalogue.items.find((candidate) => candidate.id === source.id),
      source.id
    );
    return source.materials.map((from) => {
      const where = `${source.id}.${from.materialId}`;
      return {
        where,
        item,
        from,
        to: found(
          item.materials.find((material) => material.id === from.materialId),
          where
        )
      };
    });
  });
}
