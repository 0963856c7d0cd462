/** What breaks the schema, in words for the person who wrote the catalogue: what stands there, what belongs there (SPEC C36). */
import * as z from 'zod/mini';
import { conditionSchema } from './format.ts';
import type { CatalogueProblem } from './problems.ts';

type Issue = z.core.$ZodIssue;

const kinds: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表 […]',
  object: '对象 {…}',
  record: '对象 {…}',
  null: 'null'
};
const conditionForms = '条件只有这几种写法：{situation,is}、{field,is}、{field,filled}、{field,min,max}、{field,age}、{all}、{any}、{not}';

/** One schema issue as problems that a person finds: paths by ids, one problem a misspelt property. */
export function structureProblems(input: unknown, issue: Issue): CatalogueProblem[] {
  const problem = (path: readonly PropertyKey[], message: string): CatalogueProblem => ({ code: 'structure', path: readablePath(input, path), message });
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem([...issue.path, key], `不认识的属性“${short(key)}”，请改正拼写或删掉它。`));
  }
  const at = valueAt(input, issue.path);
  if (issue.code === 'invalid_union' && 'discriminator' in issue && typeof issue.discriminator === 'string') {
    return [problem(issue.path, at === undefined ? '缺少这一项，请照格式说明写是哪一种。' : `没有“${said(at)}”这一种，请照格式说明改。`)];
  }
  if (issue.code === 'invalid_union') {
    const branch = [...issue.path, ...badCondition(at)];
    return [problem(branch, `“${said(valueAt(input, branch))}”不对。${isConditionPlace(issue.path) ? conditionForms : '这里只许写格式里列出的值'}。`)];
  }
  return [problem(issue.path, sentence(issue, at))];
}

function sentence(issue: Issue, at: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kinds[issue.expected] ?? issue.expected;
      return at === undefined ? `缺少这一项，要写${wanted}。` : `这里要写${wanted}，现在是“${said(at)}”。`;
    }
    case 'invalid_value':
      return `${at === undefined ? '缺少这一项，' : `没有“${said(at)}”，`}只能是：${issue.values.map(String).join('、')}。`;
    case 'invalid_format':
      return `“${said(at)}”写法不对：${formatWords(issue.format, 'pattern' in issue ? String(issue.pattern) : '')}。`;
    case 'too_small':
      return at === '' ? '不能空着，要写内容。' : `太少或太小，至少 ${String(issue.minimum)}。`;
    case 'too_big':
      return `太多或太长，最多 ${String(issue.maximum)}。`;
    default:
      return `“${said(at)}”不合格式，请照格式说明改。`;
  }
}

function formatWords(format: string, pattern: string): string {
  if (format === 'date') return '要写真实的日期，比如 2026-10-01';
  if (format === 'datetime') return '要写时刻，比如 2026-11-19T06:00:00Z';
  if (pattern.includes('A-Za-z')) return '键以小写字母开头，只用字母和数字，2 至 64 个';
  if (pattern.includes('a-z')) return '编号以小写字母开头，只用小写字母、数字和短横，2 至 64 个';
  return '区划代码是 6 位或 12 位数字';
}

const isConditionPlace = (path: readonly PropertyKey[]): boolean => path.some((step) => ['when', 'then', 'visibleWhen', 'requiredWhen'].includes(String(step)));

/** The way down to the part of a condition that is wrong. */
function badCondition(value: unknown): PropertyKey[] {
  if (typeof value !== 'object' || value === null) return [];
  for (const group of ['all', 'any'] as const) {
    const parts: unknown = group in value ? (value as Record<string, unknown>)[group] : undefined;
    const index = Array.isArray(parts) ? parts.findIndex((part) => !z.safeParse(conditionSchema, part).success) : -1;
    if (Array.isArray(parts) && index >= 0) return [group, index, ...badCondition(parts[index])];
  }
  return 'not' in value && Object.keys(value).length === 1 ? ['not', ...badCondition(value.not)] : [];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((here, step) => (typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined), input);
}

function said(value: unknown): string {
  return short(typeof value === 'string' ? value : (JSON.stringify(value) ?? '没有写'));
}
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** `items.elderly-allowance.fields.bankName.type` instead of `items.3.fields.16.type`, so that a person finds the line. */
function readablePath(input: unknown, path: readonly PropertyKey[]): string {
  let here: unknown = input;
  const words: string[] = [];
  for (const step of path) {
    here = valueAt(here, [step]);
    words.push(typeof step === 'number' ? (nameOf(here) ?? String(step)) : String(step));
  }
  return words.join('.');
}

function nameOf(value: unknown): string | null {
  for (const name of ['id', 'key', 'code'] as const) {
    const found = valueAt(value, [name]);
    if (typeof found === 'string' && found !== '') return found;
  }
  return null;
}
