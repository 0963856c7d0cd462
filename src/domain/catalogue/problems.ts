/** What the checks of a catalogue share. */
import { references } from './condition.ts';
import type { Condition, Field, Material, Question } from './format.ts';

export type CatalogueProblem = { code: string; path: string; message: string };

/** What may be referred to from a place. */
export type Scope = {
  fields: Map<string, Field>;
  materials: Map<string, Material>;
  questions: Map<string, Question>;
  /** Options of each key anywhere in the catalogue: in a bundle they are united (C38). */
  offered: Map<string, Set<string>>;
};

export function conditionProblems(condition: Condition, path: string, scope: Scope): CatalogueProblem[] {
  const problems = boundless(condition) ? [{ code: 'contradiction', path, message: '比较要有 min 或 max，min 不大于 max。' }] : [];
  for (const { kind, name, is } of references(condition)) {
    if (kind === 'situation') {
      const question = scope.questions.get(name);
      if (!question) problems.push({ code: 'unknown_question', path, message: `这里没有列出情形问题“${name}”。` });
      else
        problems.push(
          ...unknownOptions(
            is,
            question.options.map((option) => option.value),
            path
          )
        );
      continue;
    }
    const field = scope.fields.get(name);
    if (!field) problems.push({ code: 'unknown_field', path, message: `这里没有字段“${name}”。` });
    else if (field.type === 'consent' || field.type === 'commitment') problems.push(...unknownOptions(is, ['是'], path));
    else if (field.options) problems.push(...unknownOptions(is, [...field.options, ...(scope.offered.get(name) ?? [])], path));
  }
  return problems;
}

export function unknownOptions(values: string[] | undefined, options: string[], path: string): CatalogueProblem[] {
  return (values ?? []).flatMap((value) =>
    options.includes(value) ? [] : [{ code: 'unknown_option', path, message: `没有选项“${value}”，可选的是：${options.join('、')}。` }]
  );
}

export function duplicates(names: string[], path: (name: string) => string, message: string): CatalogueProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ code: 'duplicate', path: path(name), message: `${message}：${name}。` }];
  });
}

function boundless(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(boundless);
  if ('any' in condition) return condition.any.some(boundless);
  if ('not' in condition) return boundless(condition.not);
  if ('situation' in condition || 'is' in condition || 'filled' in condition) return false;
  const { min, max } = 'age' in condition ? condition.age : condition;
  return (min === undefined && max === undefined) || (min !== undefined && max !== undefined && min > max);
}
