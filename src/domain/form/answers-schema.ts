/**
 * The JSON Schema (2020-12) of what an item or a bundle asks, for systems that hand applications in or take them over:
 * `{situation, answers}` as in a case. Conditions become if/then where JSON Schema can say them; what it can't say (check digits,
 * ages, comparisons between fields) stands in `x-checks` and is judged by `assess` alone. Whoever reads it takes a form that it
 * refuses as surely wrong, and one that it takes as right in shape.
 */
import type { Condition, Field } from '../catalogue/format.ts';
import { valueSchema } from './answer-types.ts';
import type { IntakeDefinition } from './definition.ts';

export type JsonSchema = Record<string, unknown>;

export function answersSchema(definition: IntakeDefinition): JsonSchema {
  const unconditional = definition.fields.filter(
    (field) => field.required && field.visibleWhen === undefined && field.deferWith === undefined && !field.derive
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: definition.name,
    type: 'object',
    additionalProperties: false,
    required: ['situation', 'answers'],
    properties: {
      situation: {
        type: 'object',
        additionalProperties: false,
        required: definition.questions.filter((question) => question.default === undefined).map((question) => question.id),
        properties: Object.fromEntries(
          definition.questions.map((question) => [
            question.id,
            { title: question.ask, oneOf: question.options.map((option) => ({ const: option.value, title: option.label })) }
          ])
        )
      },
      answers: {
        type: 'object',
        additionalProperties: false,
        required: unconditional.map((field) => field.key),
        properties: Object.fromEntries(definition.fields.map((field) => [field.key, fieldSchema(field)]))
      }
    },
    allOf: definition.fields.flatMap((field) => conditional(field, definition))
  };
}

function fieldSchema(field: Field): JsonSchema {
  return {
    title: field.label,
    ...(field.guide === undefined ? {} : { description: field.guide }),
    ...valueSchema(field),
    'x-type': field.type,
    ...(field.checks ? { 'x-checks': field.checks } : {}),
    ...(field.derive ? { 'x-derive': field.derive } : {}),
    ...(field.deferWith === undefined ? {} : { 'x-defer-with': field.deferWith }),
    ...(field.visibleWhen ? { 'x-visible-when': field.visibleWhen } : {}),
    ...(field.requiredWhen ? { 'x-required-when': field.requiredWhen } : {}),
    ...(field.legallySensitive ? { 'x-legally-sensitive': true } : {})
  };
}

/** Hidden: absent. Shown and wanted: there. */
function conditional(field: Field, definition: IntakeDefinition): JsonSchema[] {
  const rules: JsonSchema[] = [];
  const shown = field.visibleWhen ? translate(field.visibleWhen, definition) : true;
  if (shown !== null && shown !== true) rules.push({ if: { not: shown }, then: { properties: { answers: { properties: { [field.key]: false } } } } });
  const whens = [field.required ? true : null, field.requiredWhen ? translate(field.requiredWhen, definition) : null].filter((when) => when !== null);
  // With a material that is deferred, and out of another answer, a field may be absent.
  if (field.deferWith !== undefined || field.derive !== undefined || shown === null) return rules;
  for (const when of whens) {
    const all = [shown, when].filter((part) => part !== true);
    if (all.length > 0) rules.push({ if: { allOf: all }, then: { properties: { answers: { required: [field.key] } } } });
  }
  return rules;
}

/** Null for what JSON Schema can't say, and for whatever contains it. */
function translate(condition: Condition, definition: IntakeDefinition): JsonSchema | null {
  if ('all' in condition) return together('allOf', condition.all, definition);
  if ('any' in condition) return together('anyOf', condition.any, definition);
  if ('not' in condition) {
    const inner = translate(condition.not, definition);
    return inner === null ? null : { not: inner };
  }
  if ('situation' in condition) {
    const asked = definition.questions.find((question) => question.id === condition.situation);
    const given = at('situation', condition.situation, { enum: condition.is });
    // A preselected answer counts as given (SPEC C9).
    const silent = asked?.default !== undefined && condition.is.includes(asked.default);
    return silent ? { anyOf: [given, { not: at('situation', condition.situation, {}) }] } : given;
  }
  const field = definition.fields.find((each) => each.key === condition.field);
  // A derived answer need not be handed in, so its absence says nothing.
  if (!field || field.derive) return null;
  if ('filled' in condition) {
    const filled = at('answers', field.key, {});
    return condition.filled ? filled : { not: filled };
  }
  if (!('is' in condition)) return null;
  if (field.type === 'multiselect') return at('answers', field.key, { type: 'array', contains: { enum: condition.is } });
  if (field.type === 'consent' || field.type === 'commitment') return at('answers', field.key, { properties: { agreed: { const: true } } });
  return at('answers', field.key, { enum: condition.is });
}

function together(word: 'allOf' | 'anyOf', parts: Condition[], definition: IntakeDefinition): JsonSchema | null {
  const said = parts.map((part) => translate(part, definition));
  return said.includes(null) ? null : { [word]: said };
}

function at(group: 'situation' | 'answers', key: string, schema: JsonSchema): JsonSchema {
  return { required: [group], properties: { [group]: { required: [key], properties: { [key]: schema } } } };
}
