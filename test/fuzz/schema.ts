/** JSON schema, as `/openapi.json` has it → values that fit it. */
import fc from 'fast-check';
import { hostileText } from './hostile.ts';

export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
};
type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const wholeTime = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());

/** `hints`: by the name of a property, what is there at the county and so reaches further than what merely fits. */
export function valuesOf(schema: Schema, components: Readonly<Record<string, Schema>>, hints: Hints, depth = 0): fc.Arbitrary<unknown> {
  const inner = (part: Schema): fc.Arbitrary<unknown> => (depth > 6 ? fc.constant(null) : valuesOf(part, components, hints, depth + 1));
  if (schema.$ref !== undefined) return inner(components[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inner));
  if (schema.allOf !== undefined) return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => inner({ ...schema, type })));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 2 ** 31 - 1, 2 ** 31 - 1) });
    case 'number':
      return fc.oneof(fc.nat({ max: 5 }), fc.integer({ min: Math.max(schema.minimum ?? -5, -(2 ** 31)) }), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case 'string':
      return textOf(schema);
    case 'array': {
      const { minItems: minLength = 0, maxItems = 4 } = schema;
      return schema.items === undefined
        ? fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 })
        : fc.array(inner(schema.items), { minLength, maxLength: Math.max(minLength, Math.min(maxItems, 4)) });
    }
    case 'object':
      return objectOf(schema, inner, hints);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

function objectOf(schema: Schema, inner: (part: Schema) => fc.Arbitrary<unknown>, hints: Hints): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0 && typeof schema.additionalProperties === 'object') {
    return fc.dictionary(fc.oneof(fc.string({ maxLength: 12 }), hostileText), inner(schema.additionalProperties), { maxKeys: 4 });
  }
  const entries = properties.map(([name, part]) => {
    const hint = hints[name];
    return [name, hint === undefined ? inner(part) : fc.oneof({ weight: 12, arbitrary: hint }, { weight: 1, arbitrary: inner(part) })] as const;
  });
  return fc.record(Object.fromEntries(entries), { requiredKeys: (schema.required ?? []).filter((name) => properties.some(([known]) => known === name)) });
}

function textOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return wholeTime;
  if (format === 'date') return wholeTime.map((time) => time.slice(0, 10));
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern));
    } catch {
      // A pattern with look-around is beyond fast-check: any text then, which the county refuses.
    }
  }
  return fc.oneof(
    fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' }),
    fc.constantFrom('李桂兰', '柳塘村三组').filter((text) => text.length <= maxLength)
  );
}
