/** JSON Schema of one answer by its field's type: the shapes of `values.ts` and what the type alone forbids. */
import type { Column, Field } from '../catalogue/format.ts';

type Schema = Record<string, unknown>;

const day: Schema = { type: 'string', format: 'date' };
const month: Schema = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' };
const division: Schema = { type: 'string', pattern: '^\\d{6}(\\d{6})?$' };
const agreement: Schema = object({ agreed: { type: 'boolean' }, textVersion: { type: 'string' } });
const page: Schema = {
  type: 'object',
  required: ['sha256', 'bytes', 'mime', 'label', 'takenAt'],
  properties: {
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    bytes: { type: 'number' },
    mime: { type: 'string' },
    label: { type: 'string' },
    takenAt: { type: 'string' }
  }
};

/** Of a field that is answered; an absent key is an unanswered field. */
export function valueSchema(field: Field): Schema {
  const options = field.options ?? [];
  switch (field.type) {
    case 'multiselect':
      return { type: 'array', minItems: 1, uniqueItems: true, items: { enum: options } };
    case 'address':
      return object({ division, detail: { type: 'string', minLength: 1 } });
    case 'dateRange':
      return object({ from: day, to: day });
    case 'monthRange':
      return object({ from: month, to: month });
    case 'table':
      return { type: 'array', minItems: 1, items: row(field.columns ?? []) };
    case 'photo':
      return { type: 'array', minItems: 1, items: page };
    case 'consent':
    case 'commitment':
      return agreement;
    default:
      return textSchema(field.type, options);
  }
}

function row(columns: readonly Column[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: columns.filter((column) => column.required).map((column) => column.key),
    properties: Object.fromEntries(columns.map((column) => [column.key, { title: column.label, ...textSchema(column.type, column.options ?? []) }]))
  };
}

/** Numbers and money are decimal text, so that nothing is rounded. */
function textSchema(type: Field['type'] | Column['type'], options: readonly string[]): Schema {
  switch (type) {
    case 'select':
    case 'radio':
      return { enum: options };
    case 'number':
      return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
    case 'money':
      return { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$' };
    case 'date':
      return day;
    case 'region':
      return division;
    case 'text':
      return { type: 'string', minLength: 1, maxLength: 200 };
    default:
      return { type: 'string', minLength: 1, maxLength: 2000 };
  }
}

function object(properties: Record<string, Schema>): Schema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}
