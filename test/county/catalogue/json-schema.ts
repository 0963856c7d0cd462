/** As much of JSON Schema 2020-12 as our schemas use; an unknown keyword is an error, so that none goes unread. */
import { isIsoDate } from '#domain/calendar/iso-date.ts';

type Schema = Record<string, unknown> | boolean;
const silent = new Set(['$schema', 'title', 'description']);

/** The places at which a value breaks a schema. */
export function breaks(schema: Schema, value: unknown, path = ''): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${path} must not be there`];
  return Object.entries(schema).flatMap(([keyword, told]) => (keyword.startsWith('x-') || silent.has(keyword) ? [] : one(keyword, told, schema, value, path)));
}
const fits = (schema: unknown, value: unknown): boolean => breaks(schema as Schema, value).length === 0;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function one(keyword: string, told: unknown, whole: Record<string, unknown>, value: unknown, path: string): string[] {
  const say = (holds: boolean): string[] => (holds ? [] : [`${path} ${keyword}`]);
  const list = told as unknown[];
  switch (keyword) {
    case 'type':
      return say(Array.isArray(value) ? told === 'array' : value === null ? told === 'null' : typeof value === told);
    case 'const':
      return say(value === told);
    case 'enum':
      return say(list.includes(value));
    case 'pattern':
      return say(typeof value !== 'string' || new RegExp(told as string, 'u').test(value));
    case 'format':
      return say(told === 'date' && (typeof value !== 'string' || isIsoDate(value)));
    case 'minLength':
      return say(typeof value !== 'string' || [...value].length >= (told as number));
    case 'maxLength':
      return say(typeof value !== 'string' || [...value].length <= (told as number));
    case 'minItems':
      return say(!Array.isArray(value) || value.length >= (told as number));
    case 'uniqueItems':
      return say(!Array.isArray(value) || new Set(value).size === value.length);
    case 'items':
      return Array.isArray(value) ? value.flatMap((each, index) => breaks(told as Schema, each, `${path}.${index}`)) : [];
    case 'contains':
      return say(!Array.isArray(value) || value.some((each) => fits(told, each)));
    case 'required':
      return isObject(value) ? list.flatMap((key) => (Object.hasOwn(value, String(key)) ? [] : [`${path}.${String(key)} required`])) : [];
    case 'properties':
      return isObject(value)
        ? Object.entries(told as Record<string, Schema>).flatMap(([key, inner]) =>
            Object.hasOwn(value, key) ? breaks(inner, value[key], `${path}.${key}`) : []
          )
        : [];
    case 'additionalProperties': {
      const known = new Set(Object.keys((whole['properties'] ?? {}) as object));
      return isObject(value) ? Object.keys(value).flatMap((key) => (known.has(key) ? [] : [`${path}.${key} unknown`])) : [];
    }
    case 'allOf':
      return list.flatMap((inner) => breaks(inner as Schema, value, path));
    case 'anyOf':
      return say(list.some((inner) => fits(inner, value)));
    case 'oneOf':
      return say(list.filter((inner) => fits(inner, value)).length === 1);
    case 'not':
      return say(!fits(told, value));
    case 'if':
      return fits(told, value) ? breaks(whole['then'] as Schema, value, path) : [];
    case 'then':
      return [];
    default:
      throw new Error(`this keyword is not read: ${keyword}`);
  }
}
