/**
 * What a form holds at this moment: which fields are visible, and every value, derived ones laid over. Visibility and values hang
 * on each other (a hidden field answers nothing), so both are worked out on demand and remembered for one pass.
 */
import type { Facts } from '../catalogue/condition.ts';
import { holdsOver, isFilled } from '../catalogue/condition.ts';
import type { Condition, Field } from '../catalogue/format.ts';
import type { IntakeDefinition } from './definition.ts';
import { derive } from './derive.ts';
import type { Answers, Situation, Value } from './values.ts';

export type Resolved = {
  facts: Facts;
  /** Chosen or preselected option; null while open. */
  situation: (question: string) => string | null;
  visible: (field: Field) => boolean;
  holds: (condition: Condition) => boolean;
  /** `derived`: the value stands there because it was derived, not typed. */
  value: (field: Field) => { value: Value | null; derived: boolean; suggestion: Value | null };
  /** By key; undefined for hidden, unknown and unanswered fields. */
  answer: (key: string) => Value | undefined;
  field: (key: string) => Field | undefined;
};

type Slot = { value: Value | null; derived: boolean; suggestion: Value | null };
const hidden: Slot = { value: null, derived: false, suggestion: null };

export function resolve(definition: IntakeDefinition, situation: Situation, answers: Answers, today: string): Resolved {
  const fields = fieldsByKey(definition);
  const questions = questionsById(definition);
  const shown = new Map<string, boolean | 'asking'>();
  const slots = new Map<string, Slot>();

  const facts: Facts = {
    situation: (id) => chosen(id) ?? undefined,
    answer: (key) => {
      const field = fields.get(key);
      if (!field || !visible(field)) return undefined;
      const value = slot(field).value;
      return isFilled(value ?? undefined) && value !== null ? value : undefined;
    },
    today
  };

  function chosen(id: string): string | null {
    const question = questions.get(id);
    if (!question) return null;
    const given = Object.hasOwn(situation, id) ? situation[id] : undefined;
    if (given !== undefined && question.options.some((option) => option.value === given)) return given;
    return question.default ?? null;
  }

  function visible(field: Field): boolean {
    const known = shown.get(field.key);
    // A ring of conditions is refused when the catalogue is checked; here it hides the field instead of never ending.
    if (known !== undefined) return known === true;
    if (!field.visibleWhen) {
      shown.set(field.key, true);
      return true;
    }
    shown.set(field.key, 'asking');
    const result = holdsOver(field.visibleWhen, facts);
    shown.set(field.key, result);
    return result;
  }

  function slot(field: Field): Slot {
    const known = slots.get(field.key);
    if (known) return known;
    // Stands while the derivation runs, so that two fields that copy each other end.
    slots.set(field.key, hidden);
    const typed = Object.hasOwn(answers, field.key) ? (answers[field.key] ?? null) : null;
    const isTyped = isFilled(typed ?? undefined);
    const suggestion = field.derive ? derive(field.derive, { facts, field: (key) => fields.get(key) }) : onlyOption(field);
    // What a situation question decides is asked there and nowhere else, also while it is open.
    const derived = (suggestion !== null && !(field.derive?.editable === true && isTyped)) || isAskedAsSituation(field);
    const result: Slot = { value: derived ? suggestion : typed, derived, suggestion };
    slots.set(field.key, result);
    return result;
  }

  return {
    facts,
    situation: chosen,
    visible,
    holds: (condition) => holdsOver(condition, facts),
    value: (field) => (visible(field) ? slot(field) : hidden),
    answer: facts.answer,
    field: (key) => fields.get(key)
  };
}

/** A required choice with one option is no choice: it stands there (SPEC C22). Judged after merging, so a bundle with two options asks. */
function onlyOption(field: Field): Value | null {
  const isChoice = field.type === 'select' || field.type === 'radio';
  return isChoice && field.required && field.options?.length === 1 ? (field.options[0] ?? null) : null;
}

/** A field that repeats a situation question and can't be changed by itself. */
export function isAskedAsSituation(field: Field): boolean {
  return field.derive?.from === 'situation' && !field.derive.editable;
}

// A definition is immutable; its indexes are made once for all the keystrokes that ask.
const fieldIndexes = new WeakMap<IntakeDefinition, Map<string, Field>>();
const questionIndexes = new WeakMap<IntakeDefinition, Map<string, IntakeDefinition['questions'][number]>>();

function fieldsByKey(definition: IntakeDefinition): Map<string, Field> {
  let index = fieldIndexes.get(definition);
  if (!index) {
    index = new Map(definition.fields.map((field) => [field.key, field]));
    fieldIndexes.set(definition, index);
  }
  return index;
}

function questionsById(definition: IntakeDefinition): Map<string, IntakeDefinition['questions'][number]> {
  let index = questionIndexes.get(definition);
  if (!index) {
    index = new Map(definition.questions.map((question) => [question.id, question]));
    questionIndexes.set(definition, index);
  }
  return index;
}
